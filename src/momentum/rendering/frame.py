"""The frame of a chart: hairlines, the texts at its marks and the names of its axes, the same in every figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.backdrop import HALO
from momentum.rendering.powers import power_of_ten
from momentum.rendering.style import colour

QUIET: dict[str, Any] = {"size": 13, "weight": 400}
# Pixels: how far the texts of y stand left of the frame, its name above it, the texts and the name of x below it.
ASIDE, ABOVE, FOOT, BELOW = 11, 10, 17, 36
# The share of the frame's height that a tick of x has.
TICK = 0.015


class Axis(NamedTuple):
    """An axis: its limits in plotted units, its marks as (place, text), and what it measures.

    A `unit` follows the text of the last mark, which then ends at its place: so a clock is written.
    """

    low: float
    high: float
    marks: Sequence[tuple[float, str]]
    name: str = ""
    unit: str = ""

    @property
    def limits(self) -> tuple[float, float]:
        """The limits as a panel takes them."""
        return self.low, self.high


def even(low: float, high: float, marks: Sequence[float], name: str = "") -> Axis:
    """An axis of plain numbers with a mark at each of `marks`."""
    return Axis(low, high, [(mark, f"{mark:,g}".replace("-", "−")) for mark in marks], name)


def decades(low: float, high: float, marks: Sequence[int], name: str = "") -> Axis:
    """A logarithmic axis: limits and `marks` are exponents of ten."""
    texts = [f"{10.0**mark:,g}" if -3 <= mark <= 4 else power_of_ten(mark) for mark in marks]
    return Axis(low, high, [(float(mark), text) for mark, text in zip(marks, texts, strict=True)], name)


def powers(low: float, high: float, values: Sequence[float], name: str = "") -> Axis:
    """A logarithmic axis with limits in exponents of ten and a mark at each of `values`, which need not be powers."""
    return Axis(low, high, [(float(np.log10(value)), f"{value:,g}") for value in values], name)


def put(axes: Any, at: tuple[float, float], text: str, role: str = "ink", shift: tuple[float, float] = (0, 0),
        **options: Any) -> None:  # fmt: skip
    """Text beside a point in data coordinates, `shift` pixels away, to the right and upwards."""
    axes.annotate(
        text, at, xytext=shift, textcoords="offset points", color=colour(role), gid=HALO,
        **({"size": 14, "weight": 600} | options),
    )  # fmt: skip


def hairline(axes: Any, x: ArrayLike, y: ArrayLike, width: float = 1.0) -> None:
    """A quiet line through these places, as every frame and table has."""
    axes.plot(np.asarray(x, float), np.asarray(y, float), color=colour("hairline"), lw=width, solid_capstyle="butt",
              clip_on=False)  # fmt: skip


def frame(axes: Any, x: Axis, y: Axis, *, grid: bool = True) -> None:
    """Hairlines at the marks of y, quiet texts on both axes, the name of y above and that of x below.

    Without a `grid`, as on a map, two sides of the frame are drawn in place of the lines across it.
    """
    for value, text in y.marks:
        if grid:
            hairline(axes, x.limits, (value, value))
        put(axes, (x.low, value), text, "muted", (-ASIDE, 0), ha="right", va="center_baseline", **QUIET)
    if not grid:
        hairline(axes, (x.low, x.low, x.high), (y.high, y.low, y.low), 1.2)
    for value, text in x.marks:
        last = bool(x.unit) and value == x.marks[-1][0]
        if not x.unit and grid:
            axes.plot([value, value], [y.low, y.low + TICK * (y.high - y.low)], color=colour("muted"), lw=1)
        put(axes, (value, y.low), f"{text} {x.unit}" if last else text, "muted", (0, -FOOT),
            ha="right" if last else "center", **QUIET)  # fmt: skip
    if y.name:
        put(axes, (x.low, y.high), y.name, "muted", (0, ABOVE), **QUIET)
    if x.name:
        put(axes, (x.high, y.low), x.name, "muted", (0, -BELOW), ha="right", **QUIET)
