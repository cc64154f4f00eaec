"""Names of curves at their ends, one under another where the ends are close."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from momentum.rendering.scene import Note

# The names stand inside the plotting area, where a head at the last tick is not cut: how wide it is, in pixels, how far
# apart two names are, and how far right of a curve's end, and below it, a name begins.
NAMES = 70.0
APART = 21.0
OFFSET = (12.0, 5.0)


def notes(
    names: Sequence[tuple[str, str]], heights: Sequence[float], ticks: int, wide: float, tall: float
) -> list[Note]:
    """Each name, (text, role), at the height in data units at which its curve ends after so many ticks.

    `wide` is the width of the curves in pixels, `tall` how many pixels a unit of height has.
    """
    right, below = OFFSET
    return [
        Note(text, (ticks * (1 + right / wide), (place - below) / tall), role, size=14)
        for (text, role), place in zip(names, spread([height * tall for height in heights], APART), strict=True)
    ]


def spread(heights: Sequence[float], apart: float) -> list[float]:
    """Heights moved as little as need be until no two are nearer than `apart`; their order is kept."""
    order = np.argsort(heights, kind="stable")
    groups = [[heights[index]] for index in order]
    middle = [float(group[0]) for group in groups]
    place = 0
    while place < len(groups) - 1:
        reach = apart * (len(groups[place]) + len(groups[place + 1])) / 2
        if middle[place + 1] - middle[place] >= reach - 1e-9:
            place += 1
            continue
        groups[place] += groups.pop(place + 1)
        middle.pop(place + 1)
        middle[place] = float(np.mean(groups[place]))
        place = max(0, place - 1)
    spots = [m + apart * (k - (len(g) - 1) / 2) for m, g in zip(middle, groups, strict=True) for k in range(len(g))]
    found = np.empty(len(spots))
    found[order] = spots
    return [float(spot) for spot in found]
