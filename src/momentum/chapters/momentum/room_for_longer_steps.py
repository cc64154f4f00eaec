"""Act two: at a learning rate that throws gradient descent out of the valley, the average arrives, and sooner."""

from __future__ import annotations

from typing import Any

from momentum.chapters import _ravine as scenery
from momentum.chapters.momentum import _three as three
from momentum.rendering.scene import Figure
from momentum.store.rounding import show

RATE = scenery.LONGER_RATE
STEPS = 30
_, SHORT, LONG = three.BETAS
HEIGHT = 2.6


def measure() -> dict[str, Any]:
    """What the three runs do, where gradient descent leaves the map, and what a step leaves of it across."""
    numbers = three.measure(RATE, STEPS)
    gone = three.leaves_at(three.run(RATE, 0.0, STEPS).theta, HEIGHT)
    if gone is None:
        raise ValueError(f"Gradient descent must leave the map at a learning rate of {RATE:g}; it stays.")
    return numbers | {"gone": gone, "factor": 1 - scenery.STEEPNESS * RATE}


FIGURE = Figure(
    title="Calm is room",
    caption=lambda n: (
        f"The same three runs at η = {n['rate']:g}. :gd[Gradient descent] is off the map at step {n['gone']}. "
        f":momentum[Momentum] reaches a loss of {n['tolerance']:g} after {n['steps_50']} and {n['steps_70']} steps."
    ),
    alt=lambda n: (
        f"Three maps of the same valley, each with a run from the same start at a learning rate of {n['rate']:g}. "
        f"Gradient descent lands {show(abs(n['across_0_1']))} up the opposite wall in its first step and leaves the "
        f"map at step {n['gone']}. With β = {SHORT:g} and β = {LONG:g} the path swings over the floor in ever "
        f"smaller swings, {n['crossings_50']} and {n['crossings_70']} times, and runs to the minimum. In a chart of "
        f"the losses gradient descent's climbs out at the top; the other two fall to {n['tolerance']:g} after "
        f"{n['steps_50']} and {n['steps_70']} steps."
    ),
    draw=lambda: three.scene(RATE, STEPS, HEIGHT, (1e-3, 1e4), ((4.9, 1500), (18, 0.3), (11.2, 0.012))),
    measure=measure,
    wheel=lambda: three.wheel(RATE, STEPS),
)
