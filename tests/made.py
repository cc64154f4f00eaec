"""What every figure is made of, a line a part: runs, words, dots, shapes, what a player says; kept in a file each.

`make keep` writes the files anew after a change that is meant; the difference is there to be read. Curves
and arrows are told again elsewhere (`retold_runs.py`, `retold_charts.py`), and so are bands and ticks.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from drawn import TONES, drawn
from momentum.rendering.scene import Area, Arrow, Note, Run, Veil
from retold import FIGURES, figure, records, scene

KEPT = Path(__file__).with_name("made")
NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])")


def _at(*values: Any) -> str:
    """Numbers with four digits."""
    return " ".join(f"{float(value) + 0.0:.4g}" for value in np.ravel(values))


def _spread(points: np.ndarray) -> str:
    """Where a shape is: its corners' mean, the box around it, and how it leans."""
    points = points[np.isfinite(points).all(axis=1)]
    low, high = points.min(axis=0), points.max(axis=0)
    x, y = ((points - low) / np.where(high > low, high - low, 1)).T
    return _at([*points.mean(axis=0), *low, *high, (x * y).mean()])


def _mark(mark: Any) -> str | None:
    if isinstance(mark, Run):
        trail = "trail" if mark.trail else "head alone"
        return f"run\t{mark.role}\t{mark.name}\t{mark.marker}, {trail}, ghost {mark.ghost}, beta {mark.beta:g}"
    if isinstance(mark, Veil):
        return f"veil\tcursor {mark.cursor}, stepped {mark.stepped}"
    if isinstance(mark, Area):
        rings = np.concatenate([np.asarray(ring, dtype=float) for ring in mark.rings])
        look = f"hollow {mark.hollow}, opacity {mark.opacity:g}"
        return f"area\t{mark.role}\t{mark.first:g} to {mark.last}, {look}\t{_spread(rings)}"
    if isinstance(mark, Note):
        return f"note\t{mark.role}\t{mark.text}\t{mark.first:g} to {mark.last}\t{_at(mark.at)}"
    return None if isinstance(mark, Arrow) else repr(mark)


def parts(name: str) -> list[str]:
    """The lines of a figure."""
    what = scene(name)
    texts = records()[name]
    found = [f"{part}\t{texts[part]}" for part in ("title", "caption", "alt")]
    found += [f"clock\t{what.ticks} of {what.seconds:g} s, slow {what.slow}, each a {what.tick}"]
    found += [f"readout\t{one.role}\t{one.name}: {one.unit}" for one in what.readouts]
    found += [f"event\t{one.role}\t{one.tick}\t{one.text}" for one in what.events]
    found += [f"moment\t{place}\t{text}" for place, text in enumerate(what.moments)]
    if wheel := figure(name).wheel:
        found.append(f"wheel\t{json.dumps(wheel(), sort_keys=True)}")
    for panel in what.panels:
        seen = drawn(f"{name}/{panel.name}")
        found.append(
            f"panel\t{panel.name}\t{panel.label}\t{panel.span}, crop {panel.crop}\t{_at(panel.xlim, panel.ylim)}"
        )
        found += [line for line in map(_mark, panel.marks) if line]
        # Of a thin line another machine has another course: its beginning alone is the same.
        found += [
            f"line\t{one.role}\t{one.dashes}, {one.width:g} wide\t"
            + (_spread(one.points) if one.width >= 1 else _at(one.points[0]))
            for one in seen.lines
        ]
        found += [f"dot\t{role}\t{_at(point)}" for role, point in seen.dots]
        found += [f"shape\t{inside}, edge {edge}\t{_spread(points)}" for inside, edge, points in seen.shapes]
        notes = {mark.text for mark in panel.marks if isinstance(mark, Note)}
        found += [
            f"words\t{TONES[one.tone]}\t{one.text}\t{_at(one.at, *([one.shift] if one.shift else []))}"
            for one in seen.words
            if one.text not in notes
        ]
    return found


# What is computed in single precision, of which another processor's sums differ by as much as a hundredth.
SINGLE = ("study-reach",)


def differ(one: str, other: str, single: bool = False) -> bool:
    """Whether two lines say another thing: in words at all, in numbers by more than sums of floats may differ."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return True
    pairs = zip(map(float, NUMBER.findall(one)), map(float, NUMBER.findall(other)), strict=True)
    return any(abs(a - b) > (1e-2 if single else 2e-3) * max(abs(a), abs(b)) + 2e-4 for a, b in pairs)


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for name in FIGURES:
        (KEPT / f"{name}.tsv").write_text("".join(f"{line}\n" for line in parts(name)), "utf-8")
