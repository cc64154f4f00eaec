"""One figure or one set of numbers, made from its module: what a worker process does and hands back as bytes."""

from __future__ import annotations

import importlib
import math
import re
from typing import Any

import numpy as np

from momentum.rendering.powers import power_of_ten

CITATION = "Seeing Momentum, figure “{title}”, CC BY 4.0"
DIGITS = 9


class FigureError(RuntimeError):
    """A figure or a set of numbers that can't be made; the message names it and says why."""


def _plain(numbers: dict[str, Any], name: str) -> dict[str, Any]:
    """Numbers as JSON holds them; NumPy scalars become Python's, anything else is refused.

    A float keeps nine digits: the last ones of a long sum depend on how many threads have added it up.
    """
    plain: dict[str, Any] = {}
    for key, value in numbers.items():
        value = value.item() if hasattr(value, "item") else value
        if not isinstance(value, int | float | str) or (isinstance(value, float) and not math.isfinite(value)):
            raise FigureError(f"{name}: the number {key!r} must be a finite number or a text; got {value!r}.")
        plain[key] = float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
    return plain


def _table(scene: Any) -> dict[str, Any]:
    """The main steps as a small table: the first ones, then ever wider apart, and the last."""
    shown, step = [0, 1, 2, 3, 5], 10
    while step < scene.ticks:
        shown.append(step)
        step = step * 2 if step < 20 else step + max(20, scene.ticks // 6 // 10 * 10)
    rows = sorted({tick for tick in [*shown, scene.ticks] if tick <= scene.ticks})
    return {
        "head": [scene.tick, *(f"{r.name}: {r.unit}" for r in scene.readouts)],
        "rows": [
            [str(tick), *(value_text(float(np.asarray(r.values)[tick])) for r in scene.readouts)] for tick in rows
        ],
    }


def value_text(value: float) -> str:
    """A measured value for a readout: three significant digits, powers of ten beyond 10,000 and below 0.001."""
    if value == 0 or 0.001 <= abs(value) < 10_000:
        return f"{value:.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:.0f}".replace("-", "−")
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} × ".replace("-", "−") + power_of_ten(int(exponent))


def _text(source: Any, numbers: dict[str, Any], what: str, name: str) -> str:
    text = source(numbers) if callable(source) else source
    if not isinstance(text, str) or not text.strip():
        raise FigureError(f"{name}: the figure has no {what}; a figure takes a sentence that says what it shows.")
    return re.sub(r"[ \t\n]+", " ", text).strip()


def render(name: str, kind: str, module: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Imports `module` and returns its record and its files; any failure comes back as a FigureError that names it."""
    try:
        loaded = importlib.import_module(module)
        if kind == "numbers":
            return {"name": name, "kind": kind, "numbers": _plain(loaded.numbers(), name)}, {}
        return _figure(name, loaded.FIGURE)
    except FigureError:
        raise
    except Exception as error:
        raise FigureError(f"{name}: {type(error).__name__}: {error}") from error


def _figure(name: str, figure: Any) -> tuple[dict[str, Any], dict[str, bytes]]:
    from momentum.rendering.gif import gif
    from momentum.rendering.png import png
    from momentum.rendering.svg import bodies, panel_svg, standalone

    numbers = _plain(figure.measure(), name)
    alt = _text(figure.alt, numbers, "alternative text", name)
    caption = _text(figure.caption, numbers, "caption", name)
    scene = figure.draw()
    for readout in scene.readouts:
        strange = np.flatnonzero(~np.isfinite(np.asarray(readout.values, dtype=float)))
        if len(strange):
            raise FigureError(f"{name}: the readout {readout.name!r} is not finite at {scene.tick} {strange[0]}.")
    elements = bodies(scene)
    files = {f"{name}.svg": standalone(scene, elements, name, figure.title, alt).encode(), f"{name}.png": png(scene)}
    if scene.ticks:
        files[f"{name}.gif"] = gif(scene)
    record = {
        "name": name,
        "kind": "figure",
        "title": figure.title,
        "caption": caption,
        "alt": alt,
        "numbers": numbers,
        "steps": scene.ticks,
        "seconds": scene.seconds,
        "tick": scene.tick,
        "wide": scene.wide,
        "panels": [
            {"name": p.name, "label": p.label, "span": p.span, "svg": panel_svg(p, scene, inner, f"{name}__")}
            for p, inner in zip(scene.panels, elements, strict=True)
        ],
        "readouts": [
            {
                "name": r.name,
                "role": r.role,
                "unit": r.unit,
                "values": [value_text(float(v)) for v in np.asarray(r.values)],
            }
            for r in scene.readouts
        ],
        "table": _table(scene) if scene.readouts else None,
        "command": f"python -m momentum render {name}",
        "citation": CITATION.format(title=figure.title),
    }
    return record, files
