"""Two panels of bars on one scale, along the valley and across it: outlines, and filled bars within them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum.rendering.frame import QUIET, hairline, put
from momentum.rendering.parts import write
from momentum.rendering.scene import Panel, Veil
from momentum.rendering.style import colour

HEADING, FOOT, LINE = 30.0, 8.0, 24.0


def _path(values: np.ndarray, first: int, width: float, least: float) -> Path:
    """Upright bars at `first`, `first` + 1, ... as one compound path; what is flatter than `least` is left out."""
    boxes = [
        Path([(k - width, 0), (k - width, v), (k + width, v), (k + width, 0), (k - width, 0)], closed=True)
        for k, v in enumerate(values, first)
        if abs(v) > least
    ]
    return Path.make_compound_path(*boxes) if boxes else Path(np.empty((0, 2)))


def _stairs(values: np.ndarray, begin: float) -> Path:
    """The tops of bars that touch, from the ground up and back to it."""
    x = np.repeat(begin + np.arange(len(values) + 1), 2)
    return Path(np.column_stack([x, np.concatenate([[0.0], np.repeat(values, 2), [0.0]])]))


def pair_of_bars(
    outlines: np.ndarray,
    fills: np.ndarray,
    titles: tuple[str, str],
    *,
    key: tuple[str, ...] = (),
    labels: Sequence[tuple[float, float, str, str]] = (),
    size: tuple[int, int] = (530, 220),
    names: tuple[str, str] = ("along", "across"),
    outline_role: str = "ink",
    span: str = "half",
    first: int = 0,
    long: bool = False,
) -> tuple[Panel, ...]:
    """A panel for each axis of `outlines` and `fills`, both (steps, 2), all drawn to one scale.

    The bars stand at the ticks `first`, `first` + 1, ..., and many of them are `long`: their outlines are one
    flight of stairs then, and the first and the last tick are written. The lines of `key` stand under the bars of the
    first panel, out of the veil's reach; `labels` (x, y, text, role) stand among its bars.
    """
    begin, end = first - 0.5, first + len(outlines) - 0.5
    every = np.concatenate([outlines, fills])
    pad = 0.03 * float(np.ptp(every))
    low, high = float(every.min()) - pad, float(every.max()) + pad
    foot = FOOT + (LINE if long else 0)
    unit = (size[1] - HEADING - foot) / (high - low)

    def panel(axis: int) -> Panel:
        bottom = min(float(every[:, axis].min()), 0.0) - pad

        def draw(axes: Any) -> None:
            hairline(axes, [begin, end], [0, 0])
            put(axes, (begin, high), titles[axis], shift=(0, 9), size=15)
            for row, text in enumerate(() if axis else key):
                put(axes, (begin, bottom), text, "muted", (0, -LINE * (row + 1)), **QUIET)
            last = first + len(outlines) - 1
            for tick, text, ha in ((first, f"step {first}", "left"), (last, str(last), "right")) if long else ():
                put(axes, (tick, bottom), text, "muted", (0, -15), ha=ha, **QUIET)
            for x, y, text, role in () if axis else labels:
                write(axes, x, y, text, role, size=14)
            solid: Any = {"facecolor": colour("momentum"), "edgecolor": "none"}
            hollow: Any = {"facecolor": "none", "edgecolor": colour(outline_role), "lw": 1.8 if long else 1.3}
            least = (0.5 if long else 0.1) * pad
            tops = _stairs(outlines[:, axis], begin) if long else _path(outlines[:, axis], first, 0.42, least)
            axes.add_patch(PathPatch(_path(fills[:, axis], first, 0.3, least), **solid))
            axes.add_patch(PathPatch(tops, **hollow))

        return Panel(
            names[axis], f"Bars, {names[axis]} the valley", size, (begin, end), (bottom, high), draw,
            (Veil(cursor=False, stepped=True),), span=span,
            margin=(4, HEADING, 4, round(foot + (bottom - low) * unit, 3)),
        )  # fmt: skip

    return panel(0), panel(1)
