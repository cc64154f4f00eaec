"""Two panels of bars on one scale, along the valley and across it: outlines, and filled bars within them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum.rendering.backdrop import HALO
from momentum.rendering.scene import Panel, Veil
from momentum.rendering.style import colour

HEADING = 30.0


def _path(values: np.ndarray, first: int, width: float, least: float) -> Path:
    """Upright bars at `first`, `first` + 1, ... as one compound path; what is flatter than `least` is left out."""
    boxes = [
        Path([(k - width, 0), (k - width, v), (k + width, v), (k + width, 0), (k - width, 0)], closed=True)
        for k, v in enumerate(values, first)
        if abs(v) > least
    ]
    return Path.make_compound_path(*boxes) if boxes else Path(np.empty((0, 2)))


def pair_of_bars(
    outlines: np.ndarray,
    fills: np.ndarray,
    titles: tuple[str, str],
    *,
    size: tuple[int, int] = (530, 220),
    names: tuple[str, str] = ("along", "across"),
    notes: tuple[str, str] = ("", ""),
    key: str = "",
    outline_role: str = "ink",
    span: str = "half",
    shown: int | None = None,
    first: int = 0,
) -> tuple[Panel, ...]:
    """A panel for each axis of `outlines` and `fills`, both (steps, 2), all drawn to one scale.

    The bars stand at the ticks `first`, `first` + 1, ...; `shown` leaves out later ones. `key` explains outlines and
    fills under the bars of the first panel, and each of `notes` stands at the foot of its panel.
    """
    outlines, fills = outlines[:shown], fills[:shown]
    begin, end = first - 0.5, first + len(outlines) - 0.5
    every = np.concatenate([outlines, fills])
    low, high = float(every.min()), float(every.max())
    pad = 0.03 * (high - low)

    def panel(axis: int) -> Panel:
        def draw(axes: Any) -> None:
            axes.plot([begin, end], [0, 0], color=colour("hairline"), lw=1)
            axes.annotate(
                titles[axis], (begin, high + pad), xytext=(0, 9), textcoords="offset points", color=colour("ink"),
                size=15, weight=600,
            )  # fmt: skip
            muted = {"color": colour("muted"), "size": 13, "gid": HALO, "textcoords": "offset points"}
            side = {"xy": (end, low), "ha": "right"} if axis else {"xy": (begin, low)}
            axes.annotate(notes[axis], xytext=(0, 4), **side, **muted)
            if not axis:
                axes.annotate(key, (begin, low), xytext=(0, 28), **muted)
            least = 0.002 * (high - low)
            for values, width, options in (
                (fills[:, axis], 0.3, {"facecolor": colour("momentum"), "edgecolor": "none"}),
                (outlines[:, axis], 0.42, {"facecolor": "none", "edgecolor": colour(outline_role), "lw": 1.3}),
            ):
                axes.add_patch(PathPatch(_path(values, first, width, least), **options))

        return Panel(
            names[axis], f"Bars, {names[axis]} the valley", size, (begin, end), (low - pad, high + pad), draw,
            (Veil(cursor=False, stepped=True),), margin=(4, HEADING, 4, 4), span=span,
        )  # fmt: skip

    return panel(0), panel(1)
