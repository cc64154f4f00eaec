"""The panel of curves over the step clock: light axes, a hairline grid, the future veiled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.frame import Axis, decades, even, frame, put
from momentum.rendering.scene import Mark, Panel, Run, Veil
from momentum.rendering.style import colour, role

Limits = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A value per tick and its role, which brings name and `dashes` (None: solid); `label_at` is the name's tick."""

    values: ArrayLike
    role: str
    name: str = ""
    dashes: tuple[float, ...] | None = ()
    label_at: float | None = None
    label_above: bool = True

    def __post_init__(self) -> None:
        named = role(self.role)
        object.__setattr__(self, "name", self.name or named.name)
        if self.dashes == ():
            object.__setattr__(self, "dashes", named.dashes)


def _values(low: float, high: float, pad: float, name: str, *, log: bool) -> Axis:
    """The axis of values from `low` to `high` and `pad` beyond, in plotted units, with about five marks."""
    from matplotlib.ticker import MaxNLocator

    if log:
        first, last = int(np.ceil(low - 1e-9)), int(np.floor(high + 1e-9))
        step = max(1, round((last - first) / 4))
        return decades(low - pad, high + pad, range(last, first - 1, -step), name)
    marks = [float(v) for v in MaxNLocator(4).tick_values(low, high) if low - 1e-12 <= v <= high + 1e-12]
    return even(low - pad, high + pad, marks, name)


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

    A curve leaves its frame where its values do: cut off at the edge it would lie there as if it stood still.
    `ylim` is in the plotted quantity (not its logarithm). `x` relabels the first and the last tick.
    """
    shown = [np.asarray(curve.values, dtype=float) for curve in series]
    every = np.concatenate(shown)
    every = every[np.isfinite(every) & (every > 0)] if log else every[np.isfinite(every)]
    low, high = ylim or (float(every.min()), float(every.max()))
    if log:
        low, high = float(np.log10(low)), float(np.log10(high))
        shown = [np.log10(np.maximum(values, 1e-300)) for values in shown]
    pad = 0.04 * (high - low) or 1.0
    first, last = x or (0, ticks)
    clocked = Axis(0.0, float(ticks), [(0.0, f"{first:g}"), (float(ticks), f"{last:g}")], unit=unit)
    valued = _values(low, high, pad, title, log=log)

    def draw(axes: Any) -> None:
        frame(axes, clocked, valued)
        for curve, values in zip(series, shown, strict=True):
            style = (0, curve.dashes) if curve.dashes else "-"
            axes.plot(range(ticks + 1), values, color=colour(curve.role), lw=2.4, ls=style)
            if curve.label_at is not None:
                at = curve.label_at
                height = float(np.clip(np.interp(at, range(ticks + 1), values), low, high))
                put(axes, (at, height), curve.name, curve.role, (0, 9 if curve.label_above else -19), ha="center")
        if extra is not None:
            extra(axes)

    clock = np.arange(ticks + 1, dtype=float)
    heads: tuple[Mark, ...] = tuple(
        Run(
            np.column_stack([clock, values]),
            curve.role,
            curve.name,
            trail=False,
        )
        for curve, values in zip(series, shown, strict=True)
    )
    return Panel(
        name, label, size, clocked.limits, valued.limits, draw,
        ((Veil(), *heads) if animated else ()), margin=(62, 26, 14, 26), span=span,
    )  # fmt: skip
