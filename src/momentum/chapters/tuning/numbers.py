"""Numbers of the page on beta that belong to no figure: its table, its advice, and the exercise at its end."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, descend, ravine, theory
from momentum.chapters.tuning import _loops as tuning

TABLE = (0.0, 0.5, 0.9, 0.99)
TOO_FAST = 0.16
STEEPER = 100.0


def _steps(learning_rate: float, beta: float, condition_number: float = tuning.CONDITION_NUMBER) -> int:
    loss = descend(ravine(condition_number), Momentum(learning_rate, beta), tuning.START, 2 * tuning.LIMIT).loss
    return int(tuning.settled(loss))


def _row(beta: float) -> dict[str, Any]:
    """One row of the table: memory, effective rate and steps at the page's learning rate; then the kept rate."""
    name = f"{100 * beta:.0f}"
    kept = tuning.EFFECTIVE * (1 - beta)
    steps = _steps(kept, beta)
    return {
        f"memory_{name}": theory.averaging_window(beta),
        f"effective_{name}": theory.effective_learning_rate(tuning.LEARNING_RATE, beta),
        f"steps_{name}": _steps(tuning.LEARNING_RATE, beta),
        f"kept_rate_{name}": kept,
        f"kept_steps_{name}": "never" if steps < 0 else steps,
    }


def numbers() -> dict[str, Any]:
    """Everything that `tuning.md` quotes from here."""
    steepest = tuning.CONDITION_NUMBER
    root = np.sqrt(0.9)
    found: dict[str, Any] = {}
    for beta in TABLE:
        found |= _row(beta)
    for beta in (0.9, 0.99):
        found[f"tenth_{100 * beta:.0f}"] = np.log(10) / -np.log(np.sqrt(beta))
    for beta in (0.5, 0.9):
        found[f"edge_{100 * beta:.0f}"] = theory.stable_product(beta) / steepest
    critical = theory.critical_beta(1.0, tuning.LEARNING_RATE)
    steeper_rate = 1 / STEEPER
    steeper_best = theory.critical_beta(1.0, steeper_rate)
    far = descend(tuning.LOSS, Momentum(TOO_FAST, np.array([0.9, 0.5])), tuning.START, 50).loss[-1]
    return found | {
        "condition_number": steepest,
        "saved_small": _steps(tuning.LEARNING_RATE, 0.0) - _steps(tuning.LEARNING_RATE, tuning.SMALL),
        "times_right": _steps(tuning.LEARNING_RATE, 0.0) / _steps(tuning.LEARNING_RATE, tuning.RIGHT),
        "gain_small": theory.averaging_window(tuning.SMALL),
        "gain_right": theory.averaging_window(tuning.RIGHT),
        "critical": critical,
        "critical_rate": theory.rate(tuning.CURVATURES, tuning.LEARNING_RATE, critical),
        "best_for_90": ((1 + root) / (1 - root)) ** 2,
        "faded_90": 0.9 ** theory.averaging_window(0.9),
        "start_loss": tuning.LOSS.value(tuning.START),
        "too_fast": TOO_FAST,
        "too_fast_90": far[0],
        "too_fast_50": far[1],
        "halved_steps": _steps(TOO_FAST / 2, 0.9),
        "steeper": STEEPER,
        "steeper_rate": steeper_rate,
        "steeper_best": steeper_best,
        "steeper_best_steps": _steps(steeper_rate, steeper_best, STEEPER),
        "steeper_same_steps": _steps(steeper_rate, tuning.RIGHT, STEEPER),
        "steeper_bare_steps": _steps(steeper_rate, 0.0, STEEPER),
    }
