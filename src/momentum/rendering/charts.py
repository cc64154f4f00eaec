"""The panel of curves over the step clock: light axes, a hairline grid, the future veiled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.backdrop import HALO
from momentum.rendering.powers import power_of_ten
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


def _decade(exponent: int) -> str:
    if -3 <= exponent <= 4:
        return f"{10.0**exponent:g}" if exponent < 4 else "10,000"
    return power_of_ten(exponent)


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
    grid = _log_ticks(low, high) if log else _linear_ticks(low, high)

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
        for curve, values in zip(series, shown, strict=True):
            style = (0, curve.dashes) if curve.dashes else "-"
            axes.plot(range(ticks + 1), values, color=colour(curve.role), lw=2.4, ls=style)
            if curve.label_at is not None:
                at = curve.label_at
                height = float(np.clip(np.interp(at, range(ticks + 1), values), low, high))
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
            trail=False,
        )
        for curve, values in zip(series, shown, strict=True)
    )
    return Panel(
        name, label, size, (0, float(ticks)), (low - pad, high + pad), draw,
        ((Veil(), *heads) if animated else ()), margin=(62, 26, 14, 26), span=span,
    )  # fmt: skip
