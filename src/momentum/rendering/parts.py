"""The panel of a plane: level sets seen from above, marked minima, and whatever moves over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import contourpy
import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from momentum.rendering.backdrop import HALO
from momentum.rendering.markers import CONTOUR, STRONG
from momentum.rendering.scene import Mark, Panel
from momentum.rendering.shapes import simplify
from momentum.rendering.style import BANDS, CONTOUR_OPACITY, colour

Limits = tuple[float, float]
TOLERANCE = 0.45
LABEL = 16
BEYOND = 12.0
FIFTH = 5
# How far from a minimum, in pixels, the ring of a finish is looked for.
NEAR = 60


def write(axes: Any, x: float, y: float, text: str, role: str = "ink", **options: Any) -> None:
    """Text at data coordinates in a role's colour; on planes it gets a halo of the casing's colour."""
    axes.text(x, y, text, color=colour(role), gid=HALO, **({"size": LABEL, "weight": 600} | options))


class LevelSet(NamedTuple):
    """{values <= level}: the role of its band, whether its line is a strong one, and its closed outlines (n, 2)."""

    level: float
    role: str
    strong: bool
    outlines: list[np.ndarray]


def level_sets(
    values: Callable[[np.ndarray], np.ndarray],
    xlim: Limits,
    ylim: Limits,
    levels: Iterable[float],
    *,
    size: tuple[float, float],
    ground: bool = True,
    grid: tuple[int, int] = (241, 161),
) -> Iterator[LevelSet]:
    """The level sets of `values`, (..., 2) -> (...), from the highest to the lowest, in data coordinates.

    `size` is the plotting area in pixels, which sets how far outlines are simplified. Every fifth line, counted from
    the lowest, is strong. With `ground` the first shade is left to what is higher than all levels.
    """
    x, y = np.linspace(*xlim, grid[0]), np.linspace(*ylim, grid[1])
    z = values(np.stack(np.meshgrid(x, y), axis=-1))
    scale = np.array([size[0] / (xlim[1] - xlim[0]), size[1] / (ylim[1] - ylim[0])])
    # Outlines close beyond the edge, where the panel cuts them off: no line runs along the edge.
    x, y = (np.concatenate([[v[0] - BEYOND / k], v, [v[-1] + BEYOND / k]]) for v, k in zip((x, y), scale, strict=True))
    generator: Any = contourpy.contour_generator(x, y, np.pad(z, 1, mode="edge"), fill_type="OuterOffset")
    floor = float(np.nanmin(z)) - 1.0
    for level, tone, strong in ladder(levels, ground=ground):
        yield LevelSet(level, tone, strong, _outlines(generator, floor, level, scale))


def ladder(levels: Iterable[float], *, ground: bool = True) -> Iterator[tuple[float, str, bool]]:
    """The levels from the highest to the lowest, each with the role of the band below it and whether it is strong."""
    heights = sorted(map(float, levels), reverse=True)
    for rank, level in enumerate(heights):
        yield level, band(rank + ground, len(heights) + ground), (len(heights) - rank) % FIFTH == 0


def bands(
    axes: Any,
    values: Callable[[np.ndarray], np.ndarray],
    xlim: Limits,
    ylim: Limits,
    levels: Iterable[float],
    *,
    size: tuple[float, float],
    ground: bool = True,
    grid: tuple[int, int] = (241, 161),
) -> None:
    """A topographic map: opaque bands between the levels, brighter where lower, and a contour line at each level.

    What is asked for is as in `level_sets`; without `ground` what is higher than all levels stays bare.
    """
    if ground:
        whole = Rectangle((xlim[0], ylim[0]), xlim[1] - xlim[0], ylim[1] - ylim[0], lw=0, facecolor=colour(BANDS[0]))
        axes.add_artist(whole)
    line = to_rgba(colour("contour"), CONTOUR_OPACITY["light"])
    for _, tone, strong, outlines in level_sets(values, xlim, ylim, levels, size=size, ground=ground, grid=grid):
        if outlines:
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in outlines))
            width = STRONG if strong else CONTOUR
            # Not add_patch, which looks for the limits of every curve: a panel has its own.
            axes.add_artist(PathPatch(path, facecolor=colour(tone), edgecolor=line, lw=width))


def band(rank: int, count: int) -> str:
    """The role of the band that is the `rank`th of `count` from high ground to low."""
    return BANDS[round(rank * (len(BANDS) - 1) / max(1, count - 1))]


def _outlines(generator: Any, floor: float, level: float, scale: np.ndarray) -> list[np.ndarray]:
    """The closed outlines of {values <= level}, simplified to TOLERANCE pixels."""
    found: list[np.ndarray] = []
    polygons, offsets = generator.filled(floor, level)
    for polygon, starts in zip(polygons, offsets, strict=True):
        for first, last in pairwise(starts):
            ring = simplify(polygon[first:last] * scale, TOLERANCE)
            if len(ring) > 3:
                found.append(ring / scale)
    return found


def minimum(
    axes: Any, at: Sequence[float], text: str | None = "minimum", offset: float = 18, *, size: float = 14
) -> None:
    """The green point, and its name beside it."""
    edge = {"markeredgecolor": colour("casing"), "markeredgewidth": 2}
    axes.plot([at[0]], [at[1]], "o", color=colour("minimum"), ms=size, clip_on=False, **edge)
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


def _ring(
    axes: Any,
    values: Callable[[np.ndarray], np.ndarray],
    at: Sequence[float],
    level: float,
    size: tuple[int, int],
    limits: tuple[Limits, Limits],
) -> None:
    """The level set of the tolerance around a minimum: the finish of a race."""
    reach = [NEAR * (high - low) / pixels for (low, high), pixels in zip(limits, size, strict=True)]
    x, y = (np.linspace(centre - r, centre + r, 161) for centre, r in zip(at, reach, strict=True))
    generator: Any = contourpy.contour_generator(x, y, values(np.stack(np.meshgrid(x, y), axis=-1)))
    for line in generator.lines(level):
        scale = np.array(size) / [high - low for low, high in limits]
        ring = simplify(line * scale, 0.1) / scale
        for width, role in ((5, "casing"), (2.4, "minimum")):
            axes.plot(*ring.T, color=colour(role), lw=width, solid_joinstyle="round")


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
    crop: float | None = None,
    finish: float | None = None,
) -> Panel:
    """The valley from above: a map without a frame, the marked minima, and what moves over them.

    `finish` rings where the loss is at most that; `crop` is the proportion in which phones show the middle of the map.
    """
    chosen = list(levels)

    def draw(axes: Any) -> None:
        bands(axes, values, xlim, ylim, chosen, size=size, grid=grid)
        for index, place in enumerate(minimizers):
            minimum(axes, place, minimum_label if index == 0 else None, size=14 if finish is None else 6)
            if finish is not None:
                _ring(axes, values, place, finish, size, (xlim, ylim))
        if extra is not None:
            extra(axes)

    return Panel(name, label, size, xlim, ylim, draw, marks, span=span, rounded=True, crop=crop)
