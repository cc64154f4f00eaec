"""The rules of the read as a reader would write them down: plain loops that pages show and tests hold to the engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

Slope = Callable[[np.ndarray], np.ndarray]


def gradient_descent(gradient: Slope, start: ArrayLike, learning_rate: float, steps: int) -> np.ndarray:
    """The last point (d,) of gradient descent from `start` (d,)."""
    theta = np.asarray(start, dtype=float)
    # --8<-- [start:gradient-descent]
    for _ in range(steps):
        g = gradient(theta)
        theta = theta - learning_rate * g
    # --8<-- [end:gradient-descent]
    return theta


def momentum(gradient: Slope, start: ArrayLike, learning_rate: float, beta: float, steps: int) -> np.ndarray:
    """The last point (d,) of momentum from `start` (d,): it steps along the moving average of the gradients."""
    theta = np.asarray(start, dtype=float)
    # --8<-- [start:momentum]
    v = np.zeros_like(theta)
    for _ in range(steps):
        g = gradient(theta)
        v = beta * v + (1 - beta) * g
        theta = theta - learning_rate * v
    # --8<-- [end:momentum]
    return theta
