"""The sweep: steps to the tolerance against beta, at a fixed learning rate and at a fixed effective rate."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters.tuning import _loops as tuning
from momentum.chapters.tuning._loops import dot, say
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour

SIZE = (740, 430)
XLIM, YLIM = (-0.06, 3.06), (1.0, 3.72)
CEILING = float(np.log10(tuning.LIMIT))


def place(beta: Any) -> Any:
    """Where a beta stands on the axis: -log10(1 - beta), so that 0.9, 0.99 and 0.999 are one apart."""
    return -np.log10(1 - np.asarray(beta, dtype=float))


def _grid(axes: Any) -> None:
    quiet = {"size": 13, "weight": 400}
    for value in (10, 30, 100, 300, 1000):
        height = np.log10(value)
        axes.plot(XLIM, [height, height], color=colour("hairline"), lw=1, clip_on=False)
        say(axes, (XLIM[0], height), f"{value:,}", "muted", (-8, 0), ha="right", va="center_baseline", **quiet)
    axes.plot(XLIM, [CEILING, CEILING], color=colour("muted"), lw=1.2, ls=(0, (2, 2)), clip_on=False)
    say(axes, (XLIM[0], CEILING), f"{tuning.LIMIT:,}", "muted", (-8, 0), ha="right", va="center_baseline", **quiet)
    for beta in (0, 0.5, 0.9, 0.99, 0.999):
        x = float(place(beta))
        axes.plot([x, x], [YLIM[0], YLIM[0] + 0.04], color=colour("muted"), lw=1, clip_on=False)
        say(axes, (x, YLIM[0]), f"{beta:g}", "muted", (0, -18), ha="center", **quiet)
    say(axes, (2.5, YLIM[0]), "β", "muted", (0, -18), ha="center", **quiet)
    say(axes, (XLIM[0], YLIM[1]), "steps until the loss stays under 0.01", "muted", (-44, 8), **quiet)


def _draw(axes: Any) -> None:
    beta, steps, _ = tuning.sweep()
    _grid(axes)
    x = place(beta)
    for row, role, dashes in ((1, "ink", "-"), (0, "momentum", (0, (5, 1.6)))):
        there = steps[row] > 0
        axes.plot(x[there], np.log10(steps[row][there]), color=colour(role), lw=2.4, ls=dashes)
    wall = float(place(tuning.EDGE))
    axes.fill(
        [XLIM[0], wall, wall, XLIM[0]], [YLIM[0], YLIM[0], CEILING, CEILING], color=colour("bowl"), alpha=0.12, lw=0
    )
    say(axes, (0.5 * (XLIM[0] + wall), 2.62), "diverges", "ink", (0, 0), ha="center", va="bottom", rotation=90)
    say(axes, (XLIM[1], CEILING), f"not there in {tuning.LIMIT:,} steps", "muted", (0, 8), ha="right", weight=400)
    for height, name, role, dashes in (
        (3.2, "fixed learning rate", "momentum", (0, (5, 1.6))), (2.92, "fixed effective rate", "ink", "-"),
    ):  # fmt: skip
        axes.plot([0.3, 0.44], [height, height], color=colour(role), lw=2.4, ls=dashes)
        say(axes, (0.44, height), name, role, (8, 0), va="center_baseline")
    dot(axes, (0, float(np.log10(steps[0][0]))), "gradient-descent")
    say(axes, (0, np.log10(steps[0][0])), "gradient descent", "gradient-descent", (12, 16))
    for value, name, shift, side in (
        (tuning.SMALL, "too small", (11, -1), "left"),
        (tuning.RIGHT, "about right", (10, -14), "left"),
        (tuning.LARGE, "too large", (10, -14), "left"),
    ):
        at = (float(place(value)), float(np.log10(tuning.settled(tuning.run(value).loss))))
        dot(axes, at, "momentum", 9, shape="D")
        say(axes, at, name, "momentum", shift, ha=side)


def draw() -> Scene:
    """One panel: both curves, the ceiling, the wall where one of them diverges, and the three loops."""
    label = "Steps to the tolerance against beta"
    panel = Panel("sweep", label, SIZE, XLIM, YLIM, _draw, margin=(52, 30, 8, 30), rounded=True)
    return Scene((panel,), wide=False)


def measure() -> dict[str, Any]:
    """The best beta of each sweep, what it is worth, and where runs diverge or don't arrive."""
    beta, steps, runs = tuning.sweep()
    fixed, kept = (np.where(row > 0, row, tuning.LIMIT + 1) for row in steps)

    def at(row: np.ndarray, value: float) -> int:
        return int(row[np.argmin(np.abs(beta - value))])

    return {
        "runs": runs.loss[0].size,
        "limit": tuning.LIMIT,
        "learning_rate": tuning.LEARNING_RATE,
        "effective": tuning.EFFECTIVE,
        "bare": int(fixed[0]),
        "best_steps": int(fixed.min()),
        "best_from": float(beta[fixed == fixed.min()].min()),
        "best_to": float(beta[fixed == fixed.min()].max()),
        "kept_best_steps": int(kept.min()),
        "kept_best": float(beta[kept.argmin()]),
        "as_bad_as_none": float(beta[(beta > 0.7) & (fixed > fixed[0])].min()),
        "edge": tuning.EDGE,
        "steps_90": at(fixed, 0.9),
        "steps_99": at(fixed, 0.99),
        "kept_90": at(kept, 0.9),
        "kept_99": at(kept, 0.99),
    }


FIGURE = Figure(
    title="Every β from 0 to 0.999",
    caption=lambda n: (
        f"{n['runs']} runs of :momentum[momentum] from one start. At a learning rate of {n['learning_rate']:g} the "
        f"fewest steps, {n['best_steps']}, are taken with β from {n['best_from']:.2f} to {n['best_to']:.2f}; at an "
        f"effective rate of {n['effective']:.3f} it is {n['kept_best_steps']} steps with β = {n['kept_best']:.2f}."
    ),
    alt=lambda n: (
        f"Steps until the loss stays under {tuning.TOLERANCE:g}, against β on an axis that spreads the values near 1,"
        f" both logarithmic. At a fixed learning rate the curve starts at {n['bare']} steps without momentum, falls "
        f"to {n['best_steps']} near β = {tuning.RIGHT:g}, climbs to {n['steps_90']} at 0.9 and {n['steps_99']} at "
        f"0.99, and leaves the picture at {n['limit']} steps. At a fixed effective rate the runs diverge below β = "
        f"{n['edge']:.2f}; the curve falls steeply to {n['kept_best_steps']} steps and climbs again, to "
        f"{n['kept_90']} at 0.9 and {n['kept_99']} at 0.99. The three loops are marked on the first curve."
    ),
    draw=draw,
    measure=measure,
)
