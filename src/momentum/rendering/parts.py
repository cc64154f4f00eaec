"""The panels that figures are made of: a plane with its valley, curves on the step clock, bars, bands of any grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import contourpy
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum.rendering.backdrop import HALO
from momentum.rendering.scene import Mark, Panel, Run, Veil
from momentum.rendering.shapes import simplify
from momentum.rendering.style import colour

Limits = tuple[float, float]
BAND_OPACITY = 0.085
TOLERANCE = 0.3


def write(axes: Any, x: float, y: float, text: str, role: str = "ink", **options: Any) -> None:
    """Text at data coordinates in a role's colour; on planes it gets a halo of the card's colour."""
    axes.text(x, y, text, color=colour(role), gid=HALO, **({"size": 15, "weight": 600} | options))


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
    generator = contourpy.contour_generator(x, y, z, fill_type="OuterOffset")
    scale = np.array([size[0] / (xlim[1] - xlim[0]), size[1] / (ylim[1] - ylim[0])])
    floor = float(np.nanmin(z)) - 1.0
    for level in levels:
        outlines: list[np.ndarray] = []
        polygons, offsets = generator.filled(floor, float(level))
        for polygon, starts in zip(polygons, offsets, strict=True):
            for first, last in zip(starts, starts[1:], strict=False):
                ring = simplify(polygon[first:last] * scale, TOLERANCE)
                if len(ring) > 3:
                    outlines.append(ring / scale)
        if outlines:
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in outlines))
            axes.add_patch(PathPatch(path, facecolor=colour(role), edgecolor="none", alpha=opacity))


def minimum(axes: Any, at: Sequence[float], text: str | None = "minimum", offset: float = 14) -> None:
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
            size=15,
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


@dataclass(frozen=True)
class Curve:
    """A value per tick, its colour role and name; `dashes` is its second cue; `label_at` the tick of its name."""

    values: Sequence[float]
    role: str
    name: str
    dashes: tuple[float, float] | None = None
    label_at: float | None = None
    label_above: bool = True


def _decade(exponent: int) -> str:
    if -3 <= exponent <= 4:
        return f"{10.0**exponent:g}" if exponent < 4 else "10,000"
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    first, last = int(np.ceil(low - 1e-9)), int(np.floor(high + 1e-9))
    step = max(1, round((last - first) / 4))
    return [(float(e), _decade(e)) for e in range(last, first - 1, -step)]


def _linear_ticks(low: float, high: float) -> list[tuple[float, str]]:
    from matplotlib.ticker import MaxNLocator

    values = [v for v in MaxNLocator(4).tick_values(low, high) if low - 1e-12 <= v <= high + 1e-12]
    return [(float(v), f"{v:g}".replace("-", "−")) for v in values]


def curves(
    series: Sequence[Curve],
    *,
    ticks: int,
    log: bool = True,
    ylim: Limits | None = None,
    size: tuple[int, int] = (530, 200),
    title: str = "loss",
    unit: str = "steps",
    name: str = "curves",
    label: str = "Loss at each step",
    span: str = "half",
    animated: bool = True,
    extra: Callable[[Any], None] | None = None,
    x: tuple[float, float] | None = None,
) -> Panel:
    """Curves over the clock with a hairline grid: logarithmic by default, the future veiled, a head on each curve.

    `ylim` is in the plotted quantity (not its logarithm). `x` relabels the first and the last tick.
    """
    shown = [np.asarray(curve.values, dtype=float) for curve in series]
    every = np.concatenate(shown)
    every = every[np.isfinite(every) & (every > 0)] if log else every[np.isfinite(every)]
    low, high = ylim or (float(every.min()), float(every.max()))
    if log:
        low, high = float(np.log10(low)), float(np.log10(high))
        shown = [np.log10(np.maximum(values, 10**low)) for values in shown]
    pad = 0.04 * (high - low) or 1.0
    grid = _log_ticks(low, high) if log else _linear_ticks(low, high)
    clipped = [np.clip(values, low, high) for values in shown]

    def draw(axes: Any) -> None:
        for value, text in grid:
            axes.plot([0, ticks], [value, value], color=colour("hairline"), lw=1, solid_capstyle="butt", clip_on=False)
            axes.annotate(
                text, (0, value), xytext=(-8, 0), textcoords="offset points", ha="right", va="center_baseline",
                color=colour("muted"), size=13,
            )  # fmt: skip
        bottom = low - pad
        first, last = x or (0, ticks)
        for tick, text, ha in ((0, f"{first:g}", "center"), (ticks, f"{last:g} {unit}", "right")):
            axes.annotate(
                text, (tick, bottom), xytext=(0, -15), textcoords="offset points", ha=ha, color=colour("muted"), size=13
            )
        axes.annotate(
            title, (0, high + pad), xytext=(0, 10), textcoords="offset points", color=colour("muted"), size=13
        )
        for curve, values in zip(series, clipped, strict=True):
            style = (0, curve.dashes) if curve.dashes else "-"
            axes.plot(range(ticks + 1), values, color=colour(curve.role), lw=2.4, ls=style)
            if curve.label_at is not None:
                at = curve.label_at
                height = float(np.interp(at, range(ticks + 1), values))
                axes.annotate(
                    curve.name, (at, height), xytext=(0, 9 if curve.label_above else -19), ha="center",
                    textcoords="offset points", color=colour(curve.role), gid=HALO, size=14, weight=600,
                )  # fmt: skip
        if extra is not None:
            extra(axes)

    clock = np.arange(ticks + 1, dtype=float)
    heads: tuple[Mark, ...] = tuple(
        Run(
            np.column_stack([clock, values]),
            curve.role,
            curve.name,
            marker="diamond" if curve.dashes else "round",
            trail=False,
        )
        for curve, values in zip(series, clipped, strict=True)
    )
    return Panel(
        name, label, size, (0, float(ticks)), (low - pad, high + pad), draw,
        ((Veil(), *heads) if animated else ()), margin=(62, 26, 14, 26), span=span,
    )  # fmt: skip


def _bars(values: np.ndarray, base: float, width: float) -> Path:
    """One compound path of upright bars at 0, 1, 2, ... from `base`."""
    shown = [(k, v) for k, v in enumerate(values) if abs(v) > 2e-3]
    corners = [
        Path([(k - width / 2, base), (k + width / 2, base), (k + width / 2, base + v), (k - width / 2, base + v),
              (k - width / 2, base)], closed=True)
        for k, v in shown
    ]  # fmt: skip
    return Path.make_compound_path(*corners) if corners else Path(np.empty((0, 2)))


def axis_bars(
    rows: Sequence[tuple[str, Sequence[float], Sequence[float]]],
    *,
    ticks: int,
    role: str = "momentum",
    size: tuple[int, int] = (530, 200),
    name: str = "bars",
    label: str = "Gradient and moving average at each step, along and across the valley",
    span: str = "half",
) -> Panel:
    """One row of bars for each axis: the gradient as an outline, its moving average filled, all on one scale.

    `rows` holds (title, gradient, average) with ticks + 1 values each.
    """
    largest = max(float(np.max(np.abs([first, second]))) for _, first, second in rows) or 1.0
    height = 2.9

    def draw(axes: Any) -> None:
        for index, (title, outline, filled) in enumerate(rows):
            base = -height * index
            axes.plot([-0.5, ticks + 0.5], [base, base], color=colour("hairline"), lw=1)
            axes.annotate(
                title, (-0.5, base + 1.05), xytext=(0, 6), textcoords="offset points", color=colour("muted"), size=13
            )
            for values, width, options in (
                (filled, 0.62, {"facecolor": colour(role), "edgecolor": "none"}),
                (outline, 0.84, {"facecolor": "none", "edgecolor": colour("ink"), "lw": 1.1}),
            ):
                axes.add_patch(PathPatch(_bars(np.asarray(values) / largest, base, width), **options))

    low = -height * (len(rows) - 1) - 1.1
    return Panel(
        name, label, size, (-0.5, ticks + 0.5), (low, 1.1), draw, (Veil(cursor=False, stepped=True),),
        margin=(4, 26, 4, 4), span=span,
    )  # fmt: skip
