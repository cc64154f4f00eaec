"""Momentum in the valley of the page that is named after it, number by number: its path, its steps, its crossings."""

from __future__ import annotations

import math
from itertools import pairwise

EXACT = 1e-12  # sums of a few hundred terms of order one, in double precision
START, CURVATURE = (-9.0, 1.0), (1.0, 25.0)
PLAIN_RATE, RATE, BETA = 0.074, 0.133, 0.7
BETAS = (0.0, 0.5, 0.7)

Path = list[tuple[float, float]]


def walk(rate: float, beta: float, steps: int, share: float | None = None) -> Path:
    """The path of v <- beta v + share g, theta <- theta - rate v in (x**2 + 25 y**2) / 2, number by number.

    Without a share it is the moving average: share = 1 - beta.
    """
    (x, y), u, w = START, 0.0, 0.0
    share = 1 - beta if share is None else share
    path = [(x, y)]
    for _ in range(steps):
        u, w = beta * u + share * CURVATURE[0] * x, beta * w + share * CURVATURE[1] * y
        x, y = x - rate * u, y - rate * w
        path.append((x, y))
    return path


def loss(point: tuple[float, float]) -> float:
    return (point[0] ** 2 + 25 * point[1] ** 2) / 2


def steps_until(path: Path, tolerance: float = 0.01) -> int:
    """The first step with a loss of at most `tolerance`."""
    return next(k for k, (x, y) in enumerate(path) if (x * x + 25 * y * y) / 2 <= tolerance)


def sides(values: list[float]) -> int:
    """How often a row of numbers changes sign, zeros left out."""
    signs = [math.copysign(1, value) for value in values if value != 0]
    return sum(a != b for a, b in pairwise(signs))
