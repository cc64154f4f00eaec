"""How errors shrink on a quadratic, one direction at a time: the one-step matrix and its spectral radius.

In a direction of curvature `eigenvalue` one step is a 2 x 2 matrix. Its trace and its determinant decide everything:
Polyak 1964; O'Donoghue and Candes 2015, section 4; Goh 2017. Rules are named as in `Momentum`: dampening, nesterov.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import Array, finite, plain, positive, together
from momentum.theory.optima import rule

PIECE = 16384  # cells of a map that are computed together


class Roots(NamedTuple):
    """Trace and determinant of the one-step matrix, and trace**2 - 4 determinant without loss of digits."""

    trace: Any
    determinant: Any
    discriminant: Any


def settings(
    eigenvalue: ArrayLike, learning_rate: ArrayLike, beta: ArrayLike, dampening: ArrayLike, nesterov: bool
) -> tuple[Any, Any, Any]:
    """The curvature, the rate as heavy ball has it, and beta."""
    memory, gain = rule(beta, dampening, nesterov)
    curvature, rate = finite("eigenvalue", eigenvalue), positive("learning_rate", learning_rate)
    together(eigenvalue=curvature, learning_rate=rate, beta=memory, dampening=gain)
    return curvature, rate * gain, memory


def roots_of(curvature: Any, rate: Any, beta: Any, nesterov: bool) -> Roots:
    """What decides about a direction; the discriminant is a product, so that it is exact near a double root."""
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
    return radius


@np.errstate(over="ignore", invalid="ignore")
def _piecewise(function: Callable[..., Any], *arrays: Any) -> Any:
    """An elementwise function of broadcast arrays; large ones are taken in pieces whose results stay in the cache."""
    whole = np.broadcast_arrays(*arrays)
    if whole[0].size <= PIECE:
        return plain(function(*whole))
    flat, result = [array.reshape(-1) for array in whole], np.empty(whole[0].size)
    for begin in range(0, result.size, PIECE):
        piece = slice(begin, begin + PIECE)
        result[piece] = function(*(array[piece] for array in flat))
    return result.reshape(whole[0].shape)


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
    curvature, shrunk, memory = settings(eigenvalue, learning_rate, beta, dampening, nesterov)
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
    return _piecewise(
        lambda curvature, rate, beta: _radius(roots_of(curvature, rate, beta, nesterov)),
        *settings(eigenvalue, learning_rate, beta, dampening, nesterov),
    )


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
    eigenvalues decides. Raises `ValueError` for no eigenvalues and for more than a row.

    >>> round(rate([0.01, 0.5, 1.0], learning_rate=400 / 121, beta=81 / 121), 6)  # 9 / 11
    0.818182
    """
    curvatures = np.asarray(finite("eigenvalues", eigenvalues))
    if curvatures.ndim > 1:
        raise ValueError(f"eigenvalues must be in a row (n,); got the shape {curvatures.shape}.")
    low, high = curvatures.min(), curvatures.max()
    _, size, memory = settings(0.0, learning_rate, beta, dampening, nesterov)

    def worst(size: Any, memory: Any) -> Any:
        if nesterov:
            return np.maximum(*(_radius(roots_of(curvature, size, memory, nesterov)) for curvature in (low, high)))
        shallow = size * ((low + high) / 2) <= 1 + memory  # the larger trace decides: all determinants are beta
        return _radius(roots_of(np.where(shallow, low, high), size, memory, nesterov))

    return _piecewise(worst, size, memory)
