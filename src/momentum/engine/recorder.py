"""Watching runs of any objective: what is recorded, and what a diverging run holds."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from momentum.engine.checks import Array
from momentum.engine.objectives import Objective
from momentum.engine.trajectory import Plan, Trajectory


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
    """Keeps the rows that the plan asks for. A run whose parameters or loss stop being finite is held where it was."""

    def __init__(
        self, objective: Objective, theta: Array, loss: Array, gradient: Array, state: Any, schedule: Plan
    ) -> None:
        self.objective, self.plan = objective, schedule
        velocity = getattr(state, "velocity", None)
        rows = len(schedule.at)
        self.theta, self.loss = np.empty((rows, *theta.shape)), np.empty((schedule.losses, *loss.shape))
        self.gradient = np.empty(self.theta.shape) if schedule.detailed else None
        self.velocity = np.empty(self.theta.shape) if schedule.detailed and velocity is not None else None
        self.diverged = np.zeros(loss.shape, dtype=bool)
        self.row, self.here = 0, False
        self.latest = self.known = Moment(theta, velocity, loss)
        self._keep(0)
        self.slope(gradient)

    def hold(self, step: int, theta: Array, state: Any) -> Array:
        """Look at the parameters (..., d) after a step, and return those to go on from, for reading only."""
        if np.shape(theta) != self.latest.theta.shape:
            raise ValueError(
                f"step must return parameters of the shape {self.latest.theta.shape}; got the shape {np.shape(theta)}."
            )
        finite = np.asarray(np.isfinite(theta).all(axis=-1))
        if not finite.all():
            theta = np.where(finite[..., np.newaxis], theta, self.latest.theta)
        loss = None
        if self.plan.every_loss or self.plan.at[self.row] == step:
            loss = self.objective.value(theta)
            finite &= np.isfinite(loss)
        now = Moment(theta, getattr(state, "velocity", None), loss)
        bad = self.diverged | ~finite
        if bad.any():
            self._settle(bad & ~self.diverged, asked=loss is not None)
            now = now.instead(bad, self.latest)
            self.diverged = bad
        self.latest = now
        if loss is not None:
            self.known = now
        self._keep(step)
        return for_reading(now.theta)

    def slope(self, gradient: Array) -> Array:
        """Look at the gradient (..., d) at the parameters that `hold` returned."""
        if self.here and self.gradient is not None:
            self.gradient[self.row - 1] = gradient
        return gradient

    def trajectory(self) -> Trajectory:
        """What was recorded."""
        details = self.gradient, self.velocity
        return Trajectory(self.theta, self.loss, self.diverged[()], self.plan.at, lambda: details)

    def _settle(self, failed: Any, *, asked: bool) -> None:
        """Make the latest moment one that the runs which failed just now can hold: its loss must be finite too."""
        if self.latest.loss is None and (asked or failed.any()):
            self.latest = self.latest._replace(loss=self.objective.value(self.latest.theta))
        if failed.any():
            self.latest = self.latest.instead(failed & ~np.isfinite(self.latest.loss), self.known)

    def _keep(self, step: int) -> None:
        theta, velocity, loss = self.latest
        self.here = bool(self.plan.at[self.row] == step)
        if self.plan.every_loss:
            self.loss[step] = loss
        if self.here:
            self.theta[self.row] = theta
            if self.velocity is not None:
                self.velocity[self.row] = velocity
            if not self.plan.every_loss:
                self.loss[self.row] = loss
            self.row += 1
