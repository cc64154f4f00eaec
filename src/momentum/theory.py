"""Momentum on a quadratic in closed form, one direction at a time; every function broadcasts its arguments.

In a direction of curvature `eigenvalue` one step is a 2 x 2 matrix. Its trace and its determinant decide everything:
Polyak 1964; O'Donoghue and Candes 2015, section 4; Goh 2017. Rules are named as in `Momentum`: dampening, nesterov.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from momentum.checks import Array, finite, plain, positive
from momentum.tuning import (
    averaging_window,
    critical_beta,
    effective_learning_rate,
    is_stable,
    optimal_gradient_descent,
    optimal_heavy_ball,
    optimal_nesterov,
    rule,
    stable_product,
    stationary_variance,
)

__all__ = [
    "averaging_window",
    "critical_beta",
    "effective_learning_rate",
    "is_stable",
    "iterate",
    "optimal_gradient_descent",
    "optimal_heavy_ball",
    "optimal_nesterov",
    "rate",
    "spectral_radius",
    "stable_product",
    "stationary_variance",
    "transition",
]


class Roots(NamedTuple):
    """Trace and determinant of the one-step matrix, and trace**2 - 4 determinant without loss of digits."""

    trace: Any
    determinant: Any
    discriminant: Any


def _settings(
    eigenvalue: ArrayLike, learning_rate: ArrayLike, beta: ArrayLike, dampening: ArrayLike, nesterov: bool
) -> tuple[Any, Any, Any]:
    """The curvature, the rate as heavy ball has it, and beta."""
    memory, gain = rule(beta, dampening, nesterov)
    return finite("eigenvalue", eigenvalue), positive("learning_rate", learning_rate) * gain, memory


def _roots(curvature: Any, rate: Any, beta: Any, nesterov: bool) -> Roots:
    product = rate * curvature
    if nesterov:
        rest = 1 - product
        return Roots((1 + beta) * rest, beta * rest, rest * ((1 - beta) ** 2 - (1 + beta) ** 2 * product))
    root = np.sqrt(beta)
    return Roots(1 + beta - product, beta, ((1 - root) ** 2 - product) * ((1 + root) ** 2 - product))


def _radius(roots: Roots) -> Any:
    """The larger modulus of the two roots."""
    # --8<-- [start:spectral-radius]
    trace, determinant, discriminant = roots
    complex_pair = np.sqrt(np.maximum(determinant, 0))
    real_pair = (np.abs(trace) + np.sqrt(np.maximum(discriminant, 0))) / 2
    radius = np.where(discriminant < 0, complex_pair, real_pair)
    # --8<-- [end:spectral-radius]
    return plain(radius)


def transition(
    eigenvalue: ArrayLike,
    learning_rate: ArrayLike,
    beta: ArrayLike = 0.0,
    *,
    dampening: ArrayLike = 0.0,
    nesterov: bool = False,
) -> Array:
    """The matrix (..., 2, 2) that takes (velocity, theta) through one step in a direction of this curvature.

    Raises `ValueError` for a curvature that is not finite and for settings that `Momentum` refuses.

    >>> transition(10.0, learning_rate=0.1, beta=0.5)
    array([[ 0.5 , 10.  ],
           [-0.05,  0.  ]])
    """
    curvature, shrunk, memory = _settings(eigenvalue, learning_rate, beta, dampening, nesterov)
    size = np.asarray(learning_rate, dtype=np.float64)
    pull = (1 - np.asarray(dampening, dtype=np.float64)) * curvature
    if nesterov:
        entries = np.broadcast_arrays(memory, pull, -size * memory**2, 1 - size * curvature * (1 + memory))
    else:
        entries = np.broadcast_arrays(memory, pull, -size * memory, 1 - shrunk * curvature)
    return np.stack(entries, axis=-1).reshape(*entries[0].shape, 2, 2)


def spectral_radius(
    eigenvalue: ArrayLike,
    learning_rate: ArrayLike,
    beta: ArrayLike = 0.0,
    *,
    dampening: ArrayLike = 0.0,
    nesterov: bool = False,
) -> Any:
    """The factor (...) by which errors in one direction shrink per step in the long run; above 1 they grow.

    The largest modulus of the eigenvalues of `transition`: sqrt(beta) wherever heavy ball's are complex.

    >>> spectral_radius(1.0, learning_rate=[0.1, 1.0, 4.0], beta=0.81).round(6)
    array([0.9     , 0.9     , 1.718719])
    """
    return _radius(_roots(*_settings(eigenvalue, learning_rate, beta, dampening, nesterov), nesterov))


def rate(
    eigenvalues: ArrayLike,
    learning_rate: ArrayLike,
    beta: ArrayLike = 0.0,
    *,
    dampening: ArrayLike = 0.0,
    nesterov: bool = False,
) -> Any:
    """The spectral radius (...) of the whole problem: that of its slowest direction, eigenvalues in a row (n,).

    The radius falls with the curvature until it is least, and rises from there on, so that one of the two extreme
    eigenvalues decides. Raises `ValueError` for no eigenvalues.

    >>> round(rate([0.01, 0.5, 1.0], learning_rate=400 / 121, beta=81 / 121), 6)  # 9 / 11
    0.818182
    """
    curvatures = np.asarray(finite("eigenvalues", eigenvalues))
    if curvatures.size == 0:
        raise ValueError("eigenvalues must be at least one number; got none.")
    low, high = curvatures.min(), curvatures.max()
    _, size, memory = _settings(0.0, learning_rate, beta, dampening, nesterov)
    if nesterov:
        return plain(np.maximum(*(_radius(_roots(curvature, size, memory, nesterov)) for curvature in (low, high))))
    worst = np.where(size * ((low + high) / 2) <= 1 + memory, low, high)  # the larger trace: all determinants are beta
    return _radius(_roots(worst, size, memory, nesterov))


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
    (Williams 1992). Raises `ValueError` for steps that are not whole or negative.

    >>> iterate(1.0, learning_rate=0.1, beta=0.9, steps=[0, 1, 2, 3]).round(6)
    array([1.   , 0.9  , 0.72 , 0.486])
    """
    count = np.asarray(steps)
    if count.dtype.kind not in "iu" or (count < 0).any():
        raise ValueError(f"steps must be whole numbers from 0 up; got {steps!r}.")
    matrix = transition(eigenvalue, learning_rate, beta, dampening=dampening, nesterov=nesterov)
    roots = _roots(*_settings(eigenvalue, learning_rate, beta, dampening, nesterov), nesterov)
    begin, pace = np.asarray(start, dtype=np.float64), np.asarray(velocity, dtype=np.float64)
    first = matrix[..., 1, 0] * pace + matrix[..., 1, 1] * begin
    moved = _power_sum(roots, count) * first - roots.determinant * _power_sum(roots, np.maximum(count - 1, 0)) * begin
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
