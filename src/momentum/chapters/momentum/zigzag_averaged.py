"""The zigzag's own gradients and their moving average: across the valley they largely cancel, along it they agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.chapters._bars import pair_of_bars
from momentum.rendering.parts import write
from momentum.rendering.scene import Arrow, Figure, Panel, Readout, Run, Scene

BETA = scenery.BETA
RATE = scenery.RATE
STEPS = 18
SETTLED = 200


def average(gradients: np.ndarray, beta: float) -> np.ndarray:
    """The moving average after each of the gradients (steps, d), from 0: the same shape."""
    value, values = np.zeros(gradients.shape[1:]), []
    for gradient in gradients:
        value = beta * value + (1 - beta) * gradient
        values.append(value)
    return np.array(values)


def _plane(theta: np.ndarray, averaged: np.ndarray) -> Panel:
    arrows = [
        Arrow(at, at - RATE * v, "momentum", first=k) for k, (at, v) in enumerate(zip(theta, averaged, strict=True))
    ]

    def names(axes: Any) -> None:
        write(axes, -4.6, 1.02, "the steps it takes", "gradient-descent")
        write(axes, -4.6, -1.12, "the averaged steps", "momentum")

    return ground.valley((Run(theta, "gradient-descent", "gradient descent"), *arrows), names)


def _kept() -> np.ndarray:
    """The average over the gradient, along and across (2,), once it has settled."""
    gradient = np.asarray(scenery.run(RATE, steps=SETTLED).gradient)
    return np.asarray(np.abs(average(gradient, BETA)[-1] / gradient[-1]))


def draw() -> Scene:
    """The zigzag with the averaged step drawn from each of its points, and both in bars along and across."""
    run = scenery.run(RATE, steps=STEPS)
    gradient = np.asarray(run.gradient)
    averaged = average(gradient, BETA)
    kept = np.abs(averaged / gradient)
    bars = pair_of_bars(
        -gradient,
        -averaged,
        ("along the valley all agree", "across the valley every second one disagrees"),
        key=("outline: the gradient, drawn downhill", "filled: the average of all so far"),
    )
    return Scene(
        (_plane(run.theta, averaged), *bars),
        ticks=STEPS,
        seconds=0.35,
        readouts=(
            Readout("along", "momentum", kept[:, 0], "×"),
            Readout("across", "momentum", kept[:, 1], "×"),
        ),
    )


def _first_three() -> dict[str, float]:
    """The first three slopes of the zigzag, counted downhill, and their averages: across_slope_1 and so on."""
    slope = -np.asarray(scenery.run(RATE, steps=STEPS).gradient)[:3]
    return {
        f"{axis}_{name}_{k}": float(values[k - 1, column])
        for column, axis in enumerate(("along", "across"))
        for name, values in (("slope", slope), ("average", average(slope, BETA)))
        for k in (1, 2, 3)
    }


def measure() -> dict[str, Any]:
    """How much of the gradient its average keeps, along and across: at first, once settled, and for pure cases."""
    along, across = _kept()
    return {
        "beta": BETA,
        "share": 1 - BETA,
        "steps": STEPS,
        **_first_three(),
        "kept_along": along,
        "kept_across": across,
        "ratio": along / across,
        "steady": 1.0,
        "alternating": (1 - BETA) / (1 + BETA),
        "shrink_along": 1 - RATE,
        "shrink_across": scenery.STEEPNESS * RATE - 1,
    }


FIGURE = Figure(
    title="What cancels and what adds up",
    caption=lambda n: (
        f"The zigzag of :gd[gradient descent], and from each of its points a step along the :momentum[moving average] "
        f"of its gradients so far (β = {n['beta']:g})."
    ),
    alt=lambda n: (
        f"A long valley seen from above. Gradient descent zigzags across it towards the minimum on the right. From "
        f"every corner of the zigzag starts an arrow, the averaged step. The first arrows point steeply across the "
        f"valley; within a few steps they lie along it. Bars below show the gradients: along the valley all "
        f"{n['steps'] + 1} have one sign and their average grows to {n['kept_along']:.2f} times the gradient; across "
        f"the valley the signs alternate and the average falls to {n['kept_across']:.2f} times the gradient."
    ),
    draw=draw,
    measure=measure,
)
