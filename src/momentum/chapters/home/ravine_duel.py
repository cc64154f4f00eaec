"""The duel: gradient descent and momentum from the same start, with their losses and their steps along the valley."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from momentum import Trajectory, crossings, descend, distance_along_and_across, overshoot, steps_to
from momentum.chapters import _duel as duel
from momentum.chapters import _ravine as scenery
from momentum.chapters._bars import pair_of_bars
from momentum.chapters._presets import presets
from momentum.rendering.scene import Figure, Note, Panel, Scene
from momentum.store.rounding import show

SETTLED = 400
# How far below the bars, in pixels, their ticks are written.
UNDER = 15


def draw() -> Scene:
    """Both paths over the valley, both losses, and how far each step of either goes along the valley, all the way."""
    plain, average = scenery.runs()
    along, _ = pair_of_bars(
        np.diff(plain.theta, axis=0) * (1, 0),
        np.diff(average.theta, axis=0) * (1, 0),
        ("how far each step goes along the valley", ""),
        labels=((13.4, 0.62, "momentum", "momentum"), (21.6, 0.2, "gradient descent", "gradient-descent")),
        outline_role="gradient-descent", size=(530, 200), first=1, long=True,
    )  # fmt: skip
    panels = (duel.paths(plain, average), duel.losses(plain, average), _with_arrivals(along, plain, average))
    return Scene(
        panels,
        ticks=scenery.STEPS,
        readouts=duel.readouts(plain, average),
        events=duel.events(plain, average),
        slow=duel.SLOW,
    )


def _with_arrivals(bars: Panel, plain: Trajectory, average: Trajectory) -> Panel:
    """The bars with the number of each arrival under its bar, once it is reached."""
    under = bars.ylim[0] - UNDER * (bars.ylim[1] - bars.ylim[0]) / (bars.area[3] - bars.area[1])
    numbers = (
        Note(str(event.tick), (event.tick, under), event.role, first=event.tick, anchor="middle", size=13)
        for event in duel.events(plain, average)
    )
    return replace(bars, marks=(*bars.marks, *numbers))


def _best_steps() -> int:
    """The fewest steps that gradient descent takes with any learning rate of a fine grid."""
    rates = np.linspace(0.02, 2 / scenery.STEEPNESS, 1201)[:-1]
    runs = descend(scenery.LOSS, scenery.averaged(rates), scenery.START, SETTLED, record="loss")
    return int(np.nanmin(steps_to(runs, scenery.TOLERANCE)))


def measure() -> dict[str, Any]:
    """For both runs: steps to the tolerance, crossings until then, travel, overshoot and the longest step along."""
    numbers: dict[str, Any] = {
        "tolerance": scenery.TOLERANCE,
        "plain_rate": scenery.RATE,
        "momentum_rate": scenery.LONGER_RATE,
        "beta": scenery.BETA,
        "steepness": scenery.STEEPNESS,
        "limit": 2 / scenery.STEEPNESS,
        "best_steps": _best_steps(),
    }
    for name, far, rate, beta in zip(
        ("plain", "momentum"), scenery.runs(SETTLED), (scenery.RATE, scenery.LONGER_RATE), (0.0, scenery.BETA),
        strict=True,
    ):  # fmt: skip
        steps = int(steps_to(far, scenery.TOLERANCE))
        along, across = distance_along_and_across(far)
        until = scenery.run(rate, beta, steps)
        moves = np.diff(far.theta[:, 0])
        numbers |= {
            f"{name}_steps": steps,
            f"{name}_along": along,
            f"{name}_across": across,
            f"{name}_crossings": crossings(until, 1),
            f"{name}_overshoot": overshoot(far),
            f"{name}_first": float(moves[0]),
            f"{name}_longest": float(moves.max()),
        }
    tried = scenery.run(scenery.LONGER_RATE, steps=3)
    return numbers | {f"thrown_{step}": float(tried.loss[step]) for step in range(4)}


FIGURE = Figure(
    title="The duel",
    caption=lambda n: (
        f":momentum[Momentum] brings the loss to {n['tolerance']:g} in {n['momentum_steps']} steps, "
        f":gd[gradient descent] in {n['plain_steps']}. Same valley, same start, one dot a step."
    ),
    alt=lambda n: (
        f"A long valley seen from above. Gradient descent zigzags from wall to wall, crosses the valley floor at every "
        f"one of its steps and reaches a loss of {n['tolerance']:g} after {n['plain_steps']} of them. Momentum "
        f"swings over the floor {n['momentum_crossings']} times in waves that get smaller while it "
        f"runs along the valley; it is there after {n['momentum_steps']} steps. Below, both losses, and how far every "
        f"step goes along the valley: gradient descent's begin at {show(n['plain_first'])} and shrink, momentum's at "
        f"{show(n['momentum_first'])} and grow to {show(n['momentum_longest'])} first."
    ),
    draw=draw,
    measure=measure,
    wheel=lambda: presets()["duel"].state,
)
