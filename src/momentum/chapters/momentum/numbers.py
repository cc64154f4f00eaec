"""What the Momentum page says beyond its figures: what an average keeps, the room it makes, and PyTorch's sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, UndampedStart, descend, settled, theory
from momentum.chapters import _ravine as scenery
from momentum.chapters._by_hand import momentum as by_hand

BETAS = (0.0, 0.5, 0.7, 0.9)
LONG = 400
LARGE = 0.9


def _kept(beta: float, gradients: np.ndarray) -> float:
    """What the moving average of `gradients` (steps,) is after the last of them."""
    rule = scenery.averaged(1.0, beta)
    state = rule.init(np.zeros(1))
    for gradient in gradients:
        _, state = rule.step(np.zeros(1), state, np.array([gradient]))
    return float(state.velocity[0])


def stays(rule: Any) -> int:
    """The step from which the loss of a run from the start of the read stays within the tolerance."""
    return int(settled(descend(scenery.LOSS, rule, scenery.START, LONG), scenery.TOLERANCE))


def numbers() -> dict[str, Any]:
    """For each beta what is kept of a steady and of an alternating gradient and the room; then the sum's runs."""
    result: dict[str, Any] = {}
    for beta in BETAS:
        steady = _kept(beta, np.ones(LONG))
        alternating = _kept(beta, (-1.0) ** np.arange(LONG - 1, -1, -1))
        key = round(100 * beta)
        result |= {
            f"steady_{key}": steady,
            f"alternating_{key}": alternating,
            f"ratio_{key}": steady / alternating,
            # The engine's edge is that of the sum form: the average's learning rate is 1 / (1 - beta) times as large.
            f"longest_{key}": theory.stable_product(beta) / (1 - beta) / scenery.STEEPNESS,
        }
    rate, beta = scenery.LONGER_RATE, scenery.BETA
    summed = descend(scenery.LOSS, Momentum(rate * (1 - beta), beta), scenery.START, scenery.STEPS)
    apart = float(np.abs(summed.theta - scenery.run(rate, beta).theta).max())
    if apart > 1e-12:
        raise ValueError(f"The sum with its learning rate converted must retrace the average; got {apart:.3g} apart.")
    written = by_hand(scenery.LOSS.gradient, scenery.START, rate, beta, scenery.STEPS)
    if np.abs(written - summed.theta[-1]).max() > 1e-12:
        raise ValueError("The rule as the page writes it must end where the engine's does.")
    undamped = UndampedStart(rate, beta, dampening=beta)
    return result | {
        "rate": rate,
        "beta": beta,
        "share": 1 - beta,
        "converted": rate * (1 - beta),
        "longer": 1 / (1 - beta),
        "longer_90": 1 / (1 - LARGE),
        "steps": stays(scenery.AVERAGED),
        "trap_steps": stays(Momentum(rate, beta)),
        "undamped_steps": stays(undamped),
        "undamped_across": float(descend(scenery.LOSS, undamped, scenery.START, 1).theta[1, 1]),
        "large_steps": stays(scenery.averaged(rate, LARGE)),
        "large_overshoot": float(scenery.run(rate, LARGE, LONG).theta[:, 0].max()),
    }
