"""The ravine that the short read walks through: one start, one tolerance, and the settings of its two runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, descend, ravine
from momentum.rendering.parts import plane
from momentum.rendering.scene import Mark, Panel

LOSS = ravine(25.0)
START = (-9.0, 1.0)
PLAIN = Momentum(learning_rate=0.074)
HEAVY = Momentum(learning_rate=0.04, beta=0.7)
TOLERANCE = 0.01
STEPS = 60
XLIM = (-10.2, 2.6)
YLIM = (-1.45, 1.45)
LEVELS = tuple((edge * 1.18) ** 2 / 2 for edge in np.arange(0.8, 9.2, 0.93))


def runs(steps: int = STEPS) -> tuple[Trajectory, Trajectory]:
    """Gradient descent and momentum from the same start."""
    return descend(LOSS, PLAIN, START, steps), descend(LOSS, HEAVY, START, steps)


def valley(marks: Sequence[Mark], extra: Any = None, *, size: tuple[int, int] = (1080, 330), **options: Any) -> Panel:
    """The ravine from above with its minimum; `extra(axes)` adds labels."""
    return plane(
        LOSS.value, XLIM, YLIM, levels=LEVELS, size=size, marks=tuple(marks), minimizers=LOSS.minimizers,
        extra=extra, **options,
    )  # fmt: skip
