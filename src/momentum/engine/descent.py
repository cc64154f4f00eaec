"""Descent: one call for every objective, optimizer and batch of runs."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import Array, able, points
from momentum.engine.fast import descend_apart
from momentum.engine.loop import downhill
from momentum.engine.objectives import Checked, Objective, Pointwise
from momentum.engine.recorder import Watch, for_reading
from momentum.engine.rules import Rule
from momentum.engine.trajectory import Record, Trajectory, scheduled

__all__ = ["Objective", "Optimizer", "Trajectory", "descend"]


class Optimizer(Protocol):
    """A rule: a state at the start, and a pure step. If its settings are arrays, `shape` says how they broadcast."""

    def init(self, theta: Array) -> Any:
        """The state before the first step, for parameters (..., d)."""

    def step(self, theta: Array, state: Any, gradient: Array) -> tuple[Array, Any]:
        """The parameters (..., d) and the state after one step; nothing is changed in place."""


def descend(
    objective: Objective, optimizer: Optimizer, start: ArrayLike, steps: int, *, record: Record = "all"
) -> Trajectory:
    """Take `steps` steps from `start` (..., d); its leading axes and the optimizer's array settings broadcast.

    `record` says what is kept: "all" every iterate with its loss, gradient and velocity; a number k every k-th and the
    last; "loss" every loss and the last iterate; "last" the last iterate and its loss. Where not every loss is asked
    for, only the iterates are watched in between. A diverging run raises no warning and leaves its neighbours alone:
    see `Trajectory`. Raises `ValueError` for a start that is not finite or of the wrong shape, for a loss or a gradient
    that is not finite there or of the wrong shape, and for steps or record out of range; `TypeError` for an objective
    or an optimizer without its methods.

    >>> from momentum import Momentum, quadratic
    >>> bowl = quadratic([0.2, 4.0])
    >>> descend(bowl, Momentum(learning_rate=0.6, beta=0.5), start=[-5.0, -2.0], steps=20).theta[-1].round(6)
    array([0.007188, 0.002553])
    >>> rates = np.array([0.1, 0.4, 0.6])
    >>> descend(bowl, Momentum(rates), start=[-5.0, -2.0], steps=20).loss[-1].round(4)
    array([1.11430000e+00, 8.90000000e-02, 5.60030159e+06])
    """
    able("objective", objective, "value", "gradient")
    able("optimizer", optimizer, "init", "step")
    schedule = scheduled(steps, record)
    theta = _start(objective, optimizer, start)
    with np.errstate(all="ignore"):
        if isinstance(objective, Pointwise) and isinstance(optimizer, Rule):
            return descend_apart(objective, optimizer, theta, schedule)
        watch = Watch(Checked(objective), optimizer, for_reading(theta.copy()), schedule)
        for _ in downhill(*watch.first, watch.slope, watch.step, schedule.steps):
            watch.keep()
        return watch.trajectory()


def _start(objective: Objective, optimizer: Optimizer, start: ArrayLike) -> Array:
    """The start (..., d) of every run, broadcast to all of them."""
    theta = points(start, getattr(objective, "dimension", "d"), "start")
    if theta.size == 0:
        raise ValueError(f"start must hold at least one number; got the shape {theta.shape}.")
    if not np.isfinite(theta).all():
        raise ValueError(f"start must be finite; got {theta[~np.isfinite(theta)][0]}.")
    settings = tuple(getattr(optimizer, "shape", ()))
    try:
        batch = np.broadcast_shapes(theta.shape[:-1], settings)
    except ValueError:
        raise ValueError(
            f"start and the optimizer's settings must broadcast together; got the shapes {theta.shape} and {settings}."
        ) from None
    return np.broadcast_to(theta, (*batch, theta.shape[-1]))
