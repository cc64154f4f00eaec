"""Momentum on a parabola: its places by a loop, and the spectral radius of its step."""

from __future__ import annotations

import numpy as np

EXACT = 1e-9  # hundreds of roundings of numbers of order one


def walk(curvature: float, rate: float, beta: float, start: float, steps: int) -> list[float]:
    """Places on a parabola by Polyak's two-point form."""
    here = before = start
    places = [here]
    for _ in range(steps):
        here, before = here + beta * (here - before) - rate * curvature * here, here
        places.append(here)
    return places


def modulus(curvature: float, rate: float, beta: float) -> float:
    return float(np.abs(np.linalg.eigvals([[1 + beta - rate * curvature, -beta], [1.0, 0.0]])).max())
