"""Steps to the tolerance against beta: at the page's learning rate, and with the best one for every beta."""

from __future__ import annotations

from functools import cache

import numpy as np

from momentum import descend, settled
from momentum.chapters._ravine import LONGER_RATE, LOSS, START, TOLERANCE, averaged
from momentum.store.remembered import remembered

LIMIT, SPARE, GLANCES = 3000, 1000, (300, 1500)
# Log-spaced, so that neighbours are 4% apart; the best of every beta lies inside.
TRIED = 10 ** np.linspace(-2.6, -0.6, 121)


@cache
def arrivals() -> tuple[np.ndarray, np.ndarray]:
    """beta (n,), and the steps (n,) to arrive at the page's learning rate; NaN for a run that is not there at LIMIT.

    The spare steps show that a run which is there stays.
    """
    beta = 1 - 10 ** -np.linspace(0, 3, 301)
    runs = descend(LOSS, averaged(LONGER_RATE, beta), START, LIMIT + SPARE, record="loss")
    steps = settled(runs, TOLERANCE)
    return beta, np.where(steps > LIMIT, np.nan, steps)


@cache
def tuned() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """beta (n,), the best learning rate of those TRIED for each, and the steps (n,) with it; NaN beyond LIMIT."""
    rates, steps = remembered(_tuned)
    return arrivals()[0][::5], np.array(rates), np.array(steps)


def _tuned() -> tuple[list[float], list[float]]:
    """A run's count can only grow with the steps that one looks at: of each beta's runs those that are slower at one of
    the GLANCES than the rate that looks best there is in the end go no further.
    """
    beta, rate = np.meshgrid(arrivals()[0][::5], TRIED, indexing="ij")
    steps, going = np.full(beta.shape, np.inf), np.ones(beta.shape, dtype=bool)

    def counts(some: np.ndarray, horizon: int, *, never: float) -> np.ndarray:
        runs = descend(LOSS, averaged(rate[some], beta[some]), START, horizon, record="loss")
        return np.asarray(np.nan_to_num(settled(runs, TOLERANCE), nan=never))

    for glance in GLANCES:
        steps[going] = counts(going, glance, never=glance)
        promising = np.arange(len(TRIED)) == steps.argmin(axis=1)[:, np.newaxis]
        going &= steps <= counts(promising, LIMIT + SPARE, never=np.inf)[:, np.newaxis]
        steps[~going] = np.inf
    steps[going] = counts(going, LIMIT + SPARE, never=np.inf)
    fewest = steps.min(axis=1)
    return TRIED[steps.argmin(axis=1)].tolist(), np.where(fewest > LIMIT, np.nan, fewest).tolist()
