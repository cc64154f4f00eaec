"""Everything tuned under noise: the loss at the end of constant and falling rates, and the steps by batch size."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters._chart import DASHED, chart, line
from momentum.chapters.noise._tuned import BATCHES, BETA, CALM, GOAL, HALF, LENGTHS, NOISE, RATES, batches, endings
from momentum.rendering.frame import decades, put
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.store.rounding import show


def _lengths() -> Panel:
    def draw(axes: Any) -> None:
        x = np.log10(LENGTHS)
        for beta, role in ((0.0, "gradient-descent"), (BETA, "momentum")):
            for falling, style in ((False, (0, (2, 2))), (True, "-")):
                line(axes, x, np.log10(endings(beta, falling)), role, ls=style)
        put(axes, (1.62, 0.62), "gradient descent", "gradient-descent")
        put(axes, (1.4, -1.5), "dotted: constant rate")
        put(axes, (1.4, -1.92), "solid: falling, nearly one line")

    x = decades(1.35, 3.25, (), "steps")._replace(marks=[(float(np.log10(n)), f"{n:,}") for n in (25, 100, 400, 1600)])
    y = decades(-2.1, 1.4, (-2, -1, 0, 1), "average loss at the end, tuned for each length")
    return chart("lengths", "Average loss at the end against the number of steps", x, y, draw, size=(530, 310))


def _batches() -> Panel:
    def draw(axes: Any) -> None:
        x = np.log2(BATCHES)
        for beta, role, style in (
            (0.0, "gradient-descent", "-"),
            (HALF, "ink", (0, (2, 2))),
            (BETA, "momentum", DASHED),
        ):
            line(axes, x, np.log10(batches(beta)), role, ls=style)
        put(axes, (8.3, 1.83), "gradient descent", "gradient-descent")
        put(axes, (9.6, 0.7), f"β = {HALF:g}", "ink")
        put(axes, (9.6, 1.36), f"β = {BETA:g}", "momentum")

    x = decades(-0.2, 12.2, (), "batch size")._replace(marks=[(k, f"{2**k:,}") for k in (0, 2, 4, 6, 8, 10, 12)])
    y = decades(0.55, 3.55, (1, 2, 3), f"steps to stay under a loss of {GOAL:g}, tuned")
    return chart("batches", "Steps against the batch size, on a fine grid", x, y, draw, size=(530, 310))


def draw() -> Scene:
    """Two charts, still."""
    return Scene((_lengths(), _batches()))


def measure() -> dict[str, Any]:
    """The endings of both schedules at every length, and the steps for every batch size."""
    numbers: dict[str, Any] = {
        "noise": NOISE,
        "batch_noise": NOISE / 2,
        "quiet": CALM,
        "beta": BETA,
        "goal": GOAL,
        "rates": len(RATES),
    }
    for name, beta in (("gd", 0.0), ("momentum", BETA)):
        for how, falling in (("constant", False), ("falling", True)):
            for steps, loss in zip(LENGTHS, endings(beta, falling), strict=True):
                numbers[f"{name}_{how}_{steps}"] = float(loss)
    for name, beta in (("gd", 0.0), ("half", HALF), ("momentum", BETA)):
        for batch, steps in zip(BATCHES, batches(beta), strict=True):
            numbers[f"{name}_batch_{batch}"] = int(steps)
    for name, beta in (("gd", 0.0), ("momentum", BETA)):
        numbers[f"{name}_quiet"] = float(endings(beta, True, CALM, LENGTHS[:1])[0])
    first = numbers["gd_batch_1"] / numbers["momentum_batch_1"] - 1
    last = numbers["gd_batch_4096"] / numbers["momentum_batch_4096"]
    long = [steps for steps in LENGTHS if steps >= 100]
    return numbers | {
        "lead_1": first,
        "times_4096": last,
        "fall_gain": numbers["momentum_constant_1600"] / numbers["momentum_falling_1600"],
        "falling_gap": max(numbers[f"momentum_falling_{steps}"] / numbers[f"gd_falling_{steps}"] - 1 for steps in long),
    }


FIGURE = Figure(
    title="Tuned under noise",
    caption=lambda n: (
        f"The ravine with noisy gradients, averages over all noise, every point at its own best rate. First, the loss "
        f"after so many steps: at 1,600 steps a falling rate leaves {show(n['momentum_falling_1600'])} with "
        f":momentum[momentum] of β = {BETA:g} and {show(n['gd_falling_1600'])} without. Second, steps until the loss "
        f"stays under {GOAL:g}, for batches from 1 to 4,096: with the smallest all need about the same, "
        f":gd[gradient descent] {n['gd_batch_1']} and β = {BETA:g} {n['momentum_batch_1']}; with the largest they need "
        f"{n['gd_batch_4096']} and {n['momentum_batch_4096']}, and β = {HALF:g} needs {n['half_batch_4096']}."
    ),
    alt=lambda n: (
        "Two charts, both axes logarithmic. Left, the average loss at the end against the number of steps: at a "
        "constant rate momentum is below gradient descent with few steps, and with many the two meet; at a falling "
        f"rate they are nearly one line, by a factor of {n['fall_gain']:.1f} below at 1,600 steps. Right, steps "
        f"against batch size: gradient descent falls from {n['gd_batch_1']} to {n['gd_batch_64']} at a batch of 64 and "
        f"ever more slowly to {n['gd_batch_4096']}; momentum with β = {n['beta']:g} falls to {n['momentum_batch_64']} "
        f"at 64, hardly goes on, and ends just above it at {n['momentum_batch_4096']}; β = {HALF:g} goes on to "
        f"{n['half_batch_4096']}."
    ),
    draw=draw,
    measure=measure,
)
