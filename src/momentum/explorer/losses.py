"""Losses as the browser takes them: their formula, where to begin, what to show, and learning rates that suit them."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.engine.checks import Array
from momentum.engine.descent import descend
from momentum.engine.losses import LOSSES, Loss, ravine
from momentum.engine.methods import METHODS, Method

ASPECT = 1.62  # width over height of the explorer's map
RAVINE_VIEW = ((-10.6, 4.6), (-1.75, 1.75))  # as on the pages: across the valley is drawn larger than along it
CONDITION = {"default": 25.0, "low": 1.0, "high": 1000.0}
TRIED = tuple(float(f"{digit}e{power}") for power in range(-4, 1) for digit in (1, 1.5, 2, 3, 5, 7))
TRIAL_STEPS = 100


def view(loss: Loss) -> tuple[tuple[float, float], tuple[float, float]]:
    """What the map shows: the loss's extent, widened to the map's shape; the ravine as the pages show it."""
    if loss.name == "ravine":
        return RAVINE_VIEW
    (x0, x1), (y0, y1) = loss.extent
    width, height = max(x1 - x0, ASPECT * (y1 - y0)), max(y1 - y0, (x1 - x0) / ASPECT)
    across, up = (x0 + x1) / 2, (y0 + y1) / 2
    return (across - width / 2, across + width / 2), (up - height / 2, up + height / 2)


def suits(loss: Loss, method: Method) -> float:
    """The round learning rate that leaves the smallest loss after some steps, the other settings at their defaults.

    Rates at which the loss ever exceeds its first value count only where there are no others.
    """
    knob = method.settings[0]
    rates = np.array([rate for rate in TRIED if knob.low <= rate <= knob.high])
    runs = descend(loss, method.make(learning_rate=rates), loss.start, TRIAL_STEPS, record="loss")
    calm = ~runs.diverged & (runs.loss.max(axis=0) <= runs.loss[0])
    last = np.where(calm if calm.any() else ~runs.diverged, runs.loss[-1], np.inf)
    return float(rates[int(last.argmin())])


def noise_high(loss: Loss) -> float:
    """The most noise that the explorer offers: half of the gradient's length at the start, in two digits."""
    return float(f"{np.linalg.norm(loss.gradient(loss.start)) / 2:.2g}")


def described(loss: Loss) -> dict[str, Any]:
    """One entry of LOSSES as JSON: its expression, and of a polynomial the coefficients, from which its slopes follow.

    The ravine comes with what its condition number adds to the table.
    """
    table: Array | None = loss.coefficients
    varying: dict[str, Any] | None = None
    if loss.name == "ravine":
        two, three = (np.asarray(ravine(number).coefficients) for number in (2.0, 3.0))
        table, varying = two - 2.0 * (three - two), {**CONDITION, "slope": (three - two).tolist()}
    return {
        "name": loss.name,
        "table": None if table is None else table.tolist(),
        "expression": None if varying else loss.expression,
        "condition": varying,
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
