"""The condition number turned up: three valleys, gradient descent in each at the best rate that valley allows."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, descend, ravine, steps_to
from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.rendering.frame import hairline
from momentum.rendering.parts import minimum, plane, write
from momentum.rendering.scene import Figure, Mark, Note, Panel, Readout, Run, Scene
from momentum.theory.optima import optimal_gradient_descent

CONDITION_NUMBERS = (5, 25, 100)
FRACTION = 1e-3
STEPS = 48
LEVELS = tuple(half_length**2 / 2 for half_length in np.arange(1.3, 19, 1.6))


def best_run(condition_number: float, steps: int) -> Trajectory:
    """Gradient descent from the ravine's start, at the best rate for this condition number."""
    # --8<-- [start:best-run]
    best = optimal_gradient_descent(1.0, condition_number)
    rule = Momentum(best.learning_rate)
    run = descend(ravine(condition_number), rule, scenery.START, steps)
    # --8<-- [end:best-run]
    return run


def steps_needed(condition_number: float) -> int:
    """Steps until the loss is `FRACTION` of what it was at the start."""
    far = best_run(condition_number, 1000)
    return int(steps_to(far, FRACTION * float(far.loss[0])))


def valley(condition_number: int) -> Panel:
    """One valley, all three drawn within the same limits and with rings at the same losses."""
    path = Run(best_run(condition_number, STEPS).theta, "gradient-descent", f"κ = {condition_number}")

    def name(axes: Any) -> None:
        write(axes, 0.9, 1.08, f"κ = {condition_number}", "ink", ha="right")

    return plane(
        ravine(condition_number).value, ground.XLIM, ground.YLIM, levels=LEVELS, size=(346, 190), marks=(path,),
        minimizers=[(0.0, 0.0)], minimum_label=None, extra=name, span="third", name=f"valley-{condition_number}",
        label=f"Gradient descent in a valley of condition number {condition_number}", crop=ground.CROP,
    )  # fmt: skip


def race() -> Panel:
    """How many steps each valley takes: a lane for each, as long as its steps, with the goal at its end."""
    size, lanes = (1080, 190), (152.0, 92.0, 32.0)
    needed = [steps_needed(condition_number) for condition_number in CONDITION_NUMBERS]

    def draw(axes: Any) -> None:
        for lane, steps, condition_number in zip(lanes, needed, CONDITION_NUMBERS, strict=True):
            write(axes, -5, lane, f"κ = {condition_number}", ha="right", va="center_baseline")
            hairline(axes, [0, steps], [lane, lane], 3)
            minimum(axes, (steps, lane), None)

    marks: list[Mark] = []
    for lane, steps in zip(lanes, needed, strict=True):
        walked = np.minimum(np.arange(STEPS + 1.0), steps)
        points = np.column_stack([walked, np.full(STEPS + 1, lane)])
        marks.append(Run(points, "gradient-descent", f"{steps} steps", marker=None, trail=False))
        marks.append(Note(f"{steps} steps", (steps + 8, lane), first=min(steps, STEPS), middle=True))
    return Panel(
        "race", "Steps to a thousandth of the loss at the start", size, (0, max(needed)), (0, size[1]), draw,
        tuple(marks), margin=(170, 0, 210, 0),
    )  # fmt: skip


def draw() -> Scene:
    """Three valleys on one clock, and the steps that each takes."""
    readouts = tuple(
        Readout(f"κ = {number}", "gradient-descent", best_run(number, STEPS).loss) for number in CONDITION_NUMBERS
    )
    panels = (*(valley(number) for number in CONDITION_NUMBERS), race())
    return Scene(panels, ticks=STEPS, seconds=0.2, readouts=readouts)


def measure() -> dict[str, Any]:
    """For each condition number: the best rate, what it leaves of the distance, and the steps to the fraction."""
    numbers: dict[str, Any] = {"steps": STEPS, "fraction": FRACTION, "one_in": round(1 / FRACTION)}
    for condition_number in CONDITION_NUMBERS:
        best = optimal_gradient_descent(1.0, condition_number)
        numbers |= {
            f"rate_{condition_number}": float(best.learning_rate),
            f"factor_{condition_number}": float(best.rate),
            f"steps_{condition_number}": steps_needed(condition_number),
        }
    return numbers | {"steps_400": steps_needed(400), "four_times": 4 * numbers["steps_100"]}


def _caption(n: dict[str, Any]) -> str:
    first, second, third = (n[f"steps_{number}"] for number in CONDITION_NUMBERS)
    return (
        f"Each valley with its best learning rate. To a thousandth of the loss :gd[gradient descent] takes {first}, "
        f"{second} and {third} steps; the first {n['steps']} are shown."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Three valleys seen from above within the same limits, at condition numbers 5, 25 and 100, each narrower than "
        f"the one before. In the first, gradient descent is at the minimum after a few turns. In the second it zigzags "
        f"all the way. In the third it goes back and forth so closely that its path looks like hatching, and after the "
        f"{n['steps']} steps shown it is still far away. Below, three lanes as long as the steps that "
        f"bring the loss to a thousandth: {n['steps_5']}, {n['steps_25']} and {n['steps_100']}."
    )


FIGURE = Figure(title="The condition number, turned up", caption=_caption, alt=_alt, draw=draw, measure=measure)
