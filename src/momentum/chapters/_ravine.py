"""The ravine that the short read walks through: one valley, one start, one tolerance, two learning rates, one beta."""

from __future__ import annotations

from typing import Any

from momentum import Momentum, Trajectory, descend, ravine

STEEPNESS = 25.0
LOSS = ravine(STEEPNESS)
START = (-9.0, 1.0)
TOLERANCE = 0.01
STEPS = 60
# What gradient descent can take, and nearly its best: the zigzag. Above 2 / STEEPNESS = 0.08 it diverges.
RATE = 0.074
# What the moving average can take and gradient descent cannot.
LONGER_RATE = 0.133
BETA = 0.7


def averaged(learning_rate: Any, beta: Any = 0.0) -> Momentum:
    """The rule of the read: v <- beta v + (1 - beta) g, theta <- theta - learning_rate v; beta = 0 is gradient descent.

    A learning rate means the same for every beta: where the gradient stays the same, so does the step in the end.
    """
    return Momentum(learning_rate, beta, dampening=beta)


PLAIN = averaged(RATE)
AVERAGED = averaged(LONGER_RATE, BETA)


def run(learning_rate: float, beta: float = 0.0, steps: int = STEPS) -> Trajectory:
    """One run of the read's rule from its start."""
    return descend(LOSS, averaged(learning_rate, beta), START, steps)


def runs(steps: int = STEPS) -> tuple[Trajectory, Trajectory]:
    """The duel: gradient descent at the rate it can take, and momentum at the longer one."""
    return run(RATE, steps=steps), run(LONGER_RATE, BETA, steps)
