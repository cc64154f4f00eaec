"""The ravine that the short read walks through: one valley, one start, one tolerance, two learning rates, one beta."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, descend, ravine
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Mark, Panel

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
# The way from the start to the minimum lies in the middle of the map, which is what a phone shows of it.
XLIM = (-12.7, 3.7)
YLIM = (-1.45, 1.45)
CROP = 1.45
LEVELS = tuple((edge * 1.18) ** 2 / 2 for edge in np.arange(0.8, 12.4, 1.1))


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


def valley(marks: Sequence[Mark], extra: Any = None, *, size: tuple[int, int] = (1080, 480), **options: Any) -> Panel:
    """The ravine from above, its minimum ringed at the tolerance; `extra(axes)` adds labels."""

    def names(axes: Any) -> None:
        write(axes, 0.55, -0.44, f"finish: loss {TOLERANCE:g}", ha="right")
        if extra is not None:
            extra(axes)

    return plane(
        LOSS.value, XLIM, YLIM, levels=LEVELS, size=size, marks=tuple(marks), minimizers=LOSS.minimizers,
        minimum_label=None, finish=TOLERANCE, extra=names, **({"crop": CROP} | options),
    )  # fmt: skip
