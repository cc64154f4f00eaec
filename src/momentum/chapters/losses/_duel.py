"""Gradient descent against momentum on any loss of the registry, each at the best setting of one grid."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from momentum import LOSSES, METHODS, Loss, Trajectory, descend, settled
from momentum.store.remembered import remembered

LEARNING_RATES = 10 ** np.linspace(-4, 1, 81)
BETAS = np.array([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
RIVALS = ("gradient descent", "averaged")
HORIZON = 1000
SHARE = 1e-3
HAIR = 1e-9  # how far, as a share of it, a start is moved to see whether a run hangs on it
SHORTEST, LONGEST, LOST = 20, 80, 40  # how many steps a figure shows; the last where a run never gets there


class Tuned(NamedTuple):
    """A method's best setting on a loss, the step from which it stays close to the minimum (NaN: never), and its run.

    The run is as long as a figure can show it; the step is sought over the whole horizon. Close means: of what the
    start lies above the minimum, at most SHARE is left.
    """

    learning_rate: float
    beta: float
    steps: float
    run: Trajectory


def close(loss: Loss) -> float:
    """How far above the minimum is close to it."""
    return SHARE * (float(loss.value(loss.start)) - loss.minimum)


def seen(loss: Loss, theta: Any) -> Any:
    """Whether points (..., 2) lie where the loss is drawn (...)."""
    low, high = np.transpose(loss.extent)
    return ((theta >= low) & (theta <= high)).all(axis=-1)


def _rule(method: str, rate: Any, beta: Any) -> Any:
    return METHODS[method].make(rate, beta) if len(METHODS[method].settings) > 1 else METHODS[method].make(rate)


def _grid(method: str) -> np.ndarray:
    """The settings (n, 2) that are tried: a rate, and a beta."""
    rates = np.array([float(f"{rate:.3g}") for rate in LEARNING_RATES])  # as printed: who repeats a run gets the same
    betas = BETAS if len(METHODS[method].settings) > 1 else np.zeros(1)
    return np.stack(np.meshgrid(rates, betas), axis=-1).reshape(-1, 2)


def _best(name: str, method: str) -> tuple[float, float, float]:
    """The setting (rate, and beta) with the fewest steps until the loss stays close to the minimum, and the steps.

    Where no run gets there, the one that ends lowest. A run that ends outside the picture does not count.
    """
    loss, settings = LOSSES[name], _grid(method)

    def runs(start: Any) -> Trajectory:
        return descend(loss, _rule(method, *settings.T), start, HORIZON, record="loss")

    found = runs(loss.start)
    lost = found.diverged | ~seen(loss, found.theta[-1])
    steps = np.where(lost, np.nan, settled(found, close(loss), loss.minimum))
    if np.isfinite(steps).any():
        best = int(np.nanargmin(steps))
    else:
        best = _lowest(found.loss, runs(np.multiply(loss.start, 1 + HAIR)).loss, lost, close(loss))
    rate, beta = settings[best].tolist()
    return rate, beta, float(steps[best])


def _lowest(losses: np.ndarray, nearby: np.ndarray, lost: np.ndarray, tolerance: float) -> int:
    """Of runs (steps + 1, n) that are not lost, the one that ends lowest, within the tolerance, and is there first.

    `nearby` are the runs from a HAIR away. Where one of them goes elsewhere, rounding leads its run, and on another
    machine to another place: such a run does not count.
    """
    with np.errstate(invalid="ignore"):
        led = ~(np.abs(nearby - losses).max(axis=0) <= tolerance)
        waits = settled(losses - losses[-1], tolerance)
    ends = np.where(lost | led, np.inf, losses[-1])
    return int(np.where(ends <= ends.min() + tolerance, np.nan_to_num(waits, nan=np.inf), np.inf).argmin())


@cache
def duel(name: str) -> tuple[Tuned, Tuned]:
    """Gradient descent and momentum on the loss of this name, each at what `_best` finds or has once found."""
    plain, heavy = (_tuned(name, method, *remembered(_best, name, method)) for method in RIVALS)
    return plain, heavy


def _tuned(name: str, method: str, rate: float, beta: float, steps: float) -> Tuned:
    return Tuned(rate, beta, steps, descend(LOSSES[name], _rule(method, rate, beta), LOSSES[name].start, LONGEST))


def clock(name: str) -> int:
    """How many steps the figure shows: until both are there, if that is soon enough."""
    steps = np.array([tuned.steps for tuned in duel(name)])
    return int(np.clip(1.2 * np.nan_to_num(steps, nan=LOST / 1.2).max(), SHORTEST, LONGEST))
