"""Everything tuned under noise, as numbers: the loss at the end of constant and falling rates, the steps by batch."""

from __future__ import annotations

from functools import cache

import numpy as np

from momentum.chapters._noisy import expected_loss, soonest
from momentum.store.remembered import remembered

NOISE, BETA, HALF = 10.0, 0.9, 0.5
# Neighbours are 2 % apart, so that two methods differ by a few steps at the most because of the grid alone.
RATES = 10 ** np.linspace(-3.6, 0.4, 466)
LENGTHS = (25, 50, 100, 200, 400, 800, 1600)
BATCHES = tuple(2**k for k in range(13))
GOAL, LONGEST = 0.1, 2600
CALM = 0.5


@cache
def endings(beta: float, falling: bool, noise: float = NOISE / 2, lengths: tuple[int, ...] = LENGTHS) -> np.ndarray:
    """The lowest average loss (lengths,) after so many steps, the rate tuned for each length anew."""
    return np.array(remembered(_endings, beta, falling, noise, lengths))


def _endings(beta: float, falling: bool, noise: float, lengths: tuple[int, ...]) -> list[float]:
    def lowest(shape: np.ndarray) -> list[float]:
        """What is lowest of all rates before each step and after the last."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: list[float] = np.nanmin(expected_loss(RATES * shape[:, None], beta, noise), axis=1).tolist()
        return found

    if falling:
        return [lowest(1 - np.arange(steps) / steps)[-1] for steps in lengths]
    ends = lowest(np.ones(max(lengths)))
    return [ends[steps] for steps in lengths]


@cache
def batches(beta: float) -> np.ndarray:
    """The fewest steps (batches,) until the average loss stays within GOAL, the rate tuned for each batch size anew."""
    return np.array(remembered(_batches, beta))


def _batches(beta: float) -> list[int]:
    return [steps for steps, _ in soonest(RATES, beta, NOISE / np.sqrt(BATCHES), GOAL, LONGEST)]
