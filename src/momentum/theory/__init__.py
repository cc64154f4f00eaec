"""Momentum on a quadratic in closed form, one direction at a time; every function broadcasts its arguments.

Rules are named as in `Momentum`: dampening, nesterov.
"""

from __future__ import annotations

from momentum.theory.iterates import iterate
from momentum.theory.optima import (
    averaging_window,
    critical_beta,
    effective_learning_rate,
    is_stable,
    optimal_gradient_descent,
    optimal_heavy_ball,
    optimal_nesterov,
    stable_product,
    stationary_variance,
)
from momentum.theory.spectrum import rate, spectral_radius, transition

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
