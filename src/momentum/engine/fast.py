"""The fast way down: runs that have nothing to do with each other, taken in pieces that stay in a core's cache."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from momentum.engine.checks import Array, finite_start
from momentum.engine.loop import downhill
from momentum.engine.rules import Rule
from momentum.engine.trajectory import Details, Schedule, Trajectory

PIECE = 20_000  # at most so many parameters at once: all the arrays of a step fit into the second-level cache
PRICED = 8192  # losses of several steps are computed together until they are so many
HISTORY = 2**22  # numbers of a complete history that is kept aside while diverging runs are taken again
ALONE = 4  # up to so many parameters, a single run is faster in plain numbers than in arrays


class Rows:
    """Recorded rows with the components first in memory, (rows, d, runs), shown as (rows, runs, d)."""

    def __init__(self, schedule: Schedule, dimension: int, runs: int, *, velocity: bool = False) -> None:
        def empty() -> Array:
            return np.moveaxis(np.empty((len(schedule.at), dimension, runs)), 1, -1)

        self.theta, self.loss = empty(), np.empty((schedule.losses, runs))
        self.velocity = empty() if velocity else None

    def part(self, runs: Any) -> Rows:
        """The rows of some runs, as views."""
        part = object.__new__(Rows)
        part.theta, part.loss = self.theta[:, runs], self.loss[:, runs]
        part.velocity = None if self.velocity is None else self.velocity[:, runs]
        return part


def descend_apart(objective: Any, rule: Rule, start: Array, schedule: Schedule) -> Trajectory:
    """Every run from `start` (..., d), recorded as planned."""
    batch, dimension = start.shape[:-1], start.shape[-1]
    points = np.asfortranarray(start.reshape(-1, dimension))
    runs = len(points)
    eager = schedule.detailed and not schedule.complete and hasattr(rule.init(points[:1]), "velocity")
    rows, last = Rows(schedule, dimension, runs, velocity=eager), np.full(runs, schedule.steps)
    if runs == 1 and not rule.shape and dimension <= ALONE and not eager:
        _alone(objective, rule, points, schedule, rows, last)
    else:
        flat = rule.flat(batch)
        pieces = min(runs, -(-runs * dimension // PIECE))
        for number in range(pieces):
            piece = slice(number * runs // pieces, (number + 1) * runs // pieces)
            _piece(objective, flat.part(piece), points[piece], schedule, rows.part(piece), last[piece])
    theta = rows.theta.reshape(len(schedule.at), *batch, dimension)
    ends = last.reshape(batch)

    def details() -> Details:
        if not schedule.detailed:
            return None, None
        gradient = objective.gradient(theta)
        if rows.velocity is not None:
            return gradient, rows.velocity.reshape(theta.shape)
        return gradient, _velocity(rule, theta, gradient, ends) if schedule.complete else None

    diverged = (ends < schedule.steps)[()]
    return Trajectory(theta, rows.loss.reshape(-1, *batch), diverged, schedule.at, details)


def _alone(objective: Any, rule: Rule, start: Array, schedule: Schedule, rows: Rows, last: NDArray[np.int64]) -> None:
    """A single run, each parameter by itself, since every rule here treats them so; the losses all at the end."""
    theta = tuple(start[0].tolist())
    finite_start("value", objective.value(start))
    finite_start("gradient", np.array(objective.slopes([*theta])))
    states = tuple(_plain(rule.init(parameter)) for parameter in start.T)
    one: Callable[..., Any] = rule.step  # of a parameter alone, a plain number

    def step(theta: tuple[float, ...], states: Any, slopes: list[float]) -> Any:
        return zip(*map(one, theta, states, slopes), strict=True)

    path = map(itemgetter(0), downhill(theta, states, objective.slopes, step, schedule.steps))
    count = (schedule.steps + 1) * len(theta)
    history = np.fromiter(chain.from_iterable(path), np.float64, count).reshape(-1, 1, len(theta))
    loss = objective.value(history)
    last[:] = _hold(history, loss, schedule)
    rows.theta[...] = history[schedule.at]
    rows.loss[...] = loss if schedule.every_loss else loss[schedule.at]


def _plain(state: Any) -> Any:
    """The state of one parameter (1,) in plain numbers, and a state within it."""
    if isinstance(state, tuple):
        return type(state)(*map(_plain, state))
    return state.item() if isinstance(state, np.ndarray) else state


def _piece(objective: Any, rule: Rule, start: Array, schedule: Schedule, rows: Rows, last: NDArray[np.int64]) -> None:
    """Some runs (n, d), all their steps; those that have diverged are then mended."""
    finite_start("value", objective.value(start))
    finite_start("gradient", objective.gradient(start))
    _walk(objective, rule, start, schedule, rows)
    if np.isfinite(rows.loss.sum() + rows.theta[-1].sum()):
        return
    bad = np.flatnonzero(~(np.isfinite(rows.loss).all(axis=0) & np.isfinite(rows.theta[-1]).all(axis=-1)))
    if schedule.complete:
        theta, loss = rows.theta[:, bad], rows.loss[:, bad]
        last[bad] = _hold(theta, loss, schedule)
        rows.theta[:, bad], rows.loss[:, bad] = theta, loss
        return
    everything = Schedule(schedule.steps, np.arange(schedule.steps + 1), every_loss=True, detailed=False)
    size = max(1, HISTORY // ((schedule.steps + 1) * start.shape[1]))
    for group in (bad[begin : begin + size] for begin in range(0, len(bad), size)):
        history, part = Rows(everything, start.shape[1], len(group)), rule.part(group)
        _walk(objective, part, start[group], everything, history)
        last[group] = _hold(history.theta, history.loss, schedule)
        rows.theta[:, group] = history.theta[schedule.at]
        rows.loss[:, group] = history.loss if schedule.every_loss else history.loss[schedule.at]
        if rows.velocity is not None:
            velocity = _velocity(part, history.theta, objective.gradient(history.theta), last[group])
            rows.velocity[:, group] = velocity[schedule.at]  # type: ignore[index]


def _walk(objective: Any, rule: Rule, start: Array, schedule: Schedule, rows: Rows) -> None:
    """All steps of some runs (n, d), without a look at whether they diverge; a run that has left stays where it is."""
    at, gradient, targets = schedule.at.tolist(), np.empty_like(start), iter(rows.theta)
    apart = schedule.every_loss and not schedule.complete
    size = max(2, min(PRICED // len(start), schedule.steps + 1)) if apart else 2
    passing = np.moveaxis(np.empty((size, *start.shape[::-1])), 1, -1)  # (size, n, d): steps that nobody keeps
    if not schedule.complete:
        places = [passing[step % size] for step in range(schedule.steps + 1)]
        for step, target in zip(at, targets, strict=True):
            places[step] = target
        targets = iter(places)

    def slope(theta: Array) -> Array:
        objective.slope_into(theta, gradient)
        return gradient

    first = next(targets)
    first[...] = start
    row, priced = 0, 0
    moments = downhill(first, rule.init(start), slope, rule.into(targets), schedule.steps)
    for step, (theta, state) in enumerate(moments):
        if step == at[row]:
            if rows.velocity is not None:
                rows.velocity[row] = state.velocity
            row += 1
            if apart:
                passing[step % size] = theta
        if apart:
            if step - priced == size - 1 or step == schedule.steps:
                rows.loss[priced : step + 1] = objective.value(passing[: step + 1 - priced])
                priced = step + 1
        elif (row - priced) * len(theta) >= PRICED or step == schedule.steps:
            rows.loss[priced:row] = objective.value(rows.theta[priced:row])
            priced = row


def _hold(theta: Array, loss: Array, schedule: Schedule) -> NDArray[np.int64]:
    """Let each run (steps + 1, n, d) keep its last finite iterate and loss, in place; returns the step (n,) of it.

    A run has left where its iterate is not finite, or a loss that the schedule asks for; what it holds has both.
    """
    steps, asked = np.arange(len(loss))[:, np.newaxis], np.full((len(loss), 1), schedule.every_loss)
    asked[schedule.at] = True
    inside, priced = np.isfinite(theta).all(axis=-1), np.isfinite(loss)
    left = ~inside | (asked & ~priced)
    until = np.where(left.any(axis=0), left.argmax(axis=0), len(loss))
    before = np.where(inside & priced & (steps < until), steps, 0).max(axis=0)
    last = np.where(until < len(loss), before, len(loss) - 1)
    source = np.minimum(steps, last)
    theta[...] = np.take_along_axis(theta, source[..., np.newaxis], axis=0)
    loss[...] = np.take_along_axis(loss, source, axis=0)
    return last


def _velocity(rule: Rule, theta: Array, gradient: Array, last: NDArray[np.int64]) -> Array | None:
    """The velocity (rows, ..., d) of a complete record, by taking its steps once more; None if the rule has none."""
    state = rule.init(theta[0])
    if not hasattr(state, "velocity"):
        return None
    velocity, places, gradients = np.zeros_like(theta), iter(theta[1:]), iter(gradient)

    def step(theta: Array, state: Any, gradient: Array) -> tuple[Array, Any]:
        return next(places), rule.step(theta, state, gradient)[1]

    moments = downhill(theta[0], state, lambda _: next(gradients), step, len(theta) - 1)
    for row, (_, state) in enumerate(moments):
        velocity[row] = np.where((row <= last)[..., np.newaxis], state.velocity, velocity[row - 1])
    return velocity
