"""Which settings are best, which are safe, and what momentum costs: closed forms for quadratics, in any shape."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import finite, flag, fraction, not_negative, plain, positive, together


def rule(beta: ArrayLike, dampening: ArrayLike, nesterov: bool) -> tuple[Any, Any]:
    """beta and 1 - dampening, checked as `Momentum` checks them."""
    memory, damped = fraction("beta", beta), fraction("dampening", dampening)
    if flag("nesterov", nesterov) and np.any(damped):
        raise ValueError(f"nesterov must come without dampening; got dampening={damped}.")
    together(beta=memory, dampening=damped)
    return memory, 1 - damped


class GradientDescentOptimum(NamedTuple):
    """The best learning rate of gradient descent, and the rate it reaches."""

    learning_rate: Any
    rate: Any


class MomentumOptimum(NamedTuple):
    """The best learning rate and beta, and the rate they reach."""

    learning_rate: Any
    beta: Any
    rate: Any


def _extremes(lambda_min: ArrayLike, lambda_max: ArrayLike) -> tuple[Any, Any]:
    low, high = positive("lambda_min", lambda_min), positive("lambda_max", lambda_max)
    together(lambda_min=low, lambda_max=high)
    if not np.all(np.asarray(low) <= high):
        raise ValueError(f"lambda_min must not exceed lambda_max; got {lambda_min!r} and {lambda_max!r}.")
    return low, high


def optimal_gradient_descent(lambda_min: ArrayLike, lambda_max: ArrayLike) -> GradientDescentOptimum:
    """The best gradient descent when all curvatures lie between these two (Polyak 1964).

    Raises `ValueError` unless 0 < lambda_min <= lambda_max.

    >>> optimal_gradient_descent(1.0, 3.0)
    GradientDescentOptimum(learning_rate=0.5, rate=0.5)
    """
    low, high = _extremes(lambda_min, lambda_max)
    return GradientDescentOptimum(2 / (low + high), (high - low) / (high + low))


def optimal_heavy_ball(lambda_min: ArrayLike, lambda_max: ArrayLike) -> MomentumOptimum:
    """The best heavy ball when all curvatures lie between these two (Polyak 1964, theorem 9).

    Raises `ValueError` unless 0 < lambda_min <= lambda_max.

    >>> optimal_heavy_ball(1.0, 9.0)
    MomentumOptimum(learning_rate=0.25, beta=0.25, rate=0.5)
    """
    low, high = map(np.sqrt, _extremes(lambda_min, lambda_max))
    # --8<-- [start:optimal-heavy-ball]
    rate = (high - low) / (high + low)
    learning_rate = (2 / (low + high)) ** 2
    beta = rate**2
    # --8<-- [end:optimal-heavy-ball]
    return MomentumOptimum(*map(plain, (learning_rate, beta, rate)))


def optimal_nesterov(lambda_min: ArrayLike, lambda_max: ArrayLike) -> MomentumOptimum:
    """The best Nesterov method when all curvatures lie between these two (Lessard, Recht, Packard 2016, table 1).

    Raises `ValueError` unless 0 < lambda_min <= lambda_max.

    >>> optimal_nesterov(1.0, 5.0)
    MomentumOptimum(learning_rate=0.25, beta=0.3333333333333333, rate=0.5)
    """
    low, high = _extremes(lambda_min, lambda_max)
    root = np.sqrt(3 * high / low + 1)
    return MomentumOptimum(*map(plain, (4 / (3 * high + low), (root - 2) / (root + 2), 1 - 2 / root)))


def critical_beta(eigenvalue: ArrayLike, learning_rate: ArrayLike, *, nesterov: bool = False) -> Any:
    """The beta above which a direction swings, neither creeps nor zigzags: the double root (...), NaN if there is none.

    Heavy ball: (1 - sqrt(learning_rate eigenvalue))**2, if learning_rate eigenvalue is below 4. Raises `ValueError`
    unless both arguments are positive.

    >>> round(critical_beta(1.0, 0.01), 6)
    0.81
    """
    curvature, rate = positive("eigenvalue", eigenvalue), positive("learning_rate", learning_rate)
    together(eigenvalue=curvature, learning_rate=rate)
    root = np.sqrt(curvature * rate)
    beta = (1 - root) / (1 + root) if flag("nesterov", nesterov) else (1 - root) ** 2
    return plain(np.where((beta >= 0) & (beta < 1), beta, np.nan))


def is_stable(
    eigenvalue: ArrayLike,
    learning_rate: ArrayLike,
    beta: ArrayLike = 0.0,
    *,
    dampening: ArrayLike = 0.0,
    nesterov: bool = False,
) -> Any:
    """Whether (...) a direction converges: 0 < learning_rate eigenvalue < 2 + 2 beta for heavy ball (Polyak 1964).

    >>> is_stable(1.0, learning_rate=[1.9, 3.7, 3.9], beta=[0.0, 0.9, 0.9])
    array([ True,  True, False])
    """
    bound = stable_product(beta, dampening=dampening, nesterov=nesterov)
    curvature, rate = finite("eigenvalue", eigenvalue), positive("learning_rate", learning_rate)
    together(eigenvalue=curvature, learning_rate=rate, beta=bound)
    product = rate * curvature
    return plain((product > 0) & (product < bound))


def stable_product(beta: ArrayLike = 0.0, *, dampening: ArrayLike = 0.0, nesterov: bool = False) -> Any:
    """The bound (...) that learning_rate * eigenvalue must stay below: 2 + 2 beta for heavy ball.

    >>> stable_product(0.5), stable_product(0.5, dampening=0.5), stable_product(0.5, nesterov=True)
    (3.0, 6.0, 1.5)
    """
    memory, gain = rule(beta, dampening, nesterov)
    return (2 + 2 * memory) / (1 + 2 * memory) if nesterov else (2 + 2 * memory) / gain


def effective_learning_rate(learning_rate: ArrayLike, beta: ArrayLike, *, dampening: ArrayLike = 0.0) -> Any:
    """What a steady gradient is multiplied by, per step, in the long run: learning_rate (1 - dampening) / (1 - beta).

    >>> effective_learning_rate(0.25, 0.75), effective_learning_rate(0.25, 0.75, dampening=0.75)
    (1.0, 0.25)
    """
    rate = positive("learning_rate", learning_rate)
    memory, gain = rule(beta, dampening, nesterov=False)
    together(learning_rate=rate, beta=memory, dampening=gain)
    return rate * gain / (1 - memory)


def averaging_window(beta: ArrayLike) -> Any:
    """How many steps (...) the velocity remembers: 1 / (1 - beta), the sum of the weights 1, beta, beta**2, ...

    >>> averaging_window(0.75)
    4.0
    """
    return 1 / (1 - fraction("beta", beta))


def stationary_variance(
    eigenvalue: ArrayLike,
    learning_rate: ArrayLike,
    beta: ArrayLike,
    noise_scale: ArrayLike,
    *,
    dampening: ArrayLike = 0.0,
    nesterov: bool = False,
) -> Any:
    """The variance (...) of theta in the long run, if every gradient has independent noise of this standard deviation.

    The position is an autoregressive process of order 2 (with Nesterov, its noise is averaged over two steps): the
    variance of an ARMA(2, 1), Brockwell and Davis 1991, section 3.3. Infinite where the direction is not stable.

    >>> stationary_variance(1.0, learning_rate=0.5, beta=[0.0, 0.5], noise_scale=1.0).round(6)
    array([0.333333, 0.6     ])
    """
    curvature, noise = positive("eigenvalue", eigenvalue), not_negative("noise_scale", noise_scale)
    stable = is_stable(curvature, learning_rate, beta, dampening=dampening, nesterov=nesterov)
    memory, gain = rule(beta, dampening, nesterov)
    together(eigenvalue=curvature, noise_scale=noise, beta=stable)
    size = np.asarray(positive("learning_rate", learning_rate) * gain)  # Python's own numbers refuse to overflow
    product = size * curvature
    with np.errstate(all="ignore"):
        if nesterov:
            trace, determinant = (1 + memory) * (1 - product), memory * (1 - product)
            shape = (1 + determinant) * ((1 + memory) ** 2 + memory**2) - 2 * memory * (1 + memory) * trace
            shape = shape / ((1 - determinant) * product * (1 + trace + determinant))
        else:
            shape = (1 + memory) / ((1 - memory) * product * (2 + 2 * memory - product))
        return plain(np.where(stable, (size * noise) ** 2 * shape, np.inf))
