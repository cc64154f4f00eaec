"""What the Momentum page says about weights, sums and its rule beyond its figures."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, descend, steps_to
from momentum.chapters import _ravine as scenery

BETAS = (0.5, 0.7, 0.9)
LONG = 400


def _unrolled(beta: float, gradients: np.ndarray) -> float:
    """The velocity after `gradients` (steps,) by the rule v <- beta v + g."""
    rule = Momentum(1.0, beta)
    state = rule.init(np.zeros(1))
    for gradient in gradients:
        _, state = rule.step(np.zeros(1), state, np.array([gradient]))
    return float(state.velocity[0])


def numbers() -> dict[str, Any]:
    """Factors on a constant and on an alternating gradient, the averaged run beside the summed one, other betas."""
    result: dict[str, Any] = {}
    for beta in BETAS:
        key = round(100 * beta)
        constant = _unrolled(beta, np.ones(LONG))
        alternating = _unrolled(beta, (-1.0) ** np.arange(LONG - 1, -1, -1))
        result |= {
            f"constant_{key}": constant,
            f"alternating_{key}": alternating,
            f"ratio_{key}": constant / alternating,
            f"steps_{key}": steps_to(
                descend(scenery.LOSS, Momentum(scenery.HEAVY.learning_rate, beta), scenery.START, LONG),
                scenery.TOLERANCE,
            ),
        }
    rate, beta = float(scenery.HEAVY.learning_rate), float(scenery.HEAVY.beta)
    averaged = Momentum(rate / (1 - beta), beta, dampening=beta)
    same = descend(scenery.LOSS, averaged, scenery.START, scenery.STEPS)
    apart = float(np.abs(same.theta - scenery.runs()[1].theta).max())
    if apart > 1e-12:
        raise ValueError(f"The averaged rule must retrace the summed one; got paths {apart:.3g} apart.")
    rates = np.append(np.linspace(0.02, 0.0799, 1200), rate)
    plain = steps_to(descend(scenery.LOSS, Momentum(rates), scenery.START, LONG, record="loss"), scenery.TOLERANCE)
    return result | {
        "averaged_rate": rate / (1 - beta),
        "plain_same_rate_steps": int(plain[-1]),
        "plain_best_steps": int(plain[plain >= 0].min()),
    }
