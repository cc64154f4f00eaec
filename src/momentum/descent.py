"""Descent: one loop for every objective, optimizer and batch of runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from momentum.checks import Array
from momentum.objectives import Objective


class Optimizer(Protocol):
    """A rule: a state at the start, and a pure step."""

    def init(self, theta: Array) -> Any:
        """The state before the first step, for parameters (..., d)."""

    def step(self, theta: Array, state: Any, gradient: Array) -> tuple[Array, Any]:
        """The parameters (..., d) and the state after one step; nothing is changed in place."""


@dataclass(frozen=True)
class Trajectory:
    """What happened at the recorded steps: row 0 is the start, row -1 always the end.

    theta (steps + 1, ..., d), loss (steps + 1, ...), gradient and velocity (steps + 1, ..., d) or None, diverged (...).
    A diverged run holds its last finite iterate from then on.
    """

    theta: Array
    loss: Array
    gradient: Array | None
    velocity: Array | None
    diverged: Any
    at: Array


def descend(
    objective: Objective, optimizer: Optimizer, start: ArrayLike, steps: int, *, record: Any = "all"
) -> Trajectory:
    """Take `steps` steps from `start` (..., d), for all runs at once."""
    theta = np.array(start, dtype=np.float64)
    if not np.isfinite(theta).all():
        raise ValueError("start must be finite.")
    shapes = [np.shape(getattr(optimizer, name)) for name in vars(optimizer)]
    batch = np.broadcast_shapes(theta.shape[:-1], *shapes)
    theta = np.broadcast_to(theta, (*batch, theta.shape[-1])).copy()
    thetas, losses, gradients, velocities = [], [], [], []
    state = optimizer.init(theta)
    gradient = objective.gradient(theta)
    diverged = np.zeros(batch, dtype=bool)
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            if step > 0:
                theta, state = optimizer.step(theta, state, gradient)
            gradient, loss = objective.gradient(theta), np.asarray(objective.value(theta))
            velocity = getattr(state, "velocity", None)
            if step > 0:
                diverged = diverged | ~(np.isfinite(theta).all(-1) & np.isfinite(loss) & np.isfinite(gradient).all(-1))
                if diverged.any():
                    theta = np.where(diverged[..., None], thetas[-1], theta)
                    gradient = np.where(diverged[..., None], gradients[-1], gradient)
                    loss = np.where(diverged, losses[-1], loss)
                    if velocity is not None:
                        velocity = np.where(diverged[..., None], velocities[-1], velocity)
            thetas.append(theta)
            losses.append(loss)
            gradients.append(gradient)
            velocities.append(velocity)
    return Trajectory(
        np.array(thetas),
        np.array(losses),
        np.array(gradients),
        None if velocities[0] is None else np.array(velocities),
        diverged[()],
        np.arange(steps + 1),
    )
