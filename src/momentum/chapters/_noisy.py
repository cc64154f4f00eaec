"""Momentum under noise, on the read's ravine: the average loss over all noise, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters._ravine import START, STEEPNESS

CURVATURES = (1.0, STEEPNESS)


def expected_loss(rates: np.ndarray, beta: float, noise: Any) -> np.ndarray:
    """The average loss (steps + 1, ...) of the moving average from the ravine's start; rates are (steps, ...).

    Exact: on a quadratic the second moments of velocity and place follow a recursion of their own.
    """
    shape = np.broadcast_shapes(rates.shape[1:], np.shape(noise))
    losses = np.zeros((len(rates) + 1, *shape))
    for curvature, place in zip(CURVATURES, START, strict=True):
        vv, vx, xx = np.zeros(shape), np.zeros(shape), np.full(shape, float(place) ** 2)
        losses[0] += curvature * xx / 2
        for step, rate in enumerate(rates, 1):
            # --8<-- [start:moments]
            share = 1 - beta
            turned = beta * vx + share * curvature * xx
            mixed = 2 * beta * share * curvature * vx
            force = curvature**2 * xx + np.square(noise)
            vv = beta**2 * vv + mixed + share**2 * force
            xx = xx - 2 * rate * turned + rate**2 * vv
            vx = turned - rate * vv
            # --8<-- [end:moments]
            losses[step] += curvature * xx / 2
    return losses


def arrivals(rates: np.ndarray, beta: float, noise: np.ndarray, goal: float, longest: int) -> np.ndarray:
    """The steps (rates, noises) until the average loss meets `goal`, at constant rates; longest + 1 for never."""
    with np.errstate(over="ignore", invalid="ignore"):
        met = expected_loss(np.broadcast_to(rates[:, None], (longest, len(rates), 1)), beta, noise) <= goal
    return np.asarray(np.where(met.any(axis=0), met.argmax(axis=0), longest + 1))
