"""Runs whose learning rate or beta changes on the way, and runs that lose their velocity: what optimizers do in use."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from momentum.chapters import _ravine as scenery

CURVATURES = np.array([1.0, 25.0])
Schedule = Callable[[int], float]


def losses(
    learning_rate: Schedule, beta: Schedule, steps: int, *, inside: bool = False, averaged: bool = False,
    forget_at: int | None = None,
) -> np.ndarray:  # fmt: skip
    """The loss (steps + 1,) from the ravine's start; both settings are functions of the step.

    `inside` keeps the learning rate within the velocity, `averaged` makes the velocity a moving average, and at the
    step `forget_at` the velocity is lost.
    """
    theta, velocity = np.array(scenery.START), np.zeros(2)
    found = [theta]
    for step in range(steps):
        rate, memory, gradient = learning_rate(step), beta(step), CURVATURES * theta
        if step == forget_at:
            velocity = np.zeros(2)
        # --8<-- [start:in-or-out]
        if inside:
            velocity = memory * velocity - rate * gradient
            theta = theta + velocity
        else:
            share = 1 - memory if averaged else 1
            velocity = memory * velocity + share * gradient
            theta = theta - rate * velocity
        # --8<-- [end:in-or-out]
        found.append(theta)
    return np.asarray((CURVATURES * np.array(found) ** 2).sum(axis=1) / 2)


def arrival(loss: np.ndarray) -> int:
    """The step from which the loss stays within the tolerance; -1 if it never does."""
    above = np.flatnonzero(loss > scenery.TOLERANCE)
    return int(above[-1]) + 1 if above[-1] + 1 < len(loss) else -1
