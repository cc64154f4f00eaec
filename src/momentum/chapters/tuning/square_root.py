"""The square-root law: steps against the condition number, each method at its own best, both axes logarithmic."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import descend, ravine, settled, theory
from momentum.chapters._chart import chart, dot
from momentum.chapters._ravine import START, averaged
from momentum.rendering.frame import powers, put
from momentum.rendering.scene import Figure, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

CONDITION_NUMBERS = (5, 25, 100, 400, 1600)
SHARE = 1e-3
LONGEST = 4000
X = powers(0.55, 3.42, CONDITION_NUMBERS, "condition number κ")
Y = powers(0.5, 3.75, (10, 100, 1000), "steps to a thousandth of the loss")
GUIDES = ((1.0, "slope 1", (2.3, 2.62), "right"), (0.5, "slope ½", (1.7, 0.9), "left"))


@cache
def steps(condition_number: float) -> tuple[int, int]:
    """Steps to a thousandth of the first loss: gradient descent at its best rate, momentum with Polyak's best pair."""
    bare = theory.optimal_gradient_descent(1.0, condition_number).learning_rate
    rate, beta, _ = theory.optimal_heavy_ball(1.0, condition_number)
    rule = averaged(np.array([bare, rate / (1 - beta)]), np.array([0.0, beta]))
    loss = descend(ravine(condition_number), rule, START, LONGEST, record="loss").loss
    plain, heavy = settled(loss, SHARE * loss[0, 0])
    return int(plain), int(heavy)


def _draw(axes: Any) -> None:
    x = np.log10(CONDITION_NUMBERS)
    heights = np.log10([steps(number) for number in CONDITION_NUMBERS])
    for column, (slope, words, at, side) in enumerate(GUIDES):
        axes.plot(
            x, heights[-1, column] + slope * (x - x[-1]), color=colour("muted"), lw=1.2, ls=(0, (2, 2)), clip_on=False
        )
        put(axes, at, words, "muted", (0, 0), ha=side, size=13, weight=400)
    for column, role, dashes, shape, name, shift in (
        (0, "gradient-descent", "-", "o", "gradient descent", (-16, 6)),
        (1, "momentum", (0, (5, 1.6)), "D", "momentum", (0, -70)),
    ):
        axes.plot(x, heights[:, column], color=colour(role), lw=2.4, ls=dashes)
        for place, height in zip(x, heights[:, column], strict=True):
            dot(axes, (place, height), role, 11 if shape == "o" else 9, shape=shape)
        put(axes, (x[-1], heights[-1, column]), name, role, shift, ha="right")
        put(axes, (x[-1], heights[-1, column]), f"{steps(1600)[column]}", role, (12, -5))


def draw() -> Scene:
    """One panel: both lines, and the two slopes as dotted lines through their last points."""
    label = "Steps to a thousandth of the loss against the condition number"
    panel = chart("law", label, X, Y, _draw, size=(530, 350), span="full", margin=(52, 30, 44, 46),
                  rounded=True)  # fmt: skip
    return Scene((panel,), wide=False)


def measure() -> dict[str, Any]:
    """The steps of both methods at every condition number, and how much each grows over the last fourfold."""
    numbers: dict[str, Any] = {"share": SHARE}
    for number in CONDITION_NUMBERS:
        plain, heavy = steps(number)
        numbers |= {f"gd_{number}": plain, f"momentum_{number}": heavy, f"times_{number}": plain / heavy}
    for name in ("gd", "momentum"):
        numbers[f"{name}_grows"] = numbers[f"{name}_1600"] / numbers[f"{name}_400"]
    return numbers


FIGURE = Figure(
    title="κ against its square root",
    caption=lambda n: (
        f"Five valleys, the same start, each method with its own best settings: :gd[gradient descent] takes "
        f"{', '.join(str(n[f'gd_{number}']) for number in CONDITION_NUMBERS)} steps, :momentum[momentum] "
        f"{', '.join(str(n[f'momentum_{number}']) for number in CONDITION_NUMBERS)}. Dotted: growth like κ and √κ."
    ),
    alt=lambda n: (
        "Steps to a thousandth of the first loss against the condition number from "
        f"{CONDITION_NUMBERS[0]} to {CONDITION_NUMBERS[-1]}, both logarithmic, so that powers are straight lines. "
        f"Gradient descent rises along a line of slope 1, from {n['gd_5']} to {n['gd_1600']} steps; momentum along a "
        f"line of slope one half, from {n['momentum_5']} to {n['momentum_1600']}. The gap widens from "
        f"{show(n['times_5'])} to {show(n['times_1600'])} times."
    ),
    draw=draw,
    measure=measure,
)
