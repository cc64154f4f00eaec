"""What captions and prose say about a run, measured on its trajectory."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.checks import positive
from momentum.descent import Trajectory


def steps_to(trajectory: Trajectory, tolerance: float, minimum: float = 0.0) -> Any:
    """The first step at which the loss is within `tolerance` of `minimum`; -1 if there is none.

    An int for a single run, (...) for a batch.
    """
    positive("tolerance", tolerance)
    close = trajectory.loss - minimum <= tolerance
    first = np.where(close.any(axis=0), close.argmax(axis=0), -1)
    return first.item() if first.ndim == 0 else first


def crossings(trajectory: Trajectory, axis: int = -1, centre: float = 0.0) -> Any:
    """How often theta[..., axis] passes from one side of `centre` to the other: an int, or (...) for a batch."""
    side = np.sign(trajectory.theta[..., axis] - centre)
    for row in range(1, len(side)):
        side[row] = np.where(side[row] == 0, side[row - 1], side[row])
    count = (side[1:] * side[:-1] < 0).sum(axis=0)
    return count.item() if count.ndim == 0 else count


def overshoot(trajectory: Trajectory, axis: int = 0, centre: float = 0.0) -> Any:
    """How far theta[..., axis] gets beyond `centre`, seen from the start; 0 if it never does. A float, or (...)."""
    way = trajectory.theta[..., axis] - centre
    beyond = np.maximum((-np.sign(way[0]) * way).max(axis=0), 0.0)
    return beyond.item() if np.ndim(beyond) == 0 else beyond


def distance_along_and_across(trajectory: Trajectory, direction: ArrayLike = (1.0, 0.0)) -> tuple[Any, Any]:
    """The length of the path along `direction` (2,) and across it: two floats, or two arrays (...) for a batch."""
    along = np.asarray(direction, dtype=np.float64) / np.linalg.norm(direction)
    across = np.array([-along[1], along[0]])
    moves = np.diff(trajectory.theta, axis=0)
    lengths = [np.abs(moves @ axis).sum(axis=0) for axis in (along, across)]
    first, second = (length.item() if np.ndim(length) == 0 else length for length in lengths)
    return first, second
