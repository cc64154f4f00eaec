"""Noisy gradients in the ravine: what a schedule buys, and what a larger batch buys, for the average over all runs."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters._chart import chart
from momentum.chapters._ravine import BETA
from momentum.chapters.other_ways._noise import (
    BATCH,
    BATCHES,
    GOAL,
    LEARNING_RATES,
    NOISE,
    STEPS,
    schedules,
    steps_by_batch,
)
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import powers
from momentum.rendering.parts import write
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show


def _schedules() -> Panel:
    (constant, low), (high, falling), (_, kept) = (schedules()[name] for name in ("constant", "falling", "high"))

    def labels(axes: Any) -> None:
        for height, words, dashes in (
            (1.78, f"η = {show(high)}", (5, 1.6)),
            (1.34, f"best constant: {show(constant)}", (1, 1)),
            (0.9, f"best falling: {show(high)} to 0", None),
        ):
            axes.plot([142, 172], [height] * 2, color=colour("momentum"), lw=2.4, ls=(0, dashes) if dashes else "-")
            write(axes, 180, height, words, "momentum", size=14, va="center_baseline")

    return curves(
        [
            Curve(kept, "momentum", "high rate", dashes=(5, 1.6)),
            Curve(low, "momentum", "best constant rate", dashes=(1, 1)),
            Curve(falling, "momentum", "best falling rate", dashes=None),
        ],
        ticks=STEPS, ylim=(0.01, 100), size=(530, 300), title="average loss with noisy gradients", animated=False,
        extra=labels, name="schedules", label="Average loss under three schedules",
    )  # fmt: skip


def _batches() -> Panel:
    places = np.log10(BATCHES)
    x = powers(-0.1, 3.1, BATCHES)
    y = powers(0.4, 3.55, (10, 100, 1000), f"steps to stay under {GOAL:g}, by batch size")

    def draw(axes: Any) -> None:
        ideal = np.log10(steps_by_batch(0.0)[1][0]) - (places - places[1])
        axes.plot(places[:4], ideal[:4], color=colour("muted"), lw=1.2, ls=(0, (2, 2)))
        write(axes, -0.03, 1.05, "dotted: 4 times the batch,", "muted", size=13, weight=400)
        write(axes, -0.03, 0.73, "a quarter of the steps", "muted", size=13, weight=400)
        for beta, role, name, at, dashes in (
            (0.0, "gradient-descent", "gradient descent", (1.9, 1.98), None),
            (BETA, "momentum", "momentum", (2.1, 0.86), (5, 1.6)),
        ):
            heights = [np.log10(steps) for steps, _ in steps_by_batch(beta)]
            style: Any = (0, dashes) if dashes else "-"
            axes.plot(places, heights, color=colour(role), lw=2.4, ls=style)
            axes.plot(
                places, heights, "o", color=colour(role), markeredgecolor=colour("card"), ms=8, markeredgewidth=1.5
            )
            write(axes, *at, name, role, size=14)

    return chart("batches", "Steps by batch size", x, y, draw, size=(530, 300), margin=(62, 26, 14, 26))


def draw() -> Scene:
    """Two charts, not animated."""
    return Scene((_schedules(), _batches()))


def measure() -> dict[str, Any]:
    """Where the schedules end, and the steps and rates for every batch size."""
    numbers: dict[str, Any] = {
        "noise": NOISE, "beta": BETA, "batch": BATCH, "goal": GOAL, "steps": STEPS, "rates": len(LEARNING_RATES),
        "lowest_rate": float(LEARNING_RATES[0]), "highest_rate": float(LEARNING_RATES[-1]),
    }  # fmt: skip
    for name, (rate, loss) in schedules().items():
        numbers |= {f"{name}_rate": rate, f"{name}_end": float(loss[-1])}
    numbers["schedule_gain"] = numbers["constant_end"] / numbers["falling_end"]
    for name, beta in (("gd", 0.0), ("momentum", BETA)):
        for batch, (steps, rate) in zip(BATCHES, steps_by_batch(beta), strict=True):
            numbers |= {f"{name}_{batch}": steps, f"{name}_{batch}_rate": rate}
    return numbers | {"gd_1_lead": 1 - numbers["momentum_1"] / numbers["gd_1"]}


def _caption(n: dict[str, Any]) -> str:
    return (
        f"The ravine with noisy gradients, momentum with β = {show(BETA)}; every number is an average over the noise. "
        f"Schedules: after {n['steps']} steps with batches of {n['batch']}, the best constant rate leaves "
        f"{show(n['constant_end'])}, the best falling one {show(n['falling_end'])}. Batches: steps until the "
        f"loss stays under {show(n['goal'])}, each point at its best rate."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Two charts. One has the average loss over {n['steps']} steps of momentum under three schedules: a constant "
        f"rate of {show(n['high_rate'])} falls fast and stays at {show(n['high_end'])}; the best constant rate, "
        f"{show(n['constant_rate'])}, falls more slowly to {show(n['constant_end'])}; a rate that falls from "
        f"{show(n['falling_rate'])} to 0 falls fast and goes on to {show(n['falling_end'])}. The other has steps "
        f"against batch sizes from 1 to 1024, both logarithmic: gradient descent goes from {n['gd_1']} steps to "
        f"{n['gd_64']} at a batch of 64 and then hardly further, to {n['gd_1024']}; momentum goes from "
        f"{n['momentum_1']} to {n['momentum_64']} at 64 and on to {n['momentum_1024']}."
    )


FIGURE = Figure(title="Noise, schedules and batches", caption=_caption, alt=_alt, draw=draw, measure=measure)
