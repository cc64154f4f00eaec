"""A chart with light axes, for figures that set numbers against numbers rather than a path over a valley."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from momentum.rendering.backdrop import HALO
from momentum.rendering.powers import power_of_ten
from momentum.rendering.scene import Mark, Panel
from momentum.rendering.style import colour

DASHED = (0, (5, 1.6))
DOTTED = (0, (2, 2))
QUIET: dict[str, Any] = {"size": 13, "weight": 400}
MARGIN = (54.0, 30.0, 14.0, 46.0)


class Axis(NamedTuple):
    """An axis: its limits in plotted units, its marks as (place, text), and what it measures."""

    low: float
    high: float
    marks: Sequence[tuple[float, str]]
    name: str = ""

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


def put(axes: Any, at: tuple[float, float], text: str, role: str = "ink", shift: tuple[float, float] = (0, 0),
        **options: Any) -> None:  # fmt: skip
    """Text beside a point in data coordinates, `shift` pixels away."""
    axes.annotate(
        text, at, xytext=shift, textcoords="offset points", color=colour(role), gid=HALO,
        **({"size": 14, "weight": 600} | options),
    )  # fmt: skip


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
) -> Panel:
    """Hairlines at the marks of y, quiet texts on both axes, the name of y above and that of x below."""

    def paint(axes: Any) -> None:
        for value, text in y.marks:
            axes.plot(x.limits, [value, value], color=colour("hairline"), lw=1, solid_capstyle="butt", clip_on=False)
            put(axes, (x.low, value), text, "muted", (-8, 0), ha="right", va="center_baseline", **QUIET)
        for value, text in x.marks:
            axes.plot([value, value], [y.low, y.low + 0.015 * (y.high - y.low)], color=colour("muted"), lw=1)
            put(axes, (value, y.low), text, "muted", (0, -17), ha="center", **QUIET)
        if y.name:
            put(axes, (x.low, y.high), y.name, "muted", (10 - margin[0], 11), **QUIET)
        if x.name:
            put(axes, (x.high, y.low), x.name, "muted", (0, -36), ha="right", **QUIET)
        draw(axes)

    return Panel(name, label, size, x.limits, y.limits, paint, marks, margin=margin, span=span)
