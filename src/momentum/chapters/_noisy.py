"""Momentum under noise, on the read's ravine: the average loss over all noise, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import numpy as np

from momentum import theory
from momentum.chapters._ravine import START, STEEPNESS

CURVATURES = (1.0, STEEPNESS)


def _averages(rates: Iterable[Any], beta: float, noise: Any, shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """The average loss (*shape) at the ravine's start and after each step; the two directions are one axis."""
    curvature, place = (np.reshape(sizes, (-1, *(1 for _ in shape))) for sizes in (CURVATURES, START))
    vv, vx, xx = np.zeros((2, *shape)), np.zeros((2, *shape)), np.broadcast_to(np.square(place), (2, *shape))
    yield (curvature * xx / 2).sum(axis=0)
    for rate in rates:
        # --8<-- [start:moments]
        share = 1 - beta
        turned = beta * vx + share * curvature * xx
        mixed = 2 * beta * share * curvature * vx
        force = curvature**2 * xx + np.square(noise)
        vv = beta**2 * vv + mixed + share**2 * force
        xx = xx - 2 * rate * turned + rate**2 * vv
        vx = turned - rate * vv
        # --8<-- [end:moments]
        yield (curvature * xx / 2).sum(axis=0)


def expected_loss(rates: np.ndarray, beta: float, noise: Any) -> np.ndarray:
    """The average loss (steps + 1, ...) of the moving average from the ravine's start; rates are (steps, ...).

    Exact: on a quadratic the second moments of velocity and place follow a recursion of their own.
    """
    shape = np.broadcast_shapes(rates.shape[1:], np.shape(noise))
    losses = np.empty((len(rates) + 1, *shape))
    for step, loss in enumerate(_averages(rates, beta, noise, shape)):
        losses[step] = loss
    return losses


def soonest(rates: np.ndarray, beta: float, noises: np.ndarray, goal: float, longest: int) -> list[tuple[int, float]]:
    """For each of `noises` the fewest steps from which on the average loss stays within `goal`, and the rate for it.

    The rate is constant, and one of `rates`. A swing may meet the goal and leave it again, so every run is watched for
    `longest` steps; where none stays: one more, and the first rate.
    """
    # Where the steep direction does not converge, no run stays; the first rate is kept for where none does.
    rates = rates[theory.is_stable(STEEPNESS, rates, beta, dampening=beta) | (rates == rates[0])]
    shape = len(noises), len(rates)
    since = np.full(shape, longest + 1)
    for step, loss in enumerate(_averages(repeat(rates, longest), beta, noises[:, np.newaxis], shape)):
        since = np.where(loss <= goal, np.minimum(since, step), longest + 1)
    return [(int(steps[best]), float(rates[best])) for steps, best in zip(since, since.argmin(axis=1), strict=True)]
