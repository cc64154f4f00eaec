"""Momentum as a moving average in the valley of 25, by nothing but floats: its places, its steps, its matrices."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

RATE, TOLERANCE = 0.133, 0.01


@cache
def walk(beta: float, rate: float = RATE, steep: float = 25.0, steps: int = 4000) -> np.ndarray:
    """Places (steps + 1, 2): v <- beta v + (1 - beta) g, theta <- theta - rate v, with nothing but floats."""
    x, y, u, v = -9.0, 1.0, 0.0, 0.0
    rows = [(x, y)]
    for _ in range(steps):
        u, v = beta * u + (1 - beta) * x, beta * v + (1 - beta) * steep * y
        x, y = x - rate * u, y - rate * v
        rows.append((x, y))
    return np.array(rows)


def losses(places: np.ndarray, steep: float = 25.0) -> np.ndarray:
    return (places[:, 0] ** 2 + steep * places[:, 1] ** 2) / 2


def arrival(values: Any, tolerance: float = TOLERANCE) -> int:
    """The step after the last value above the tolerance."""
    return max(step for step, value in enumerate(values) if not value <= tolerance) + 1


def steps(beta: float, rate: float = RATE, steep: float = 25.0) -> int:
    return arrival(losses(walk(beta, rate, steep), steep))


def sides(values: Any) -> int:
    return sum(a * b < 0 for a, b in pairwise(values))


def modulus(eigenvalue: float, rate: float, beta: float) -> float:
    """The spectral radius of one step of the average, on (place now, place before)."""
    step = np.array([[1 + beta - (1 - beta) * rate * eigenvalue, -beta], [1.0, 0.0]])
    return float(np.abs(np.linalg.eigvals(step)).max())


def worst(rate: float, beta: float) -> float:
    return max(modulus(1.0, rate, beta), modulus(25.0, rate, beta))
