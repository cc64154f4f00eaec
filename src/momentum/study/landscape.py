"""The plane through two training runs of the real network: its loss, both paths on it, how much of them it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from momentum.engine.descent import descend
from momentum.engine.optimizers import Momentum
from momentum.study import digits
from momentum.study.network import CrossEntropy, Network, softmax_loss
from momentum.study.training import starts

Array = NDArray[np.float64]
SECOND = ("positions", "steps")


@dataclass(frozen=True)
class Landscape:
    """Training loss (len(y), len(x)) on the plane, and the runs (runs, steps + 1, 2) projected onto it.

    Lengths are those of the weights themselves, one unit the same in x and y. `path_loss` (runs, steps + 1) is the
    loss of the real runs, which lie off the plane. `plane` (3, d) is its origin and its directions of length 1.
    `explained` is the share of the squared distances from the origin that lies in the plane: what it shows of where
    the runs are. `steps_explained` (runs,) is that share of each run's squared steps: what it shows of how they move.
    `detour` (runs,) is the length of each real path, in all dimensions, over the distance from its start to its end.
    """

    betas: tuple[float, ...]
    learning_rates: tuple[float, ...]
    x: Array
    y: Array
    loss: Array
    paths: Array
    path_loss: Array
    plane: Array
    explained: float
    steps_explained: Array
    detour: Array

    @cached_property
    def plane_loss(self) -> Array:
        """The loss (runs, steps + 1) of the runs' shadows on the plane."""
        return _network_loss().value(self.plane[0] + self.paths @ self.plane[1:])


class _InOnePass:
    """The network's loss as an objective that knows the slope where it was last asked for the value."""

    def __init__(self, objective: CrossEntropy) -> None:
        self.objective, self.dimension = objective, objective.dimension
        self.place = self.slope = np.empty(0)

    def value(self, theta: Array) -> Array:
        """(..., d) -> (...)."""
        self.place = theta
        value, self.slope = self.objective.value_and_gradient(theta)
        return value

    def gradient(self, theta: Array) -> Array:
        """(..., d) -> (..., d)."""
        if not np.array_equal(theta, self.place):
            self.value(theta)
        return self.slope


@cache
def _network_loss() -> CrossEntropy:
    data = digits.load().training
    return CrossEntropy(Network(), data.images, data.labels)


def landscape(
    betas: Sequence[float] = (0.0, 0.9),
    learning_rates: Sequence[float] = (0.1, 1.0),
    *,
    second: str = "positions",
    steps: int = 40,
    seed: int = 0,
    columns: int = 61,
    rows: int = 41,
    margin: float | tuple[float, float] = 0.2,
) -> Landscape:
    """Train on the full batch from one start, and look at a plane through the runs.

    The learning rates are those of the moving average, as everywhere in the study.

    The plane passes through the last weights of the last run. Its x is the principal direction of all weights on all
    paths as seen from there, and so is y with `second` "positions" (Li et al. 2018, section 7.2): the plane that shows
    most of where the runs go. With `second` "steps", y is the principal direction of what x leaves over of all steps:
    the plane that shows most of the zigzag, whose extent in y is so small that a figure has to stretch it. The start
    lies at the upper left; the grid reaches beyond the paths by `margin` of their extent (with "positions", of the
    longer one), which may differ in x and y. Raises ValueError for another `second`, or unless there are as many betas
    as rates.
    """
    if len(betas) != len(learning_rates) or not betas:
        raise ValueError(f"betas and learning_rates must be equally many; got {len(betas)} and {len(learning_rates)}.")
    if second not in SECOND:
        raise ValueError(f"second must be one of {', '.join(SECOND)}; got {second!r}.")
    objective = _network_loss()
    start = np.broadcast_to(starts(objective.network, (seed,)), (len(betas), objective.dimension))
    rule = Momentum(np.array(learning_rates), np.array(betas), dampening=np.array(betas))
    run = descend(_InOnePass(objective), rule, start, steps)
    origin = run.theta[-1, -1]
    moves = np.moveaxis(run.theta - origin, 1, 0)
    directions = _principal(moves, 2)
    if second == "steps":
        along = directions[0]
        left = np.diff(moves, axis=1)
        directions = np.stack([along, *_principal(left - (left @ along)[..., np.newaxis] * along, 1)])
    signs = np.where(directions @ moves[0, 0] * [-1, 1] < 0, -1.0, 1.0)
    directions = directions * signs[:, np.newaxis]
    paths = moves @ directions.T
    low, high = paths.min(axis=(0, 1)), paths.max(axis=(0, 1))
    beyond = np.broadcast_to(margin, 2) * (high - low if second == "steps" else np.full(2, (high - low).max()))
    bottom_left, top_right = low - beyond, high + beyond
    x, y = (np.linspace(bottom_left[axis], top_right[axis], count) for axis, count in ((0, columns), (1, rows)))
    plane = np.stack([origin, *directions])
    return Landscape(
        betas=tuple(betas),
        learning_rates=tuple(learning_rates),
        x=x,
        y=y,
        loss=_on_plane(objective, plane, x, y),
        paths=paths,
        path_loss=run.loss.T,
        plane=plane,
        explained=float(np.sum(paths**2) / np.sum(moves**2)),
        steps_explained=_squares(np.diff(paths, axis=1)) / _squares(np.diff(moves, axis=1)),
        detour=np.linalg.norm(np.diff(moves, axis=1), axis=-1).sum(axis=1)
        / np.linalg.norm(moves[:, -1] - moves[:, 0], axis=-1),
    )


def _principal(moves: Array, count: int) -> Array:
    """The `count` orthonormal directions (count, d) that show most of moves (runs, steps, d) about zero, in order.

    There are many fewer moves than dimensions: their products with one another give the directions twenty times
    faster than a decomposition of the moves themselves.
    """
    rows = moves.reshape(-1, moves.shape[-1])
    _, shares = np.linalg.eigh(rows @ rows.T)
    return np.asarray(np.linalg.qr(rows.T @ shares[:, ::-1][:, :count])[0].T)


def _on_plane(objective: CrossEntropy, plane: Array, x: Array, y: Array) -> Array:
    """Loss (len(y), len(x)) where plane[0] + x plane[1] + y plane[2] are the weights of a network of two layers.

    What the first layer gives, before its ReLU, is as flat as the plane: it is multiplied out once and not for every
    point, which halves the time.
    """
    (first, shift), (second, bias) = objective.network.layers(plane)
    columns, wanted = objective.images.T, np.eye(len(bias[0]))[objective.labels].T
    # An array, not 0, as in `Network.activations`.
    zeros = np.zeros(columns.shape[-1])
    given, along, across = first @ columns + shift
    loss, row, hidden = np.empty((len(y), len(x))), np.empty_like(given), np.empty_like(given)
    for below, v in enumerate(y):
        np.add(given, np.multiply(across, v, out=row), out=row)
        for left, u in enumerate(x):
            np.maximum(np.add(row, np.multiply(along, u, out=hidden), out=hidden), zeros, out=hidden)
            weights, biases = (part[0] + u * part[1] + v * part[2] for part in (second, bias))
            loss[below, left] = softmax_loss(weights @ hidden + biases, wanted)
    return loss


def _squares(steps: Array) -> Array:
    return np.asarray(np.sum(steps**2, axis=(1, 2)))
