"""A chart with light axes, for figures that set numbers against numbers rather than a path over a valley."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from momentum.rendering.frame import Axis, frame
from momentum.rendering.scene import Mark, Panel
from momentum.rendering.style import colour

DASHED = (0, (5, 1.6))
DOTTED = (0, (2, 2))
MARGIN = (54.0, 30.0, 14.0, 46.0)
BESIDE_CURVES = (54.0, 26.0, 14.0, 46.0)  # its title is as high as that of curves over the clock, in one row with it


def line(axes: Any, x: Any, y: Any, role: str, **options: Any) -> None:
    """A curve in a role's colour."""
    axes.plot(np.asarray(x, float), np.asarray(y, float), color=colour(role), **({"lw": 2.4} | options))


def dot(axes: Any, at: tuple[float, float], role: str, size: float = 10, shape: str = "o") -> None:
    """A marker with a ring of the card's colour."""
    axes.plot([at[0]], [at[1]], shape, color=colour(role), ms=size, markeredgecolor=colour("card"),
              markeredgewidth=2, clip_on=False)  # fmt: skip


def chart(
    name: str,
    label: str,
    x: Axis,
    y: Axis,
    draw: Callable[[Any], None],
    *,
    size: tuple[int, int] = (530, 300),
    span: str = "half",
    marks: tuple[Mark, ...] = (),
    margin: tuple[float, float, float, float] = MARGIN,
    grid: bool = True,
    rounded: bool = False,
) -> Panel:
    """A panel with the frame of two axes, on which `draw` draws; `grid` is as in `frame`."""

    def paint(axes: Any) -> None:
        frame(axes, x, y, grid=grid)
        draw(axes)

    return Panel(name, label, size, x.limits, y.limits, paint, marks, margin=margin, span=span, rounded=rounded)
