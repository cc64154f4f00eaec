"""Act one: at gradient descent's own learning rate the average takes the zigzag away, and little else changes."""

from __future__ import annotations

from momentum.chapters import _ravine as scenery
from momentum.chapters.momentum import _three as three
from momentum.rendering.scene import Figure
from momentum.store.rounding import show

RATE = scenery.RATE
STEPS = 55
_, SHORT, LONG = three.BETAS

FIGURE = Figure(
    title="The average calms the zigzag",
    caption=lambda n: (
        f"One learning rate, η = {n['rate']:g}. With β = 0, {SHORT:g} and {LONG:g} the steps across the valley add up "
        f"to {show(n['across_0'])}, {show(n['across_50'])} and {show(n['across_70'])}, and a loss of "
        f"{n['tolerance']:g} takes {n['steps_0']}, {n['steps_50']} and {n['steps_70']} steps."
    ),
    alt=lambda n: (
        f"Three maps of the same valley, each with a run from the same start at a learning rate of {n['rate']:g}. "
        f"Gradient descent zigzags and crosses the floor {n['crossings_0']} times. With β = {SHORT:g} and β = {LONG:g} "
        f"the path crosses it {n['crossings_50']} and {n['crossings_70']} times, in swings that soon get small. "
        f"All their steps across the valley add up to {show(n['across_0'])} for gradient descent, and to "
        f"{show(n['across_50'])} and {show(n['across_70'])} for the other two. In a chart the three losses fall side "
        f"by side, to {n['tolerance']:g} after {n['steps_0']}, {n['steps_50']} and {n['steps_70']} steps."
    ),
    draw=lambda: three.scene(RATE, STEPS, 1.45, (1e-4, 100)),
    measure=lambda: three.measure(RATE, STEPS),
    wheel=lambda: three.wheel(RATE, STEPS),
)
