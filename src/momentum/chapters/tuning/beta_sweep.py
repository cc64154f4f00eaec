"""The sweep: steps to the tolerance against beta, at one learning rate, and with the best one for every beta."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters._chart import DOTTED, chart, dot, line
from momentum.chapters._ravine import LONGER_RATE, TOLERANCE
from momentum.chapters.tuning import _loops as loops
from momentum.chapters.tuning import _sweeps as sweeps
from momentum.rendering.frame import QUIET, Axis, powers, put
from momentum.rendering.scene import Figure, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

LAST = 0.999
CEILING = float(np.log10(sweeps.LIMIT))
Y = powers(1.0, 3.72, (10, 30, 100, 300, 1000, sweeps.LIMIT), f"steps until the loss stays under {TOLERANCE:g}")


def place(beta: Any) -> Any:
    """Where a beta stands on the axis: -log10(1 - beta), so that 0.9, 0.99 and 0.999 are one apart."""
    return -np.log10(1 - np.asarray(beta, dtype=float))


X = Axis(-0.06, 3.06, [(float(place(beta)), f"{beta:g}") for beta in (0, 0.5, 0.9, 0.99, LAST)], "β")


def _draw(axes: Any) -> None:
    beta, steps = sweeps.arrivals()
    some, _, fewest = sweeps.tuned()
    line(axes, X.limits, [CEILING, CEILING], "muted", lw=1.2, ls=DOTTED)
    for x, y, role, dashes in ((some, fewest, "ink", "-"), (beta, steps, "momentum", (0, (5, 1.6)))):
        axes.plot(place(x), np.log10(y), color=colour(role), lw=2.4, ls=dashes)
    wall = float(place(edge()))
    axes.fill([X.low, wall, wall, X.low], [2.3, 2.3, CEILING, CEILING], color=colour("momentum"), alpha=0.12, lw=0)
    put(axes, (wall, 3.28), f"η = {LONGER_RATE:g} diverges", "momentum", (6, 0), size=13)
    put(axes, (X.high, CEILING), f"not there in {sweeps.LIMIT:,} steps", "muted", (0, 8), ha="right", **QUIET)
    for height, name, role, dashes in (
        (2.0, f"η = {LONGER_RATE:g} for every β", "momentum", (0, (5, 1.6))),
        (1.7, "each β at its best η", "ink", "-"),
    ):
        axes.plot([1.42, 1.56], [height, height], color=colour(role), lw=2.4, ls=dashes)
        put(axes, (1.56, height), name, role, (8, 0), va="center_baseline")
    dot(axes, (1.49, 1.4), "gradient-descent")
    put(axes, (1.56, 1.4), "gradient descent", "gradient-descent", (8, 0), va="center_baseline")
    dot(axes, (0, float(np.log10(fewest[0]))), "gradient-descent")
    for value, name, shift, side in (
        (loops.SMALL, "too small", (8, 13), "left"), (loops.RIGHT, "about right", (12, -8), "left"),
        (loops.LARGE, "too large", (-12, 4), "right"),
    ):  # fmt: skip
        at = (float(place(value)), float(np.log10(loops.arrival(value))))
        dot(axes, at, "momentum", 9, shape="D")
        put(axes, at, name, "momentum", shift, ha=side)


def edge() -> float:
    """The beta below which runs at the page's learning rate diverge: rate * steepest = 2 (1 + beta) / (1 - beta)."""
    product = LONGER_RATE * loops.CURVATURES[1]
    return (product - 2) / (product + 2)


def draw() -> Scene:
    """One panel: both curves, the ceiling, the wall where one of them diverges, and the three loops."""
    label = "Steps to the tolerance against beta"
    panel = chart("sweep", label, X, Y, _draw, size=(530, 350), span="full", margin=(52, 30, 8, 46),
                  rounded=True)  # fmt: skip
    return Scene((panel,), wide=False)


def measure() -> dict[str, Any]:
    """The best beta of each curve, what it is worth, and where runs diverge or are slower than gradient descent."""
    beta, steps = sweeps.arrivals()
    some, rates, fewest = sweeps.tuned()
    best = int(np.nanargmin(fewest))

    def at(value: float) -> int:
        return int(steps[np.argmin(np.abs(beta - value))])

    return {
        "runs": len(beta),
        "rates": len(sweeps.TRIED),
        "betas": len(some),
        "limit": sweeps.LIMIT,
        "learning_rate": LONGER_RATE,
        "edge": edge(),
        "bare": int(fewest[0]),
        "bare_rate": float(rates[0]),
        "best_steps": int(np.nanmin(steps)),
        "best_from": float(beta[steps == np.nanmin(steps)].min()),
        "best_to": float(beta[steps == np.nanmin(steps)].max()),
        "tuned_best_steps": int(fewest[best]),
        "tuned_best": float(some[best]),
        "tuned_best_rate": float(rates[best]),
        "as_bad_as_none": float(beta[(beta > loops.RIGHT) & (steps > fewest[0])].min()),
        "tuned_as_bad": float(some[(some > loops.RIGHT) & (fewest > fewest[0])].min()),
        "steps_90": at(0.9),
        "steps_99": at(0.99),
        "tuned_90": int(fewest[np.argmin(np.abs(some - 0.9))]),
        "tuned_99": int(fewest[np.argmin(np.abs(some - 0.99))]),
    }


FIGURE = Figure(
    title=f"Every β from 0 to {LAST:g}",
    caption=lambda n: (
        f"Steps to a loss of {show(TOLERANCE)}. Dashed: η = {show(n['learning_rate'])}; the fewest steps, "
        f"{n['best_steps']}, come with a β near {show(n['best_from'], '.2f')}. Solid: each β at the best of "
        f"{n['rates']} learning rates."
    ),
    alt=lambda n: (
        f"Steps until the loss stays under {show(TOLERANCE)}, against β on an axis that spreads the values near "
        f"1, both logarithmic. With one learning rate for all, runs diverge below β = {show(n['edge'])}; then the "
        f"curve falls steeply, is lowest with {n['best_steps']} steps near β = {show(n['best_from'], '.2f')}, and "
        f"climbs again: {n['steps_90']} at {show(0.9)}, {n['steps_99']} at {show(0.99)}. With the best learning rate "
        f"for each β the curve begins at gradient descent's {n['bare']}, falls to {n['tuned_best_steps']} near β = "
        f"{show(n['tuned_best'])} and climbs close beside the other one. The three runs are marked on the first curve."
    ),
    draw=draw,
    measure=measure,
)
