"""The plane through two training runs of the real network: its own loss, and both paths on it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum.chapters.does_it_work import _curves as curves
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Figure, Readout, Run, Scene
from momentum.study.kept import study
from momentum.study.landscape import Landscape, landscape
from momentum.study.network import Network
from momentum.study.plan import BEST_RATE, FULL_BATCH

BETAS = (0.0, 0.9)
STEPS = 40
COLUMNS, ROWS = 101, 61
SIZE = (1080, 430)
LEVELS = tuple(float(level) for level in np.geomspace(0.04, 2.75, 11))


def rates() -> tuple[float, ...]:
    """Each beta's best learning rate on the full batch."""
    return tuple(study().arm(FULL_BATCH, BEST_RATE, beta).learning_rate for beta in BETAS)


@cache
def field() -> Landscape:
    """Both runs from the first seed's start, and the loss of the network around them."""
    return landscape(BETAS, rates(), second="steps", steps=STEPS, columns=COLUMNS, rows=ROWS)


def stretch() -> float:
    """How many times wider a unit is drawn in y than in x."""
    seen = field()
    return float(SIZE[1] / (seen.y[-1] - seen.y[0]) * (seen.x[-1] - seen.x[0]) / SIZE[0])


def draw() -> Scene:
    """The plane with both paths."""
    seen = field()

    def names(axes: Any) -> None:
        write(axes, seen.paths[0, 0, 0] - 0.1, seen.paths[0, 0, 1] + 0.1, "start", "ink", ha="center")
        write(axes, -10.4, 0.42, "gradient descent", "gradient-descent")
        write(axes, -5.6, -0.31, "with momentum", "momentum")

    paths = tuple(
        Run(path, curves.role(beta), beta=beta)
        for beta, path in zip(seen.betas, seen.paths, strict=True)
    )  # fmt: skip
    view = plane(
        lambda _: seen.loss, (float(seen.x[0]), float(seen.x[-1])), (float(seen.y[0]), float(seen.y[-1])),
        levels=LEVELS, size=SIZE, marks=paths, extra=names, grid=(len(seen.x), len(seen.y)),
        label="Both training runs over the level sets of the network's loss",
    )  # fmt: skip
    return Scene(
        (view,),
        ticks=STEPS,
        readouts=tuple(
            Readout("momentum" if beta else "gradient descent", curves.role(beta), loss)
            for beta, loss in zip(seen.betas, seen.path_loss, strict=True)
        ),
    )


def measure() -> dict[str, Any]:
    """Shares of the motion that the plane shows, detours, and the losses of the real runs at the end."""
    seen = field()
    return {
        "steps": STEPS,
        "weights": Network().dimension,
        "plain_rate": seen.learning_rates[0],
        "momentum_rate": seen.learning_rates[1],
        "explained": seen.explained,
        "plain_steps_explained": float(seen.steps_explained[0]),
        "momentum_steps_explained": float(seen.steps_explained[1]),
        "plain_detour": float(seen.detour[0]),
        "momentum_detour": float(seen.detour[1]),
        "plain_way": float(1 - seen.paths[0, -1, 0] / seen.paths[0, 0, 0]),
        "start_loss": float(seen.path_loss[0, 0]),
        "plain_loss": float(seen.path_loss[0, -1]),
        "momentum_loss": float(seen.path_loss[1, -1]),
        "stretch": stretch(),
        "lowest": LEVELS[0],
        "highest": LEVELS[-1],
    }


def _caption(n: dict[str, Any]) -> str:
    return (
        f"A plane through the {n['weights']} weights: the network's own training loss, and the shadows of two real "
        f"runs. In all dimensions :gd[gradient descent] walks {n['plain_detour']:.1f} times as far as it gets, "
        f":momentum[momentum] {n['momentum_detour']:.2f} times. The plane shows {n['plain_steps_explained']:.0%} of "
        f"the first run's motion and {n['momentum_steps_explained']:.0%} of the second's (of the sum of squared "
        f"steps). Across the valley everything is drawn {n['stretch']:.1f} times as large as along it."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"The training loss of the network seen from above, on a plane through its {n['weights']} weights, from "
        f"{n['lowest']:g} (bluest) to {n['highest']:g}: a long valley that falls to the right. Two runs of "
        f"{n['steps']} steps on the full batch begin at the upper left, at a loss of {n['start_loss']:.2f}. Gradient "
        f"descent, learning rate {n['plain_rate']:g}, zigzags across the valley, gets {n['plain_way']:.0%} of the way "
        f"along it and comes to a loss of {n['plain_loss']:.2f}. Momentum, beta 0.9 and learning rate "
        f"{n['momentum_rate']:g}, goes nearly straight to the right end, to a loss of {n['momentum_loss']:.3f}."
    )


FIGURE = Figure(title="The network's own valley", caption=_caption, alt=_alt, draw=draw, measure=measure)
