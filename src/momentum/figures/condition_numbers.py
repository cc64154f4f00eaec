"""The condition number turned up: three valleys, gradient descent in each at the best rate that valley allows."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import Rectangle

from momentum import Momentum, Trajectory, descend, ravine, steps_to
from momentum.figures import _ravine as scenery
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Area, Figure, Mark, Note, Panel, Run, Scene, Veil
from momentum.rendering.style import colour
from momentum.tuning import optimal_gradient_descent

CONDITION_NUMBERS = (5, 25, 100)
FRACTION = 1e-3
STEPS = 60
HEIGHT = 14.0
LEVELS = tuple(half_length**2 / 2 for half_length in np.arange(1.3, 11, 1.6))


def run(condition_number: float, steps: int) -> Trajectory:
    """Gradient descent from the ravine's start, at the best rate for this condition number."""
    # --8<-- [start:best-run]
    learning_rate, _ = optimal_gradient_descent(1.0, condition_number)
    return descend(ravine(condition_number), Momentum(learning_rate), scenery.START, steps)
    # --8<-- [end:best-run]


def steps_needed(condition_number: float) -> int:
    """Steps until the loss is `FRACTION` of what it was at the start."""
    far = run(condition_number, 400)
    return int(steps_to(far, FRACTION * float(far.loss[0])))


def valley(condition_number: int) -> Panel:
    """One valley, all three drawn within the same limits and with rings at the same losses."""
    path = Run(run(condition_number, STEPS).theta, "gradient-descent", f"κ = {condition_number}")

    def name(axes: Any) -> None:
        write(axes, 2.3, 1.08, f"κ = {condition_number}", "ink", ha="right")

    return plane(
        ravine(condition_number).value, scenery.XLIM, scenery.YLIM, levels=LEVELS, size=(346, 190), marks=(path,),
        minimizers=[(0.0, 0.0)], minimum_label=None, extra=name, span="third", name=f"valley-{condition_number}",
        label=f"Gradient descent in a valley of condition number {condition_number}",
    )  # fmt: skip


def counts() -> Panel:
    """How many steps each valley takes: a bar for each, of which the part still ahead is faint."""
    size, rows = (1080, 200), (148.0, 84.0, 20.0)
    needed = [steps_needed(condition_number) for condition_number in CONDITION_NUMBERS]

    def draw(axes: Any) -> None:
        for row, steps in zip(rows, needed, strict=True):
            bar = Rectangle((0, row), min(steps, STEPS), HEIGHT, facecolor=colour("gradient-descent"), edgecolor="none")
            axes.add_patch(bar)

    marks: list[Mark] = [Veil(cursor=False)]
    for row, steps, condition_number in zip(rows, needed, CONDITION_NUMBERS, strict=True):
        place, known = (0.0, row + HEIGHT + 9), min(steps, STEPS)
        if steps > STEPS:
            ahead = [(STEPS, row), (steps, row), (steps, row + HEIGHT), (STEPS, row + HEIGHT)]
            marks.append(Area([ahead], "gradient-descent", opacity=0.22))
        marks.append(Note(f"κ = {condition_number}", place, first=0, last=known))
        marks.append(Note(f"κ = {condition_number}: {steps} steps", place, first=known))
    return Panel(
        "counts", "Steps to a thousandth of the loss at the start", size, (0, max(needed) + 2), (0, size[1]), draw,
        tuple(marks), margin=(4, 0, 4, 0),
    )  # fmt: skip


def draw() -> Scene:
    """Three valleys on one clock, and the steps that each takes."""
    return Scene((*(valley(number) for number in CONDITION_NUMBERS), counts()), ticks=STEPS, seconds=0.2)


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
    last = run(CONDITION_NUMBERS[-1], STEPS).loss
    return numbers | {
        "left_100": float(100 * last[-1] / last[0]),
        "growth": numbers["steps_100"] / numbers["steps_5"],
    }


def _caption(n: dict[str, Any]) -> str:
    first, second, third = (n[f"steps_{number}"] for number in CONDITION_NUMBERS)
    return (
        f"The condition number κ turned up, each valley with the best learning rate it allows. To bring the loss to "
        f"a thousandth, :gd[gradient descent] needs {first}, {second} and {third} steps; the first {n['steps']} are "
        f"shown."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Three valleys seen from above within the same limits, at condition numbers 5, 25 and 100, each narrower than "
        f"the one before. In the first, gradient descent is at the minimum after a few turns. In the second it zigzags "
        f"all the way. In the third it goes back and forth so closely that its path looks like hatching, and after the "
        f"{n['steps']} steps shown it is still far away. Bars below count the steps that bring the loss to a "
        f"thousandth: {n['steps_5']}, {n['steps_25']} and {n['steps_100']}."
    )


FIGURE = Figure(title="The condition number, turned up", caption=_caption, alt=_alt, draw=draw, measure=measure)
