"""Noisy gradients as numbers: schedules and batch sizes, each at its best rate, for the average over all noise."""

from __future__ import annotations

from functools import cache

import numpy as np

from momentum.chapters._noisy import expected_loss, soonest
from momentum.chapters._ravine import BETA
from momentum.store.remembered import remembered

NOISE = 10.0
BATCHES = (1, 4, 16, 64, 256, 1024)
GOAL = 0.1
# Neighbours are 1.3% apart: on a coarser grid two methods can differ by a few steps because of the grid alone.
LEARNING_RATES = 10 ** np.linspace(-3.5, 0, 631)
LONGEST = 2600
BATCH = 4
STEPS = 400


@cache
def steps_by_batch(beta: float) -> tuple[tuple[int, float], ...]:
    """For each batch size the fewest steps until the average loss stays within GOAL, and the rate that takes them."""
    return tuple((steps, rate) for steps, rate in remembered(_steps_by_batch, beta))


def _steps_by_batch(beta: float) -> list[tuple[int, float]]:
    return soonest(LEARNING_RATES, beta, NOISE / np.sqrt(BATCHES), GOAL, LONGEST)


@cache
def schedules() -> dict[str, tuple[float, np.ndarray]]:
    """(first learning rate, average loss): a constant rate and a falling one, each at its best, and the latter kept.

    Best is what ends lowest after STEPS steps. A falling rate goes to 0 in equal parts.
    """
    noise = NOISE / np.sqrt(BATCH)
    shapes = {"constant": np.ones(STEPS), "falling": 1 - np.arange(STEPS) / STEPS}
    found = {}
    for name, shape in shapes.items():
        with np.errstate(over="ignore", invalid="ignore"):
            loss = expected_loss(LEARNING_RATES * shape[:, np.newaxis], BETA, noise)
        best = int(np.nanargmin(loss[-1]))
        found[name] = (float(LEARNING_RATES[best]), loss[:, best])
    high = found["falling"][0]
    return found | {"high": (high, expected_loss(np.full(STEPS, high), BETA, noise))}
