"""Numbers of the page on Nesterov that no figure measures: three forms as one, where it helps, and its edge."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, descend, ravine, theory
from momentum.chapters import _ravine as scenery
from momentum.chapters.nesterov import _forms as forms

RATE, BETA, STEPS = 0.03, 0.8, 40
CONDITION_NUMBERS = (25, 100, 400, 1600)
FRACTION, LONG = 1e-3, 6000


def _slope(theta: np.ndarray) -> np.ndarray:
    return np.asarray(np.array([1.0, 25.0]) * theta)


def _forms() -> dict[str, Any]:
    """How far the three ways of writing are apart, once they are told about the same points."""
    start = np.array(scenery.START)
    points, ahead = forms.two_sequences(_slope, start, RATE, BETA, STEPS)
    sutskever = forms.look_ahead(_slope, start, RATE, BETA, STEPS)
    library = forms.as_in_libraries(_slope, start, RATE, BETA, STEPS)
    engine = descend(scenery.LOSS, Momentum(RATE, BETA, nesterov=True), start, STEPS).theta
    return {
        "forms_apart": float(max(np.abs(sutskever - points).max(), np.abs(library - ahead).max())),
        "engine_apart": float(np.abs(engine - library).max()),
        "ahead_x": float(ahead[1, 0]), "point_x": float(points[1, 0]),
        "forms_rate": RATE, "forms_beta": BETA, "forms_steps": STEPS,
    }  # fmt: skip


def rules(condition_number: float) -> dict[str, Momentum]:
    """Four rules at their textbook settings for curvatures from 1 to this."""
    root = float(np.sqrt(condition_number))
    plain, heavy = (
        theory.optimal_gradient_descent(1.0, condition_number),
        theory.optimal_heavy_ball(1.0, condition_number),
    )
    best = theory.optimal_nesterov(1.0, condition_number)
    return {
        "gd": Momentum(plain.learning_rate),
        "heavy": Momentum(heavy.learning_rate, heavy.beta),
        "best": Momentum(best.learning_rate, best.beta, nesterov=True),
        "safe": Momentum(1 / condition_number, (root - 1) / (root + 1), nesterov=True),
    }


def _race() -> dict[str, Any]:
    """Steps from which the loss stays below a thousandth of the start's, and how far it rose, for each valley."""
    numbers: dict[str, Any] = {"one_in": round(1 / FRACTION)}
    for kappa in CONDITION_NUMBERS:
        for name, rule in rules(kappa).items():
            loss = descend(ravine(kappa), rule, scenery.START, LONG, record="loss").loss
            numbers[f"{name}_{kappa}"] = int(np.flatnonzero(loss > FRACTION * loss[0])[-1]) + 1
            numbers[f"{name}_peak_{kappa}"] = float(loss.max() / loss[0])
    return numbers


def numbers() -> dict[str, Any]:
    """Everything that `nesterov.md` quotes from here."""
    heavy, best = theory.optimal_heavy_ball(1.0, 25.0), theory.optimal_nesterov(1.0, 25.0)
    return _forms() | _race() | {
        "heavy_factor": heavy.rate, "best_factor": best.rate, "edge_heavy": theory.stable_product(0.9),
        "edge_nesterov": theory.stable_product(0.9, nesterov=True), "edge_plain": theory.stable_product(0.0),
    }  # fmt: skip
