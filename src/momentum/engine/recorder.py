"""Watching runs of any objective: what is recorded, and what a diverging run holds."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from momentum.engine.checks import Array, finite_start
from momentum.engine.objectives import Objective
from momentum.engine.trajectory import Schedule, Trajectory


class Moment(NamedTuple):
    """Where all runs are after a step; `loss` is None where nobody asked for it, `velocity` where there is none."""

    theta: Array
    velocity: Any
    loss: Any

    def instead(self, where: Any, other: Moment) -> Moment:
        """This moment, but `other` for the runs `where` (...)."""
        at = where[..., np.newaxis]
        return Moment(
            np.where(at, other.theta, self.theta),
            None if self.velocity is None else np.where(at, other.velocity, self.velocity),
            None if self.loss is None else np.where(where, other.loss, self.loss),
        )


def for_reading(array: Array) -> Array:
    """The same array, but a rule that would step in place is stopped, since the run may have to be held there."""
    view = array.view()
    view.flags.writeable = False
    return view


class Watch:
    """An optimizer on an objective, for a loop: its runs are watched, and the rows kept that the schedule asks for.

    A run whose parameters or loss stop being finite is held where it was. Raises `ValueError` for a loss that is not
    finite at the start `theta` (..., d).
    """

    def __init__(self, objective: Objective, optimizer: Any, theta: Array, schedule: Schedule) -> None:
        self.objective, self.optimizer, self.schedule = objective, optimizer, schedule
        loss = objective.value(theta)
        finite_start("value", loss)
        state = optimizer.init(theta)
        velocity = getattr(state, "velocity", None)
        rows = len(schedule.at)
        self.theta, self.loss = np.empty((rows, *theta.shape)), np.empty((schedule.losses, *loss.shape))
        self.gradient = np.empty(self.theta.shape) if schedule.detailed else None
        self.velocity = np.empty(self.theta.shape) if schedule.detailed and velocity is not None else None
        self.diverged = np.zeros(loss.shape, dtype=bool)
        self.taken, self.row, self.here = 0, 0, False
        self.first = theta, state
        self.latest = self.known = Moment(theta, velocity, loss)

    def slope(self, theta: Array) -> Array:
        """The gradient (..., d), kept where this step is; `ValueError` if it is not finite at the start."""
        gradient = self.objective.gradient(theta)
        if self.taken == 0:
            finite_start("gradient", gradient)
        if self.here and self.gradient is not None:
            self.gradient[self.row - 1] = gradient
        return gradient

    def step(self, theta: Array, state: Any, gradient: Array) -> tuple[Array, Any]:
        """The optimizer's step, and the parameters (..., d) to go on from, for reading only."""
        theta, state = self.optimizer.step(theta, state, gradient)
        self.taken += 1
        return self._held(theta, getattr(state, "velocity", None)), state

    def _held(self, theta: Array, velocity: Any) -> Array:
        """Look at the parameters (..., d) after a step; those of runs that have left stay where they were."""
        if np.shape(theta) != self.latest.theta.shape:
            raise ValueError(
                f"step must return parameters of the shape {self.latest.theta.shape}; got the shape {np.shape(theta)}."
            )
        parts = np.isfinite(theta)
        finite: Any = parts.all()  # of all runs at once, which is what nearly every step finds
        if not finite:
            finite = parts.all(axis=-1)
            theta = np.where(finite[..., np.newaxis], theta, self.latest.theta)
        loss = None
        if self.schedule.every_loss or self.schedule.at[self.row] == self.taken:
            loss = self.objective.value(theta)
            finite = finite & np.isfinite(loss)
        now = Moment(theta, velocity, loss)
        bad = self.diverged | ~finite
        if bad.any():
            self._settle(bad & ~self.diverged, asked=loss is not None)
            now = now.instead(bad, self.latest)
            self.diverged = bad
        self.latest = now
        if loss is not None:
            self.known = now
        return for_reading(now.theta)

    def trajectory(self) -> Trajectory:
        """What was kept, and the gradient at the end, from which nobody has gone on."""
        self.slope(self.latest.theta)
        details = self.gradient, self.velocity
        return Trajectory(self.theta, self.loss, self.diverged[()], self.schedule.at, lambda: details)

    def _settle(self, failed: Any, *, asked: bool) -> None:
        """Make the latest moment one that the runs which failed just now can hold: its loss must be finite too."""
        if self.latest.loss is None and (asked or failed.any()):
            self.latest = self.latest._replace(loss=self.objective.value(self.latest.theta))
        if failed.any():
            self.latest = self.latest.instead(failed & ~np.isfinite(self.latest.loss), self.known)

    def keep(self) -> None:
        """Keep this step, if the schedule asks for it."""
        theta, velocity, loss = self.latest
        self.here = bool(self.schedule.at[self.row] == self.taken)
        if self.schedule.every_loss:
            self.loss[self.taken] = loss
        if self.here:
            self.theta[self.row] = theta
            if self.velocity is not None:
                self.velocity[self.row] = velocity
            if not self.schedule.every_loss:
                self.loss[self.row] = loss
            self.row += 1
