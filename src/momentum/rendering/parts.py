"""The panel of a plane: level sets seen from above, marked minima, and whatever moves over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import contourpy
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum.rendering.backdrop import HALO
from momentum.rendering.scene import Mark, Panel
from momentum.rendering.shapes import simplify
from momentum.rendering.style import colour

Limits = tuple[float, float]
BAND_OPACITY = 0.085
TOLERANCE = 0.3
LABEL = 16


def write(axes: Any, x: float, y: float, text: str, role: str = "ink", **options: Any) -> None:
    """Text at data coordinates in a role's colour; on planes it gets a halo of the card's colour."""
    axes.text(x, y, text, color=colour(role), gid=HALO, **({"size": LABEL, "weight": 600} | options))


def bands(
    axes: Any,
    values: Callable[[np.ndarray], np.ndarray],
    xlim: Limits,
    ylim: Limits,
    levels: Iterable[float],
    *,
    size: tuple[float, float],
    role: str = "bowl",
    opacity: float = BAND_OPACITY,
    grid: tuple[int, int] = (241, 161),
) -> None:
    """Nested level sets {values <= level}, each at the same opacity, so that they add up to a graded bowl.

    `values` maps (..., 2) -> (...); `size` is the plotting area in pixels, which sets how far outlines are simplified.
    """
    x, y = np.linspace(*xlim, grid[0]), np.linspace(*ylim, grid[1])
    z = values(np.stack(np.meshgrid(x, y), axis=-1))
    generator: Any = contourpy.contour_generator(x, y, z, fill_type="OuterOffset")
    scale = np.array([size[0] / (xlim[1] - xlim[0]), size[1] / (ylim[1] - ylim[0])])
    floor = float(np.nanmin(z)) - 1.0
    for level in levels:
        outlines: list[np.ndarray] = []
        polygons, offsets = generator.filled(floor, float(level))
        for polygon, starts in zip(polygons, offsets, strict=True):
            for first, last in pairwise(starts):
                ring = simplify(polygon[first:last] * scale, TOLERANCE)
                if len(ring) > 3:
                    outlines.append(ring / scale)
        if outlines:
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in outlines))
            axes.add_patch(PathPatch(path, facecolor=colour(role), edgecolor="none", alpha=opacity))


def minimum(axes: Any, at: Sequence[float], text: str | None = "minimum", offset: float = 18) -> None:
    """The green point, and its name beside it."""
    axes.plot([at[0]], [at[1]], "o", color=colour("minimum"), markeredgecolor=colour("card"), markeredgewidth=2, ms=13)
    if text:
        axes.annotate(
            text,
            tuple(at),
            xytext=(offset, 0),
            textcoords="offset points",
            va="center_baseline",
            color=colour("ink"),
            gid=HALO,
            size=LABEL,
            weight=600,
        )


def plane(
    values: Callable[[np.ndarray], np.ndarray],
    xlim: Limits,
    ylim: Limits,
    *,
    levels: Iterable[float],
    size: tuple[int, int] = (1080, 360),
    marks: tuple[Mark, ...] = (),
    minimizers: Sequence[Sequence[float]] = (),
    minimum_label: str | None = "minimum",
    extra: Callable[[Any], None] | None = None,
    name: str = "plane",
    label: str = "Paths over the level sets of the loss",
    span: str = "full",
    grid: tuple[int, int] = (241, 161),
) -> Panel:
    """The valley from above: level sets without a frame, the marked minimum, and what moves over them."""
    chosen = list(levels)

    def draw(axes: Any) -> None:
        bands(axes, values, xlim, ylim, chosen, size=size, grid=grid)
        for index, place in enumerate(minimizers):
            minimum(axes, place, minimum_label if index == 0 else None)
        if extra is not None:
            extra(axes)

    return Panel(name, label, size, xlim, ylim, draw, marks, span=span, rounded=True)
