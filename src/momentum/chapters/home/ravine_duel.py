"""The duel: gradient descent and momentum from the same start, with their losses and what averaging does."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, crossings, descend, distance_along_and_across, steps_to
from momentum.chapters import _duel as duel
from momentum.chapters import _ravine as scenery
from momentum.rendering.bars import axis_bars
from momentum.rendering.scene import Figure, Scene

BETA = scenery.HEAVY.beta


def _average(gradient: np.ndarray) -> np.ndarray:
    """The moving average of the gradients (steps + 1, 2), as the averaged rule holds it."""
    average, rule = [np.zeros(2)], Momentum(1.0, BETA, dampening=BETA)
    state = rule.init(gradient[0])
    for row in gradient:
        _, state = rule.step(row, state, row)
        average.append(state.velocity)
    return np.array(average[1:])


def draw() -> Scene:
    """Both paths over the valley, both losses, and the gradients of the zigzag beside their moving average."""
    plain, heavy = scenery.runs()
    gradient = np.asarray(plain.gradient)
    average = _average(gradient)
    bars = axis_bars(
        [
            ("along the valley: gradient (outline), its average (filled)",
             -gradient[:, 0], -average[:, 0]),
            ("across the valley", -gradient[:, 1], -average[:, 1]),
        ],
        shown=24,
    )  # fmt: skip
    panels = (duel.paths(plain, heavy), duel.losses(plain, heavy), bars)
    return Scene(panels, ticks=scenery.STEPS, readouts=duel.readouts(plain, heavy))


def measure() -> dict[str, Any]:
    """Steps to the tolerance, travel along and across the valley, and crossings, for both runs."""
    plain, heavy = scenery.runs()
    far = [descend(scenery.LOSS, rule, scenery.START, 400) for rule in (scenery.PLAIN, scenery.HEAVY)]
    (plain_along, plain_across), (heavy_along, heavy_across) = map(distance_along_and_across, far)
    return {
        "plain_steps": steps_to(plain, scenery.TOLERANCE),
        "momentum_steps": steps_to(heavy, scenery.TOLERANCE),
        "plain_across": plain_across,
        "plain_along": plain_along,
        "momentum_across": heavy_across,
        "momentum_along": heavy_along,
        "plain_crossings": crossings(plain, 1),
        "plain_crossings_by_4": crossings(descend(scenery.LOSS, scenery.PLAIN, scenery.START, 4), 1),
        "momentum_crossings": crossings(heavy, 1),
        "plain_rate": float(scenery.PLAIN.learning_rate),
        "momentum_rate": float(scenery.HEAVY.learning_rate),
        "beta": float(BETA),
    }


FIGURE = Figure(
    title="The duel",
    caption=lambda n: (
        f":momentum[Momentum] brings the loss to {scenery.TOLERANCE:g} in {n['momentum_steps']} steps, "
        f":gd[gradient descent] in {n['plain_steps']}. Same valley, same start, one dot a step."
    ),
    alt=lambda n: (
        f"A long valley seen from above. Gradient descent zigzags from wall to wall, crosses the valley floor at every "
        f"one of its {scenery.STEPS} steps and reaches a loss of {scenery.TOLERANCE:g} after {n['plain_steps']} steps. "
        f"Momentum, from the same start, swings out once and then runs along the floor; it is there after "
        f"{n['momentum_steps']} steps. Bars below: along the valley the moving average of the zigzag's gradients grows "
        f"as large as they are; across it, it stays close to zero."
    ),
    draw=draw,
    measure=measure,
)
