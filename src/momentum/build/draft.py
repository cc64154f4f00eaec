"""A figure as pages show it, made from its module: its texts, its panels, and the SVG that stands alone."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import numpy as np

from momentum.build.fault import FigureError
from momentum.build.numbers import plain
from momentum.build.texts import refuse_typed_numbers, text
from momentum.rendering.scene import Figure, Scene
from momentum.rendering.style import ROLES
from momentum.rendering.svg import bodies, panel_svg, standalone
from momentum.store import record
from momentum.store.rounding import show

CITATION = "Seeing Momentum, figure “{title}”, CC BY 4.0"


def _table(scene: Any) -> record.Table:
    """The main steps as a small table: the first ones, then ever wider apart, and the last."""
    shown, step = [0, 1, 2, 3, 5], 10
    while step < scene.ticks:
        shown.append(step)
        step = step * 2 if step < 20 else step + max(20, scene.ticks // 6 // 10 * 10)
    rows = sorted({tick for tick in [*shown, scene.ticks] if tick <= scene.ticks})
    return {
        "head": [scene.tick, *(f"{r.name}: {r.unit}" for r in scene.readouts)],
        "rows": [[str(tick), *(show(float(np.asarray(r.values)[tick])) for r in scene.readouts)] for tick in rows],
    }


def defined(name: str, module: str) -> Figure:
    """What a module has as FIGURE or, where it draws one for every entry of a registry, as `figure(name)`."""
    loaded = importlib.import_module(module)
    figure: Figure = (
        loaded.FIGURE if hasattr(loaded, "FIGURE") or not hasattr(loaded, "figure") else loaded.figure(name)
    )
    return figure


def _looks(panel: Any) -> str:
    """The class by which a page lays a panel out: a map fills its panel to the edge, and phones may crop it."""
    return " ".join(["sm-map"] * (panel.rounded and not any(panel.margin)) + ["sm-crop"] * bool(panel.crop))


def _wheel(figure: Any, scene: Any) -> record.Wheel | None:
    """What the explorer begins with in the figure's place: its state, and what the first panel shows."""
    ground = scene.panels[0]
    return {"state": figure.wheel(), "view": [list(ground.xlim), list(ground.ylim)]} if figure.wheel else None


def make(name: str, module: str) -> tuple[record.Figure, dict[str, bytes]]:
    """The record of the figure that `module` defines, and its SVG; FigureError says what it lacks."""
    made, files, _ = drawn(name, module)
    return made, files


def drawn(name: str, module: str) -> tuple[record.Figure, dict[str, bytes], Scene]:
    """The same, and the scene, of which there are other pictures to make."""
    figure = defined(name, module)
    numbers = plain(figure.measure(), name)
    title = text(figure.title, numbers, "title", name)
    alt = text(figure.alt, numbers, "alternative text", name)
    caption = text(figure.caption, numbers, "caption", name)
    refuse_typed_numbers(Path(str(importlib.import_module(module).__file__)), name)
    scene = figure.draw()
    for readout in scene.readouts:
        if readout.role not in ROLES:
            roles = ", ".join(ROLES)
            raise FigureError(f"{name}: a readout's role must be one of {roles}; got {readout.role!r}.")
        strange = np.flatnonzero(~np.isfinite(np.asarray(readout.values, dtype=float)))
        if len(strange):
            raise FigureError(f"{name}: the readout {readout.name!r} is not finite at {scene.tick} {strange[0]}.")
    elements = bodies(scene)
    files = {f"{name}.svg": standalone(scene, elements, name, title, alt).encode()}
    made: record.Figure = {
        "name": name,
        "kind": "figure",
        "title": title,
        "caption": caption,
        "alt": alt,
        "numbers": numbers,
        "steps": scene.ticks,
        "seconds": scene.seconds,
        "tick": scene.tick,
        "wide": scene.wide,
        "times": [round(float(time), 3) for time in scene.times] if scene.slow else [],
        "moments": list(scene.moments),
        "events": [{"tick": e.tick, "text": e.text, "role": e.role} for e in scene.events],
        "panels": [
            {
                "name": p.name,
                "label": p.label,
                "span": p.span,
                "looks": _looks(p),
                "svg": panel_svg(p, scene, inner, f"{name}__"),
            }
            for p, inner in zip(scene.panels, elements, strict=True)
        ],
        "readouts": [
            {
                "name": r.name,
                "role": r.role,
                "unit": r.unit,
                "values": [show(float(v)) for v in np.asarray(r.values)],
            }
            for r in scene.readouts
        ],
        "table": _table(scene) if scene.readouts else None,
        "command": f"python -m momentum render {name}",
        "citation": CITATION.format(title=title),
        "wheel": _wheel(figure, scene),
    }
    return made, files, scene
