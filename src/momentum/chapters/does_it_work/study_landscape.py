"""The plane through two training runs of the real network: its own loss, and both paths on it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum.chapters.does_it_work import _curves as curves
from momentum.chapters.does_it_work._betas import LONG
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Figure, Readout, Run, Scene
from momentum.store.remembered import remembered
from momentum.study.kept import study
from momentum.study.landscape import Landscape, landscape
from momentum.study.network import Network
from momentum.study.plan import BEST_RATE, FULL_BATCH

BETAS = (0.0, 0.9)
STEPS = 40
COLUMNS, ROWS = 101, 61
SIZE = (1080, 480)
# Along the valley the map goes on so far that both paths lie in its middle, which is what a phone shows.
MARGIN = (0.38, 0.2)
CROP = 1.45
LEVELS = tuple(float(level) for level in np.geomspace(0.04, 2.75, 11))


def rates() -> tuple[float, ...]:
    """Each beta's best learning rate on the full batch, of the moving average."""
    return tuple(study().arm(FULL_BATCH, BEST_RATE, beta).learning_rate for beta in BETAS)


@cache
def seen(seed: int, columns: int = 2, rows: int = 2) -> Landscape:
    """Both runs from a seed's start; with few columns and rows only their paths, shares and lengths."""
    size = {"columns": columns, "rows": rows}
    return landscape(BETAS, rates(), second="steps", steps=STEPS, seed=seed, margin=MARGIN, **size)


@cache
def drawn() -> int:
    """The seed that is drawn, out of the store where somebody has looked for it before."""
    seed: int = remembered(_median)
    return seed


def _median() -> int:
    """The median seed by gradient descent's detour, the lower one of two."""
    seeds = sorted(study().seeds, key=lambda seed: float(seen(seed).detour[0]))
    return seeds[(len(seeds) - 1) // 2]


def field() -> Landscape:
    """Both runs from the median seed's start, and the loss of the network around them."""
    return seen(drawn(), COLUMNS, ROWS)


def stretch() -> float:
    """How many times wider a unit is drawn in y than in x."""
    view = field()
    return float(SIZE[1] / (view.y[-1] - view.y[0]) * (view.x[-1] - view.x[0]) / SIZE[0])


def draw() -> Scene:
    """The plane with both paths."""
    found = field()
    plain, heavy = found.paths
    tall = float(found.y[-1] - found.y[0])

    def names(axes: Any) -> None:
        write(axes, plain[0, 0], plain[0, 1] + 0.03 * tall, "start", "ink", ha="center")
        top = int(plain[8:, 1].argmax()) + 8
        write(axes, plain[top, 0], plain[top, 1] + 0.03 * tall, "gradient descent", "gradient-descent")
        middle = int(np.abs(heavy[:, 0] - heavy[0, 0] / 3).argmin())
        write(axes, heavy[middle, 0], heavy[middle, 1] - 0.11 * tall, "momentum", "momentum")

    paths = tuple(
        Run(path, curves.role(beta), beta=beta)
        for beta, path in zip(found.betas, found.paths, strict=True)
    )  # fmt: skip
    view = plane(
        lambda _: found.loss, (float(found.x[0]), float(found.x[-1])), (float(found.y[0]), float(found.y[-1])),
        levels=LEVELS, size=SIZE, marks=paths, extra=names, grid=(len(found.x), len(found.y)), crop=CROP,
        label="Both training runs over the level sets of the network's loss",
    )  # fmt: skip
    return Scene(
        (view,),
        ticks=STEPS,
        readouts=tuple(
            Readout("momentum" if beta else "gradient descent", curves.role(beta), loss)
            for beta, loss in zip(found.betas, found.path_loss, strict=True)
        ),
    )


def measure() -> dict[str, Any]:
    """Shares of the motion that the plane shows, detours, losses at the end: of the seed that is drawn, and their range
    over all seeds.
    """
    found, every = field(), [seen(seed) for seed in study().seeds]
    ranges: dict[str, Any] = {}
    for place, short in enumerate(("plain", "momentum")):
        for what in ("detour", "steps_explained"):
            values = [float(getattr(one, what)[place]) for one in every]
            ranges |= {f"{short}_{what}_lowest": min(values), f"{short}_{what}_highest": max(values)}
    ways = [way(one) for one in every]
    return ranges | {
        "steps": STEPS,
        "seed": drawn(),
        "seeds": len(every),
        "weights": Network().dimension,
        "plain_rate": found.learning_rates[0],
        "momentum_rate": found.learning_rates[1],
        "explained": found.explained,
        "plain_steps_explained": float(found.steps_explained[0]),
        "momentum_steps_explained": float(found.steps_explained[1]),
        "plain_detour": float(found.detour[0]),
        "momentum_detour": float(found.detour[1]),
        "plain_way": way(found),
        "plain_way_lowest": min(ways),
        "plain_way_highest": max(ways),
        "start_loss": float(found.path_loss[0, 0]),
        "plain_loss": float(found.path_loss[0, -1]),
        "momentum_loss": float(found.path_loss[1, -1]),
        "stretch": stretch(),
        "lowest": LEVELS[0],
        "highest": LEVELS[-1],
    }


def way(found: Landscape) -> float:
    """How far gradient descent gets along the plane's long axis, as a share of the way that momentum goes."""
    return float(1 - found.paths[0, -1, 0] / found.paths[0, 0, 0])


def _caption(n: dict[str, Any]) -> str:
    return (
        f"A plane through the {n['weights']} weights, with the shadows of two real runs. In all dimensions "
        f":gd[gradient descent] walks {n['plain_detour']:.1f} times as far as it gets, :momentum[momentum] "
        f"{n['momentum_detour']:.2f} times. Across the valley everything is drawn {n['stretch']:.1f} times as large as "
        f"along it."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"The training loss of the network seen from above, on a plane through its {n['weights']} weights, from "
        f"{n['lowest']:g} (brightest) to {n['highest']:g}: a long valley that falls to the right. Two runs of "
        f"{n['steps']} steps on the full batch begin at the upper left, at a loss of {n['start_loss']:.2f}. Gradient "
        f"descent, learning rate {n['plain_rate']:g}, zigzags across the valley, gets {n['plain_way']:.0%} of the way "
        f"along it and comes to a loss of {n['plain_loss']:.2f}. Momentum, beta {LONG:g} and learning rate "
        f"{n['momentum_rate']:g}, goes nearly straight to the right end, to a loss of {n['momentum_loss']:.3f}."
    )


FIGURE = Figure(title="The network's own valley", caption=_caption, alt=_alt, draw=draw, measure=measure)
