"""Numbers of the page on beta that belong to no figure: edges, the price, the best pair, and the advice."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import crossings, descend, distance_along_and_across, overshoot, ravine, settled, theory
from momentum.chapters._ravine import BETA, LONGER_RATE, RATE, START, STEEPNESS, STEPS, TOLERANCE, averaged
from momentum.chapters._ravine import run as walk
from momentum.chapters.tuning import _loops as loops
from momentum.chapters.tuning import _sweeps as sweeps
from momentum.chapters.tuning.beta_map import best_pair

SUM_RATE = LONGER_RATE * (1 - BETA)
SLOWER = {"wild": 0.4, "close": 0.039, "calm": 0.026}
KEPT = (0.7, 0.9, 0.99)
STEEPER = 100.0


def _steps(learning_rate: float, beta: float, condition_number: float = STEEPNESS) -> int:
    """Steps to the tolerance of the moving average's run."""
    rule = averaged(learning_rate, beta)
    loss = descend(ravine(condition_number), rule, START, 2 * sweeps.LIMIT).loss
    return int(settled(loss, TOLERANCE))


def _edges() -> dict[str, Any]:
    """The learning rates at which runs begin to diverge, and the numbers they are made of."""
    found: dict[str, Any] = {}
    for beta in (0.0, 0.5, BETA, 0.9):
        name = f"{100 * beta:.0f}"
        found |= {f"product_{name}": theory.stable_product(beta, dampening=beta), f"edge_{name}": loops.edge(beta)}
    return found | {
        "curvature": STEEPNESS,
        "top_70": 2 * (1 + BETA),
        "bottom_70": 1 - BETA,
        "room_90": (1 + 0.9) / (1 - 0.9),
    }


def _price() -> dict[str, Any]:
    """What so long a memory costs at three learning rates: steps and overshoot; and the rate that none can beat."""
    found: dict[str, Any] = {"root_90": np.sqrt(0.9), "tenth_90": np.log(10) / -np.log(np.sqrt(0.9))}
    for name, rate in SLOWER.items():
        run = loops.run(0.9, learning_rate=rate)
        found |= {
            f"{name}_rate": rate,
            f"{name}_steps": int(settled(run, TOLERANCE)),
            f"{name}_overshoot": overshoot(run, 0),
        }
    found["critical_90"] = (1 - np.sqrt(0.9)) ** 2 / (1 - 0.9)
    return found


def _tenfold(theta: np.ndarray, begin: int) -> int:
    """Steps from `begin` until the distance from the minimum of places (steps + 1, 2) is a tenth for good."""
    distance = np.linalg.norm(theta[begin:], axis=-1)
    return int(settled(distance, distance[0] / 10))


def _best() -> dict[str, Any]:
    """Polyak's pair: what it promises in the long run, and what its run does."""
    rate, beta, factor = best_pair()
    run = walk(rate, beta, 400)
    bare = theory.optimal_gradient_descent(*loops.CURVATURES)
    plain = walk(bare.learning_rate, 0.0, 400)
    found = {f"best_tenth_from_{begin}": _tenfold(run.theta, begin) for begin in (0, 1, 5, 10, 40)}
    return found | {
        "arithmetic": sum(loops.CURVATURES) / 2,
        "geometric": np.sqrt(np.prod(loops.CURVATURES)),
        "best_promised": np.log(10) / -np.log(factor),
        "best_steps": int(settled(run, TOLERANCE)),
        "best_crossings": crossings(walk(rate, beta, int(settled(run, TOLERANCE))), 1),
        "best_across": distance_along_and_across(walk(rate, beta, STEPS))[1],
        "best_first": float(run.loss[0]),
        "best_peak": float(run.loss.max()),
        "bare_tenth": _tenfold(plain.theta, 0),
        "right_swing": float(np.abs(walk(LONGER_RATE, BETA).theta[10:, 1]).max() / abs(START[1])),
        "right_across": distance_along_and_across(walk(LONGER_RATE, BETA))[1],
        "plain_across": distance_along_and_across(walk(RATE))[1],
        "plain_rate": RATE,
        "plain_steps": int(settled(walk(RATE, 0.0, 400), TOLERANCE)),
    }


def _advice() -> dict[str, Any]:
    """What the sum's rate means for every beta, and what a steeper valley asks for."""
    found: dict[str, Any] = {"sum_rate": SUM_RATE}
    for beta in KEPT:
        name = f"{100 * beta:.0f}"
        found |= {
            f"kept_sum_{name}": LONGER_RATE * (1 - beta),
            f"kept_steps_{name}": _steps(LONGER_RATE, beta),
            f"grown_{name}": SUM_RATE / (1 - beta),
            f"grown_steps_{name}": _steps(SUM_RATE / (1 - beta), beta),
        }
    root = np.sqrt(0.9)
    steeper_rate, steeper_beta, _ = theory.optimal_heavy_ball(1.0, STEEPER)
    return found | {
        "best_for_90": ((1 + root) / (1 - root)) ** 2,
        "steeper": STEEPER,
        "steeper_beta": steeper_beta,
        "steeper_rate": steeper_rate / (1 - steeper_beta),
        "steeper_steps": _steps(steeper_rate / (1 - steeper_beta), steeper_beta, STEEPER),
    }


def numbers() -> dict[str, Any]:
    """Everything that `tuning.md` quotes from here."""
    return _edges() | _price() | _best() | _advice()
