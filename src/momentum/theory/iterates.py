"""Where a run on a quadratic stands after any number of steps, in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import finite, plain, together
from momentum.theory.spectrum import Roots, roots_of, settings, transition


def iterate(
    eigenvalue: ArrayLike,
    learning_rate: ArrayLike,
    beta: ArrayLike,
    steps: ArrayLike,
    start: ArrayLike = 1.0,
    *,
    velocity: ArrayLike = 0.0,
    dampening: ArrayLike = 0.0,
    nesterov: bool = False,
) -> Any:
    """theta (...) after `steps` steps in one direction, from `start` and `velocity`, without taking any step.

    With the roots r, s of the one-step matrix R: R**k = u(k) R - r s u(k - 1), where u(k) = (r**k - s**k) / (r - s)
    (Williams 1992). Not finite where a diverging direction leaves the finite numbers. Raises `ValueError` for steps
    that are not whole or negative, and for a start or a velocity that is not finite.

    >>> iterate(1.0, learning_rate=0.1, beta=0.9, steps=[0, 1, 2, 3]).round(6)
    array([1.   , 0.9  , 0.72 , 0.486])
    """
    try:
        count = np.asarray(steps)
    except ValueError:  # rows of unlike length
        count = np.array(np.nan)
    if count.dtype.kind not in "iu" or (count < 0).any():
        raise ValueError(f"steps must be whole numbers from 0 up; got {steps!r}.")
    matrix = transition(eigenvalue, learning_rate, beta, dampening=dampening, nesterov=nesterov)
    roots = roots_of(*settings(eigenvalue, learning_rate, beta, dampening, nesterov), nesterov)
    begin, pace = finite("start", start), finite("velocity", velocity)
    together(steps=count, start=begin, velocity=pace, settings=roots.trace)
    with np.errstate(all="ignore"):
        first = matrix[..., 1, 0] * pace + matrix[..., 1, 1] * begin
        before = roots.determinant * _power_sum(roots, np.maximum(count - 1, 0)) * begin
        moved = _power_sum(roots, count) * first - before
    return plain(np.where(count == 0, begin, moved))


def _power_sum(roots: Roots, count: Any) -> Any:
    """(r**k - s**k) / (r - s) for the two roots, also where they meet; 0 for k = 0."""
    trace, determinant, discriminant = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in roots))
    power = np.maximum(count - 1, 0)
    with np.errstate(all="ignore"):
        gap = np.sqrt(np.abs(discriminant))
        angle = np.arctan2(gap, trace)
        turning = np.sqrt(np.maximum(determinant, 0)) ** power * np.sin(count * angle) / np.sin(angle)
        large = np.copysign((np.abs(trace) + gap) / 2, trace)
        part = np.where(large != 0, gap / np.abs(large), 0.0)  # 1 - s / r
        few = (1 - (1 - part) ** count) / part
        close = -np.expm1(count * np.log1p(-part)) / part
        sums = np.where(part == 0, count, np.where(part < 0.5, close, few))
        standing = large**power * sums
    return np.where(count == 0, 0.0, np.where(discriminant < 0, turning, standing))
