"""The three loops and the two sweeps of the page on beta: their settings, what is measured, and their pictures."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, crossings, descend, overshoot
from momentum.chapters._ravine import HEAVY, LEVELS, LOSS, START, TOLERANCE, YLIM
from momentum.rendering.backdrop import HALO
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Mark, Readout, Run, Scene
from momentum.rendering.style import colour

LEARNING_RATE = float(HEAVY.learning_rate)
EFFECTIVE = LEARNING_RATE / (1 - float(HEAVY.beta))
CURVATURES = (1.0, 25.0)
CONDITION_NUMBER = CURVATURES[1] / CURVATURES[0]
# Where the steepest direction meets the edge at this effective rate: EFFECTIVE (1 - beta) * 25 = 2 + 2 beta.
EDGE = (EFFECTIVE * CURVATURES[1] - 2) / (EFFECTIVE * CURVATURES[1] + 2)
SMALL, RIGHT, LARGE = 0.2, float(HEAVY.beta), 0.95
CLOCK = 90
FLOOR = 1e-6
LIMIT, SPARE = 3000, 1000
PLANE_X = (-10.2, 7.8)
SECONDS = 0.08
DASHES = (5, 1.6)


@cache
def run(beta: float, steps: int = LIMIT) -> Trajectory:
    """Momentum with this beta from the page's start, at the page's learning rate."""
    return descend(LOSS, Momentum(LEARNING_RATE, beta), START, steps)


def settled(loss: np.ndarray, tolerance: float = TOLERANCE) -> Any:
    """The step from which a loss (steps + 1, ...) stays within `tolerance`; -1 where its last value is outside."""
    above = loss > tolerance
    last = above.shape[0] - 1 - above[::-1].argmax(axis=0)
    step = np.where(above.any(axis=0), last + 1, 0)
    step = np.where(above[-1], -1, step)
    return step.item() if step.ndim == 0 else step


@cache
def sweep() -> tuple[np.ndarray, np.ndarray, Trajectory]:
    """beta (n,); steps (2, n) at the fixed learning rate and at the fixed effective rate; and all these runs.

    A run that isn't there after LIMIT steps has -1; the spare steps show that a run which is there stays.
    """
    # --8<-- [start:sweep]
    beta = 1 - 10 ** -np.linspace(0, 3, 301)
    fixed, kept = np.full_like(beta, LEARNING_RATE), EFFECTIVE * (1 - beta)
    rule = Momentum(np.stack([fixed, kept]), beta)
    runs = descend(LOSS, rule, START, LIMIT + SPARE, record="loss")
    steps = settled(runs.loss)
    # --8<-- [end:sweep]
    return beta, np.where(steps > LIMIT, -1, steps), runs


def peaks(loss: np.ndarray) -> int:
    """How often a loss (steps + 1,) rises and falls again: its local maxima."""
    rises = np.diff(loss) > 0
    return int(np.sum(rises[:-1] & ~rises[1:]))


def measured(beta: float) -> dict[str, Any]:
    """What the page says of one loop: steps, overshoot along the valley, crossings of the minimum, and ripples."""
    whole = run(beta)
    steps = settled(whole.loss)
    until = run(beta, steps)
    beyond = overshoot(whole, 0)
    return {
        "beta": beta,
        "steps": steps,
        "first": int(np.argmax(whole.loss <= TOLERANCE)),
        "overshoot": beyond,
        "overshoot_share": 100 * beyond / abs(START[0]),
        "overshoot_step": int(np.argmax(whole.theta[:, 0])) if beyond > 0 else 0,
        "reach_step": int(np.argmax(whole.theta[:, 0] > 0)) if beyond > 0 else 0,
        "crossings": crossings(until, 0),
        "ripples": peaks(until.loss),
        "bare_steps": settled(run(0.0).loss),
        "clock": CLOCK,
        "loss_then": float(whole.loss[CLOCK]),
        "learning_rate": LEARNING_RATE,
        "tolerance": TOLERANCE,
        "along": START[0],
        "across": START[1],
    }


def say(axes: Any, at: tuple[float, float], text: str, role: str, shift: tuple[float, float], **options: Any) -> None:
    """Text beside a point in data coordinates, `shift` pixels away."""
    axes.annotate(
        text, at, xytext=shift, textcoords="offset points", color=colour(role), gid=HALO,
        **({"size": 14, "weight": 600} | options),
    )  # fmt: skip


def dot(axes: Any, at: tuple[float, float], role: str, size: float = 11, *, shape: str = "o") -> None:
    """A marker with a ring of the card's colour; momentum's shape is "D"."""
    axes.plot(
        [at[0]], [at[1]], shape, color=colour(role), ms=size, markeredgecolor=colour("card"), markeredgewidth=2,
        clip_on=False,
    )  # fmt: skip


def _arrival(axes: Any, path: Trajectory, steps: int) -> None:
    """The tolerance as a line across the losses, and the step from which this run stays under it."""
    height = float(np.log10(TOLERANCE))
    axes.plot([0, CLOCK], [height, height], color=colour("muted"), lw=1.2, ls=(0, (2, 2)))
    text = {"size": 13}
    if steps > CLOCK:
        say(axes, (CLOCK, height), f"not before step {steps}", "ink", (-8, -19), ha="right", **text)
    else:
        early = steps < 0.8 * CLOCK
        dot(axes, (steps, height), "ink", 9)
        say(axes, (steps, height), f"step {steps}", "ink", (4, 9) if early else (-2, -19),
            ha="left" if early else "right", **text)  # fmt: skip
    if path.loss[-1] < FLOOR:
        say(axes, (CLOCK, np.log10(FLOOR)), "off the scale", "muted", (-12, 8), ha="right", weight=400, **text)


def loop(beta: float, name_at: tuple[float, float], minimum_at: tuple[float, float], *extra: Mark) -> Scene:
    """The run over the valley, with its place along the valley and its loss, on the clock of all three loops."""
    path, steps = run(beta, CLOCK), settled(run(beta).loss)

    def names(axes: Any) -> None:
        write(axes, *name_at, f"β = {beta:g}", "momentum")
        write(axes, *minimum_at, "minimum", ha="center")
        axes.plot([0, 0], [minimum_at[1] + 0.22, -0.05], color=colour("ink"), lw=1)

    valley = plane(
        LOSS.value, PLANE_X, YLIM, levels=LEVELS, size=(1080, 320), minimizers=LOSS.minimizers, extra=names,
        minimum_label=None, label="Path over the level sets of the loss",
        marks=(Run(path.theta, "momentum", "momentum", marker="diamond"), *extra),
    )  # fmt: skip
    place = curves(
        [Curve(path.theta[:, 0], "momentum", "momentum", dashes=DASHES)],
        ticks=CLOCK, log=False, ylim=(-9.5, 6.5), title="place along the valley; the minimum is at 0",
        name="place", label="Place along the valley at each step",
        extra=lambda axes: axes.plot([0, CLOCK], [0, 0], color=colour("minimum"), lw=1.6),
    )  # fmt: skip
    losses = curves(
        [Curve(path.loss, "momentum", "momentum", dashes=DASHES)], ticks=CLOCK, ylim=(FLOOR, 100),
        extra=lambda axes: _arrival(axes, path, steps),
    )  # fmt: skip
    return Scene(
        (valley, place, losses),
        ticks=CLOCK,
        seconds=SECONDS,
        readouts=(Readout("momentum", "momentum", path.loss),),
    )
