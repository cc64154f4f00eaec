"""What captions and prose say about a run, measured on its trajectory: a number for one run, an array for a batch."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from momentum.engine.checks import Array, finite, numbers, plain, positive, single
from momentum.engine.trajectory import Trajectory

Losses = Trajectory | Array


def steps_to(losses: Losses, tolerance: float, minimum: float = 0.0) -> Any:
    """The first step (...) at which the loss exceeds `minimum` by at most `tolerance`; NaN if no recorded step does.

    `losses` is a trajectory, or the loss (steps + 1, ...) itself. The loss may rise above the tolerance again
    afterwards: see `settled`. One run gives a whole number or NaN, a batch an array of floats. Raises `ValueError`
    unless tolerance is a positive number.

    >>> from momentum import Momentum, descend, quadratic
    >>> steps_to(descend(quadratic([1.0]), Momentum(0.5), start=[4.0], steps=9), tolerance=0.5)
    2
    """
    steps, close = _close(losses, tolerance, minimum)
    return _whole(np.where(close.any(axis=0), steps[close.argmax(axis=0)], np.nan))


def settled(losses: Losses, tolerance: float, minimum: float = 0.0) -> Any:
    """The step (...) from which on the loss exceeds `minimum` by at most `tolerance`; NaN if it ends above that.

    `losses`, what is returned and what is refused are as for `steps_to`.

    >>> bounces = np.array([4.0, 0.4, 2.0, 0.3, 0.2])
    >>> steps_to(bounces, tolerance=0.5), settled(bounces, tolerance=0.5), settled(bounces[:3], tolerance=0.5)
    (1, 3, nan)
    """
    steps, close = _close(losses, tolerance, minimum)
    after_the_last_far_one = len(close) - close[::-1].argmin(axis=0)
    return _whole(np.append(steps, np.nan)[np.where(close.all(axis=0), 0, after_the_last_far_one)])


def _close(losses: Losses, tolerance: float, minimum: float) -> tuple[Array, NDArray[np.bool_]]:
    """The steps (rows,) of the recorded losses, and which of these (rows, ...) are within the tolerance."""
    if isinstance(losses, Trajectory):
        loss = losses.loss
        steps = losses.at if len(loss) == len(losses.at) else np.arange(len(loss))
    else:
        loss = numbers("losses must be a trajectory or numbers in the shape (steps + 1, ...)", losses)
        if loss.ndim == 0 or len(loss) == 0:
            raise ValueError(f"losses must have the shape (steps + 1, ...); got the shape {loss.shape}.")
        steps = np.arange(len(loss))
    excess = loss - finite("minimum", single("minimum", minimum))
    return steps.astype(float), excess <= positive("tolerance", single("tolerance", tolerance))


def _whole(steps: Array) -> Any:
    """A single step as a whole number, or NaN, which nothing that prints numbers lets through."""
    return steps if steps.ndim else int(steps) if np.isfinite(steps) else np.nan


def crossings(trajectory: Trajectory, axis: int = -1, centre: float = 0.0) -> Any:
    """How often (...) the parameter theta[..., axis] passes from one side of `centre` to the other.

    Touching the centre and turning back does not count. Raises `ValueError` unless every iterate is recorded and there
    is such an axis.

    >>> from momentum import Momentum, descend, ravine
    >>> crossings(descend(ravine(), Momentum(0.06), start=[-9.0, 1.5], steps=5))
    5
    """
    side = np.sign(_parameter(trajectory, axis) - finite("centre", single("centre", centre)))
    for row in range(1, len(side)):
        side[row] = np.where(side[row] == 0, side[row - 1], side[row])
    return plain((side[1:] * side[:-1] < 0).sum(axis=0))


def overshoot(trajectory: Trajectory, axis: int = 0, centre: float = 0.0) -> Any:
    """How far (...) the parameter theta[..., axis] gets beyond `centre`, as seen from its start; 0 if it never does.

    Raises `ValueError` unless every iterate is recorded and there is such an axis.

    >>> from momentum import Momentum, descend, quadratic
    >>> overshoot(descend(quadratic([1.0]), Momentum(1.5), start=[4.0], steps=9))
    2.0
    """
    way = _parameter(trajectory, axis) - finite("centre", single("centre", centre))
    return plain(np.maximum((-np.sign(way[0]) * way).max(axis=0), 0.0))


def distance_along_and_across(trajectory: Trajectory, direction: ArrayLike = (1.0, 0.0)) -> tuple[Any, Any]:
    """The distance (...) travelled along `direction` (2,) and across it, back and forth both counted.

    Raises `ValueError` unless every iterate is recorded, there are two parameters, and the direction has a length.

    >>> from momentum import Momentum, descend, ravine
    >>> distance_along_and_across(descend(ravine(), Momentum(0.04), start=[-8.0, 1.0], steps=1))
    (0.3200000000000003, 1.0)
    """
    moves = np.diff(_every_iterate(trajectory), axis=0)
    if moves.shape[-1] != 2:
        raise ValueError(f"trajectory must be one of two parameters; got {moves.shape[-1]}.")
    along = numbers("direction must be two numbers", direction)
    if along.shape != (2,) or not np.isfinite(along).all() or not along.any():
        raise ValueError(f"direction must be two finite numbers, not both 0; got {direction!r}.")
    along = along / np.abs(along).max()  # so that squares neither vanish nor overflow
    x, y = along / np.hypot(*along)
    lengths = (np.abs(moves[..., 0] * a + moves[..., 1] * b).sum(axis=0) for a, b in ((x, y), (-y, x)))
    first, second = map(plain, lengths)
    return first, second


def _is_trajectory(trajectory: object) -> None:
    if not isinstance(trajectory, Trajectory):
        raise TypeError(f"trajectory must be what descend returns; got {trajectory!r}.")


def _every_iterate(trajectory: Trajectory) -> Array:
    _is_trajectory(trajectory)
    if trajectory.at[0] != 0 or len(trajectory.at) != trajectory.at[-1] + 1:
        raise ValueError(f'trajectory must hold every iterate, record="all"; got {len(trajectory.at)} of them.')
    return trajectory.theta


def _parameter(trajectory: Trajectory, axis: int) -> Array:
    theta = _every_iterate(trajectory)
    dimension = theta.shape[-1]
    if not isinstance(axis, Integral) or isinstance(axis, bool) or not -dimension <= axis < dimension:
        raise ValueError(f"axis must be a whole number from {-dimension} to {dimension - 1}; got {axis!r}.")
    return theta[..., axis]
