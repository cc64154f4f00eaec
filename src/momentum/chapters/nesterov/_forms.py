"""Nesterov's method in the three ways in which it is written."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Slope = Callable[[np.ndarray], np.ndarray]


def two_sequences(
    slope: Slope, start: np.ndarray, rate: float, beta: float, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Nesterov 1983: a step from the point ahead, then ahead again; the points x and y, (steps + 1, ...) each."""
    x = y = start
    points, ahead = [x], [y]
    for _ in range(steps):
        # --8<-- [start:two-sequences]
        x, before = y - rate * slope(y), x
        y = x + beta * (x - before)
        # --8<-- [end:two-sequences]
        points.append(x)
        ahead.append(y)
    return np.array(points), np.array(ahead)


def look_ahead(slope: Slope, start: np.ndarray, rate: float, beta: float, steps: int) -> np.ndarray:
    """Sutskever and others 2013: the gradient is taken where the velocity leads; the points (steps + 1, ...)."""
    theta, v = start, np.zeros_like(start)
    points = [theta]
    for _ in range(steps):
        # --8<-- [start:look-ahead]
        v = beta * v - rate * slope(theta + beta * v)
        theta = theta + v
        # --8<-- [end:look-ahead]
        points.append(theta)
    return np.array(points)


def as_in_libraries(slope: Slope, start: np.ndarray, rate: float, beta: float, steps: int) -> np.ndarray:
    """What libraries store: the point ahead; its gradient is the gradient at the parameters, (steps + 1, ...)."""
    theta, v = start, np.zeros_like(start)
    points = [theta]
    for _ in range(steps):
        # --8<-- [start:as-in-libraries]
        g = slope(theta)
        v = beta * v + g
        theta = theta - rate * (g + beta * v)
        # --8<-- [end:as-in-libraries]
        points.append(theta)
    return np.array(points)
