"""The map of the read's ravine: how far it reaches, its level sets, and its minimum ringed at the tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from momentum.chapters._ravine import LOSS, TOLERANCE
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Mark, Panel

# The way from the start to the minimum lies in the middle of the map, which is what a phone shows of it.
XLIM = (-12.7, 3.7)
YLIM = (-1.45, 1.45)
CROP = 1.45
LEVELS = tuple((edge * 1.18) ** 2 / 2 for edge in np.arange(0.8, 12.4, 1.1))


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
