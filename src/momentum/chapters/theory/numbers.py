"""Numbers of the page on the theory that belong to no figure: the matrix, the guess of 0.9, and ten times closer."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, descend, theory
from momentum.chapters import _ravine as scenery

RATE, BETA = 0.04, 0.7
CURVATURES = {"along": 1.0, "across": 25.0}
CONDITION_NUMBERS = (5, 25, 100, 400, 1600)
GUESS = 0.9


def tenth(rate: Any) -> float:
    """How many steps bring a run ten times closer, in the long run, at this rate of convergence."""
    return float(np.log(10) / -np.log(rate))


def _matrix() -> dict[str, Any]:
    """The one-step matrix on (velocity, place) along and across, with what decides about it, and the first step."""
    numbers: dict[str, Any] = {}
    for name, curvature in CURVATURES.items():
        # --8<-- [start:matrix]
        matrix = theory.transition(curvature, RATE, BETA)
        trace, determinant = np.trace(matrix), np.linalg.det(matrix)
        largest = np.abs(np.linalg.eigvals(matrix)).max()
        # --8<-- [end:matrix]
        numbers |= {
            f"{name}_a": matrix[0, 0], f"{name}_b": matrix[0, 1], f"{name}_c": matrix[1, 0], f"{name}_d": matrix[1, 1],
            f"{name}_trace": trace, f"{name}_determinant": determinant, f"{name}_largest": largest,
            f"{name}_discriminant": trace**2 - 4 * determinant,
        }  # fmt: skip
    velocity, place = theory.transition(1.0, RATE, BETA) @ np.array([0.0, scenery.START[0]])
    return numbers | {"first_velocity": velocity, "first_place": place}


def _guess() -> dict[str, Any]:
    """For each condition number: steps to ten times closer without momentum, with the best pair, and with 0.9."""
    reach = ((1 + np.sqrt(GUESS)) / (1 - np.sqrt(GUESS))) ** 2
    numbers: dict[str, Any] = {
        "guess": GUESS,
        "reach": reach,
        "even": float(np.sqrt(reach)),
        "guess_tenth": tenth(np.sqrt(GUESS)),
    }
    for kappa in CONDITION_NUMBERS:
        best = theory.optimal_heavy_ball(1.0, kappa)
        rates = np.linspace(1, 3.8, 28001) / kappa
        found = np.asarray(theory.rate([1.0, kappa], rates, GUESS))
        numbers |= {
            f"plain_{kappa}": tenth(theory.optimal_gradient_descent(1.0, kappa).rate),
            f"best_{kappa}": tenth(best.rate),
            f"beta_{kappa}": best.beta,
            f"guess_{kappa}": tenth(found.min()),
            f"width_{kappa}": reach / kappa,
        }
    return numbers


def _closer() -> dict[str, Any]:
    """How the ravine's best pair really comes ten times closer, counted from the start and from later steps."""
    best = theory.optimal_heavy_ball(1.0, 25.0)
    path = descend(scenery.LOSS, Momentum(best.learning_rate, best.beta), scenery.START, 200)
    distance = np.hypot(*path.theta.T)
    counted = {f"closer_{begin}": int(np.argmax(distance[begin:] <= distance[begin] / 10)) for begin in (0, 10, 40)}
    return counted | {
        "promised": tenth(best.rate),
        "ravine_start": float(path.loss[0]),
        "ravine_peak": float(path.loss.max()),
        "ravine_peak_step": int(path.loss.argmax()),
    }


def numbers() -> dict[str, Any]:
    """Everything that `theory.md` quotes from here."""
    plain = theory.optimal_gradient_descent(1.0, 25.0)
    edge = float(theory.critical_beta(1.0, RATE))
    return _matrix() | _guess() | _closer() | {
        "rate": RATE, "beta": BETA, "averaged": RATE / (1 - BETA), "critical": edge,
        "spring_critical": 1 - 2 * float(np.sqrt(RATE)),
        "plain_rate": plain.learning_rate, "plain_factor": plain.rate, "root": float(np.sqrt(BETA)),
    }  # fmt: skip
