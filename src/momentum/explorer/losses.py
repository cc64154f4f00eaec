"""Losses as the browser takes them: their formula, where to begin, what to show, and learning rates that suit them."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.engine.descent import descend
from momentum.engine.losses import LOSSES, Loss, ravine
from momentum.engine.methods import METHODS, Method
from momentum.engine.polynomial import Polynomial

ASPECT = 1.62  # width over height of the explorer's map
RAVINE_VIEW = ((-10.6, 4.6), (-1.75, 1.75))  # as on the pages: across the valley is drawn larger than along it
CONDITION = {"default": 25.0, "low": 1.0, "high": 1000.0}
TRIED = tuple(float(f"{digit}e{power}") for power in range(-4, 1) for digit in (1, 1.5, 2, 3, 5, 7))
TRIAL_STEPS = 100
HAIR = 1e-9  # how far, as a share of it, a start is moved to see whether a run hangs on how a machine rounds
MEMORIES = (0.7, 0.9)  # the duel's, with which a reader comes from there, and the usual one
KAPPA, TRIALS = "kappa", (7.0, 11.0)  # numbers that no formula has


def view(loss: Loss) -> tuple[tuple[float, float], tuple[float, float]]:
    """What the map shows: the loss's extent, widened to the map's shape; the ravine as the pages show it."""
    if loss.name == "ravine":
        return RAVINE_VIEW
    (x0, x1), (y0, y1) = loss.extent
    width, height = max(x1 - x0, ASPECT * (y1 - y0)), max(y1 - y0, (x1 - x0) / ASPECT)
    across, up = (x0 + x1) / 2, (y0 + y1) / 2
    return (across - width / 2, across + width / 2), (up - height / 2, up + height / 2)


def suits(loss: Loss, method: Method) -> float:
    """The round learning rate that leaves the smallest loss after some steps, with the memory for which it leaves most:
    in six digits, and of those that leave as much the highest, or else rounding would choose among them.

    Tried are the memories of MEMORIES where the method has one; the other settings are at their defaults. Rates at
    which a run from a HAIR away ends elsewhere count only where there are no others; of those, rates at which a run
    leaves the map only where there are no others, and last those at which the loss ever exceeds its first value.
    """
    knob = method.settings[0]
    rates = np.array([rate for rate in TRIED if knob.low <= rate <= knob.high])
    memories = [{"beta": beta} for beta in MEMORIES] if "beta" in method.defaults else [{}]
    low, high = np.transpose(view(loss))
    steady, stays, falls = np.ones((3, len(rates)), dtype=bool)
    ends, near = np.zeros_like(rates), 1e-6 * (float(loss.value(loss.start)) - loss.minimum)
    for memory in memories:
        rule = method.make(learning_rate=rates, **memory)
        run = descend(loss, rule, loss.start, TRIAL_STEPS)
        nearby = descend(loss, rule, np.multiply(loss.start, 1 + HAIR), TRIAL_STEPS)
        steady &= ~(np.abs(nearby.loss[-1] - run.loss[-1]) > near)
        stays &= ((low <= run.theta) & (run.theta <= high)).all(axis=(0, -1))
        falls &= run.loss.max(axis=0) <= run.loss[0]
        ends = np.maximum(ends, np.where(run.diverged, np.inf, run.loss[-1] - loss.minimum))
    for good in (steady & stays & falls, stays & falls, falls):
        if (good & np.isfinite(ends)).any():
            ends = np.where(good, ends, np.inf)
            break
    ends = np.array([float(f"{end:.6g}") for end in ends])
    return float(rates[ends == ends.min()].max())


def noise_high(loss: Loss) -> float:
    """The most noise that the explorer offers: half of the gradient's length at the start, in two digits."""
    return float(f"{np.linalg.norm(loss.gradient(loss.start)) / 2:.2g}")


def _varying(one: Any, other: Any) -> Any:
    """Two traces of one formula, each with one of TRIALS for its condition number, as one with KAPPA."""
    if isinstance(one, list):
        return [_varying(*parts) for parts in zip(one, other, strict=True)]
    return KAPPA if (one, other) == TRIALS else one


def _degree(polynomial: Polynomial) -> int:
    return int(max(np.add(*np.nonzero(polynomial.coefficients))))


def described(loss: Loss) -> dict[str, Any]:
    """One entry of LOSSES as JSON; the ravine's expression has its condition number as a name."""
    varying = loss.name == "ravine"
    expression = _varying(*(ravine(number).expression for number in TRIALS)) if varying else loss.expression
    return {
        "name": loss.name,
        "expression": expression,
        "quadratic": loss.polynomial is not None and _degree(loss.polynomial) == 2,
        "condition": CONDITION if varying else None,
        "minimizers": [list(place) for place in loss.minimizers],
        "minimum": loss.minimum,
        "start": list(loss.start),
        "view": view(loss),
        "noise": noise_high(loss),
        "suits": {name: suits(loss, method) for name, method in METHODS.items()},
    }


def losses() -> dict[str, dict[str, Any]]:
    """Every loss by its name."""
    return {name: described(loss) for name, loss in LOSSES.items()}
