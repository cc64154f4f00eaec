"""The settings of a grid that may be the best, found without running all of them to the end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

MANY = 8


def promising(
    settings: np.ndarray, least: Callable[[np.ndarray, int], np.ndarray], glance: int, horizon: int
) -> np.ndarray:
    """The settings (n, ...) of which none that is left out takes the fewest steps; their order is kept.

    `least(settings, steps)` is what settings (n, ...) take at least, (n,), as far as so many steps show it; with more
    steps it can only grow, up to what `horizon` steps show. So all are run for a few steps, the MANY best to the end,
    and what is left are those whose count so far is not yet larger than the fewest.
    """
    so_far = least(settings, glance)
    fewest = least(settings[so_far.argsort(kind="stable")[:MANY]], horizon).min()
    kept: np.ndarray = settings[so_far <= fewest]
    return kept
