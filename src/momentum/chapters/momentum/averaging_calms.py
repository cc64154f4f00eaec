"""Act one: at gradient descent's own learning rate the average takes the zigzag away, and little else changes."""

from __future__ import annotations

from momentum.chapters import _ravine as scenery
from momentum.chapters.momentum import _three as three
from momentum.rendering.scene import Figure
from momentum.store.rounding import show

RATE = scenery.RATE
STEPS = scenery.STEPS

FIGURE = Figure(
    title="The average calms the zigzag",
    caption=lambda n: (
        f"One learning rate, η = {n['rate']:g}, and three values of β. From left to right, the steps across the valley "
        f"add up to {show(n['across_0'])}, {show(n['across_50'])} and {show(n['across_70'])}, and a loss of "
        f"{n['tolerance']:g} takes {n['steps_0']}, {n['steps_50']} and {n['steps_70']} steps."
    ),
    alt=lambda n: (
        f"Three maps of the same valley, each with a run from the same start at a learning rate of {n['rate']:g}. "
        f"Gradient descent zigzags and crosses the floor {n['crossings_0']} times. With β = 0.5 and β = 0.7 "
        f"the path crosses it {n['crossings_50']} and {n['crossings_70']} times, in swings that soon get small. "
        f"Below, two charts. The ground covered across the valley climbs to {show(n['across_0'])} for gradient descent "
        f"and stops at {show(n['across_50'])} and {show(n['across_70'])} for the other two. The three losses fall side "
        f"by side, to {n['tolerance']:g} after {n['steps_0']}, {n['steps_50']} and {n['steps_70']} steps."
    ),
    draw=lambda: three.scene(
        RATE,
        STEPS,
        1.45,
        walked=13.0,
        losses=(1e-4, 100),
        names=(((8, 10.6), (40, 1.0), (24, 4.1)), ((47, 0.09), None, (33, 0.012))),
    ),
    measure=lambda: three.measured(RATE, STEPS),
)
