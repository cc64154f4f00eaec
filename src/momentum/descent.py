"""Descent: one loop for every objective, optimizer and batch of runs."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from momentum.checks import Array
from momentum.objectives import Objective, Pointwise
from momentum.rules import Rule
from momentum.sweep import sweep
from momentum.trajectory import Record, Trajectory, plan
from momentum.watch import Watch

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
    that is not finite there or of the wrong shape, and for steps or record out of range.

    >>> from momentum import Momentum, quadratic
    >>> bowl = quadratic([0.2, 4.0])
    >>> descend(bowl, Momentum(learning_rate=0.6, beta=0.5), start=[-5.0, -2.0], steps=20).theta[-1].round(6)
    array([0.007188, 0.002553])
    >>> rates = np.array([0.1, 0.4, 0.6])
    >>> descend(bowl, Momentum(rates), start=[-5.0, -2.0], steps=20).loss[-1].round(4)
    array([1.11430000e+00, 8.90000000e-02, 5.60030159e+06])
    """
    schedule = plan(steps, record)
    theta = _start(objective, optimizer, start)
    with np.errstate(all="ignore"):
        loss = _loss(objective, theta)
        if isinstance(objective, Pointwise) and isinstance(optimizer, Rule):
            return sweep(objective, optimizer, theta, schedule)
        theta = theta.copy()
        gradient = _gradient(objective, theta)
        state = optimizer.init(theta)
        watch = Watch(objective, theta, loss, gradient, state, schedule)
        # --8<-- [start:descend-loop]
        for step in range(1, schedule.steps + 1):
            theta, state = optimizer.step(theta, state, gradient)
            theta = watch.hold(step, theta, state)
            gradient = watch.slope(objective.gradient(theta))
        # --8<-- [end:descend-loop]
    return watch.trajectory()


def _start(objective: Objective, optimizer: Optimizer, start: ArrayLike) -> Array:
    """The start (..., d) of every run, broadcast to all of them."""
    dimension = getattr(objective, "dimension", "d")
    try:
        theta = np.asarray(start, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"start must hold numbers in the shape (..., {dimension}); got {start!r}.") from None
    if theta.ndim == 0 or theta.shape[-1] != getattr(objective, "dimension", theta.shape[-1]):
        raise ValueError(f"start must have the shape (..., {dimension}); got the shape {theta.shape}.")
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


def _loss(objective: Objective, theta: Array) -> Array:
    """The loss at the start, refused unless it is a finite number for every run."""
    loss = np.asarray(objective.value(theta), dtype=np.float64)
    if loss.shape != theta.shape[:-1]:
        raise ValueError(f"value must return the shape {theta.shape[:-1]} here; got the shape {loss.shape}.")
    if not np.isfinite(loss).all():
        raise ValueError(f"value must be finite at the start; got {loss[~np.isfinite(loss)][0]}.")
    return loss


def _gradient(objective: Objective, theta: Array) -> Array:
    """The gradient at the start, refused unless it is finite and shaped like the start."""
    gradient = np.asarray(objective.gradient(theta), dtype=np.float64)
    if gradient.shape != theta.shape:
        raise ValueError(f"gradient must return the shape {theta.shape} here; got the shape {gradient.shape}.")
    if not np.isfinite(gradient).all():
        raise ValueError(f"gradient must be finite at the start; got {gradient[~np.isfinite(gradient)][0]}.")
    return gradient
