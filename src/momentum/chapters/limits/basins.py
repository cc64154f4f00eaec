"""Basins: in which of four equal valleys a run ends, for every start, without momentum and with it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import contourpy
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum import LOSSES, Momentum, descend
from momentum.rendering.frame import put
from momentum.rendering.parts import minimum
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.shapes import simplify
from momentum.rendering.style import colour
from momentum.store.rounding import show

LOSS = LOSSES["himmelblau"]
RATE, BETA = 0.01, 0.9
GRID = (181, 151)
# Long enough: a test takes twice as many and finds the same.
STEPS = 500
SLOW, SLOW_STEPS, SLOW_GRID = 0.001, 2000, (61, 51)
SIZE = (530, 400)
TINTS = ("band-8", "band-5", "band-3", "band-1")
# The wells that are told apart in words, and the losses on which the lowest valley is not the only one.
LOWEST = (("double well", 0.1), ("styblinski-tang", 0.02))


def starts(name: str, grid: tuple[int, int] = GRID) -> np.ndarray:
    """A grid of starts over the loss's extent, (rows, columns, 2)."""
    x, y = (np.linspace(*side, count) for side, count in zip(LOSSES[name].extent, grid, strict=True))
    return np.stack(np.meshgrid(x, y), axis=-1)


def ends(name: str, rate: float, beta: float, steps: int = STEPS, grid: tuple[int, int] = GRID) -> np.ndarray:
    """Where the moving average ends from every start, (rows, columns, 2)."""
    # --8<-- [start:basins]
    rule = Momentum(rate, beta, dampening=beta)
    run = descend(LOSSES[name], rule, starts(name, grid), steps, record="last")
    return np.asarray(run.theta[-1])
    # --8<-- [end:basins]


def nearest(places: np.ndarray) -> np.ndarray:
    """The number of the minimum that is nearest to each place (..., 2), (...)."""
    return np.asarray(((places[..., None, :] - np.array(LOSS.minimizers)) ** 2).sum(axis=-1).argmin(axis=-1))


@cache
def valleys(beta: float) -> np.ndarray:
    """The number of the minimum that each start's run ends in, (rows, columns)."""
    return nearest(ends("himmelblau", RATE, beta))


def _region(axes: Any, inside: np.ndarray, tint: str) -> None:
    """A region of starts as one path with few corners."""
    x, y = starts("himmelblau")[0, :, 0], starts("himmelblau")[:, 0, 1]
    filled: Any = contourpy.contour_generator(x, y, inside.astype(float), fill_type="OuterOffset").filled(0.5, 2.0)
    scale = np.array([SIZE[i] / (side[1] - side[0]) for i, side in enumerate(LOSS.extent)])
    rings = [
        simplify(polygon[first:last] * scale, 1.6) / scale
        for polygon, offsets in zip(*filled, strict=True)
        for first, last in pairwise(offsets)
    ]
    path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings if len(ring) > 3))
    axes.add_patch(PathPatch(path, facecolor=colour(tint), edgecolor=colour("contour"), lw=0.8))


def _map(name: str, title: str, role: str, beta: float) -> Panel:
    found = valleys(beta)

    def draw(axes: Any) -> None:
        for valley, tint in enumerate(TINTS):
            _region(axes, found == valley, tint)
        for place in LOSS.minimizers:
            minimum(axes, place, None)
        put(axes, (LOSS.extent[0][0], LOSS.extent[1][1]), title, role, (10, -22), size=16)

    return Panel(name, f"Basins of the four minima, {title}", SIZE, *LOSS.extent, draw, span="half", rounded=True)


def draw() -> Scene:
    """Two maps of the same starts."""
    return Scene((_map("plain", "gradient descent", "gradient-descent", 0.0),
                  _map("heavy", f"momentum, β = {BETA:g}", "momentum", BETA)))  # fmt: skip


def measure() -> dict[str, Any]:
    """How many starts change their valley, how many end in the nearest one, and how many find the lowest."""
    plain, heavy = valleys(0.0), valleys(BETA)
    near = nearest(starts("himmelblau"))
    slow = [nearest(ends("himmelblau", SLOW, beta, SLOW_STEPS, SLOW_GRID)) for beta in (0.0, BETA)]
    numbers: dict[str, Any] = {
        "rate": RATE, "beta": BETA, "starts": plain.size, "changed": float((plain != heavy).mean()),
        "slow": SLOW, "slow_changed": float((slow[0] != slow[1]).mean()),
        "plain_nearest": float((plain == near).mean()), "heavy_nearest": float((heavy == near).mean()),
    }  # fmt: skip
    for name, rate in LOWEST:
        for who, beta in (("plain", 0.0), ("heavy", BETA)):
            off = np.abs(ends(name, rate, beta) - np.array(LOSSES[name].minimizers[0])).max(axis=-1)
            numbers[f"{name.replace(' ', '_').replace('-', '_')}_{who}"] = float((off < 1e-3).mean())
    return numbers


FIGURE = Figure(
    title="From start to valley",
    caption=lambda n: (
        f"Himmelblau's loss has four equal valleys. Each of {n['starts']:,} starts is tinted by the valley its run "
        f"ends in. First :gd[gradient descent], then :momentum[momentum] with β = {n['beta']:g} at the same "
        f"effective rate. {show(n['changed'], '.0%')} of the starts end in another valley."
    ),
    alt=lambda n: (
        "Two maps of the same square of starts in four tints, one for each minimum. Left, without momentum, four "
        f"regions with smooth borders around the four minima; {n['plain_nearest']:.0%} of the starts end in the "
        "nearest minimum. Right, with momentum, the regions bend and reach round each other, with islands at the edge; "
        f"{n['heavy_nearest']:.0%} end in the nearest, and {n['changed']:.0%} of all starts have changed their valley."
    ),
    draw=draw,
    measure=measure,
)
