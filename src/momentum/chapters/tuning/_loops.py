"""The three loops and the two series of the page on beta: their settings, what is measured, and their pictures.

Everything here is in the form of the moving average, so that a learning rate means the same for every beta.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import Trajectory, crossings, descend, distance_along_and_across, overshoot, settled, theory
from momentum.chapters import _presets as presets
from momentum.chapters._chart import DOTTED, dot, line
from momentum.chapters._ravine import BETA, LONGER_RATE, LOSS, START, STEEPNESS, TOLERANCE, averaged
from momentum.chapters._valley import LEVELS
from momentum.chapters.tuning._sweeps import LIMIT, SPARE
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import put
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Mark, Readout, Run, Scene
from momentum.rendering.style import colour

CURVATURES = (1.0, STEEPNESS)
SMALL, RIGHT, LARGE = 0.26, BETA, 0.95
CLOCK = 90
FLOOR = 1e-6
PLANE_X, PLANE_Y = (-13.2, 7.5), (-1.66, 1.66)
SECONDS = 0.08


def edge(beta: Any) -> Any:
    """The learning rate (...) from which on a run diverges in the steep direction."""
    return theory.stable_product(beta, dampening=beta) / CURVATURES[1]


@cache
def run(beta: float, steps: int = LIMIT, learning_rate: float = LONGER_RATE) -> Trajectory:
    """Momentum with this beta from the page's start."""
    return descend(LOSS, averaged(learning_rate, beta), START, steps)


def arrival(beta: float, learning_rate: float = LONGER_RATE) -> float:
    """The step from which a run with these settings stays within the tolerance; NaN for a run that does not arrive."""
    return float(settled(run(beta, LIMIT + SPARE, learning_rate), TOLERANCE))


def peaks(loss: np.ndarray) -> int:
    """How often a loss (steps + 1,) rises and falls again: its local maxima."""
    rises = np.diff(loss) > 0
    return int(np.sum(rises[:-1] & ~rises[1:]))


def measure(beta: float) -> dict[str, Any]:
    """What the page says of one loop: steps, overshoot along the valley, crossings of both axes, and ripples.

    Ripples and crossings are counted until the run has arrived.
    """
    whole = run(beta)
    steps = int(settled(whole, TOLERANCE))
    until = run(beta, steps)
    beyond = overshoot(whole, 0)
    reach = int(np.argmax(whole.theta[:, 0] > 0))
    return {
        "beta": beta,
        "steps": steps,
        "first": int(np.argmax(whole.loss <= TOLERANCE)),
        "overshoot": beyond,
        "overshoot_share": 100 * beyond / abs(START[0]),
        "overshoot_step": int(np.argmax(whole.theta[:, 0])) if beyond > 0 else 0,
        "reach_step": reach,
        "reach_pace": float(whole.theta[reach, 0] - whole.theta[reach - 1, 0]) if reach else 0.0,
        "crossings": crossings(until, 0),
        "crossings_across": crossings(until, 1),
        "travel_across": distance_along_and_across(until)[1],
        "ripples": peaks(until.loss),
        "clock": CLOCK,
        "loss_then": float(whole.loss[CLOCK]),
        "learning_rate": LONGER_RATE,
        "tolerance": TOLERANCE,
        "along": START[0],
        "across": START[1],
    }


def wheel(beta: float) -> dict[str, Any]:
    """What the explorer begins with in a loop's place."""
    return presets.ravine(presets.averaged(LONGER_RATE, beta), steps=CLOCK)


def _arrival(axes: Any, steps: int) -> None:
    """The tolerance as a line across the losses, and the step from which this run stays under it."""
    height = float(np.log10(TOLERANCE))
    line(axes, [0, CLOCK], [height, height], "muted", lw=1.2, ls=DOTTED)
    text = {"size": 13}
    if steps > CLOCK:
        put(axes, (CLOCK, height), f"not before step {steps}", "ink", (-8, -28), ha="right", **text)
    else:
        early = steps < 0.8 * CLOCK
        dot(axes, (steps, height), "ink", 9)
        put(axes, (steps, height), f"step {steps}", "ink", (4, 9) if early else (-2, -19),
            ha="left" if early else "right", **text)  # fmt: skip


def loop(beta: float, name_at: tuple[float, float], minimum_at: tuple[float, float], *extra: Mark) -> Scene:
    """The run over the valley, with its place along the valley and its loss, on the clock of all three loops."""
    path, steps = run(beta, CLOCK), int(settled(run(beta), TOLERANCE))

    def names(axes: Any) -> None:
        write(axes, *name_at, f"β = {beta:g}", "momentum")
        write(axes, *minimum_at, "minimum", ha="center")
        axes.plot([0, 0], [minimum_at[1] + 0.22, -0.05], color=colour("ink"), lw=1)

    valley = plane(
        LOSS.value, PLANE_X, PLANE_Y, levels=LEVELS, size=(1080, 480), crop=1.45, minimizers=LOSS.minimizers,
        extra=names, minimum_label=None, label="Path over the level sets of the loss",
        marks=(Run(path.theta, "momentum", beta=beta), *extra),
    )  # fmt: skip
    place = curves(
        [Curve(path.theta[:, 0], "momentum")],
        ticks=CLOCK, log=False, ylim=(-9.5, 6.5), title="place along the valley; the minimum is at 0",
        name="place", label="Place along the valley at each step",
        extra=lambda axes: axes.plot([0, CLOCK], [0, 0], color=colour("minimum"), lw=1.6),
    )  # fmt: skip
    losses = curves(
        [Curve(path.loss, "momentum")], ticks=CLOCK, ylim=(FLOOR, 100),
        extra=lambda axes: _arrival(axes, steps),
    )  # fmt: skip
    return Scene(
        (valley, place, losses),
        ticks=CLOCK,
        seconds=SECONDS,
        readouts=(Readout("momentum", "momentum", path.loss),),
    )
