"""Two arrows a step: carried on by the velocity, then corrected by a gradient, taken here or at the arrow's end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.rendering.frame import put
from momentum.rendering.parts import plane
from momentum.rendering.scene import Arrow, Figure, Mark, Note, Panel, Readout, Run, Scene

RATE, BETA = 0.03, 0.8
CURVATURES = np.array([1.0, 25.0])
START = scenery.START
BUILT, STEPS, MOMENTS = 6, 26, 3
TICKS = BUILT * MOMENTS + STEPS - BUILT
SIZE = (530, 360)
XLIM, YLIM = (-10.0, 2.2), (-1.75, 1.45)


class Walk(NamedTuple):
    """The points of a run (steps + 1, 2), and where the velocity alone would carry each (steps, 2)."""

    points: np.ndarray
    carried: np.ndarray


@cache
def walk(ahead: bool, steps: int = STEPS) -> Walk:
    """The rule with the rate inside; the gradient is taken ahead, where the velocity carries, or here."""
    theta, velocity = np.array(START), np.zeros(2)
    points, carried = [theta], []
    for _ in range(steps):
        # --8<-- [start:two-arrows]
        carry = theta + BETA * velocity
        gradient = CURVATURES * (carry if ahead else theta)
        velocity = BETA * velocity - RATE * gradient
        theta = theta + velocity
        # --8<-- [end:two-arrows]
        carried.append(carry)
        points.append(theta)
    return Walk(np.array(points), np.array(carried))


def step_at(tick: int) -> int:
    """How many steps have been taken at a tick of the clock."""
    return tick - BUILT * (MOMENTS - 1) if tick >= BUILT * MOMENTS else tick // MOMENTS


def losses(ahead: bool) -> np.ndarray:
    """The loss (steps + 1,)."""
    return np.asarray((CURVATURES * walk(ahead).points ** 2).sum(axis=1) / 2)


def _arrows(ahead: bool, role: str) -> Iterator[Mark]:
    taken = walk(ahead)
    for step in range(BUILT):
        here, carry, there = taken.points[step], taken.carried[step], taken.points[step + 1]
        first, last = MOMENTS * step, MOMENTS * (step + 1)
        if step:
            yield Arrow(here, carry, "ink", first=first + 1, last=last, width=2.5)
        yield Arrow(carry, there, role, first=first + 2, last=last, width=4)
    yield Note("ink: carried on", (XLIM[1] - 0.3, -1.32), "ink", first=0, anchor="end", size=15)
    where = "asked there" if ahead else "asked before it"
    yield Note(f"colour: corrected, {where}", (XLIM[1] - 0.3, -1.62), role, first=0, anchor="end", size=15)


def _panel(name: str, title: str, role: str, ahead: bool, marker: str) -> Panel:
    path = walk(ahead).points[[step_at(tick) for tick in range(TICKS + 1)]]

    def names(axes: Any) -> None:
        put(axes, (XLIM[1], YLIM[1]), title, role, (-12, -24), ha="right", size=16)

    return plane(
        scenery.LOSS.value, XLIM, YLIM, levels=ground.LEVELS, size=SIZE, minimizers=[(0.0, 0.0)], minimum_label=None,
        marks=(Run(path, role, title, marker=marker, ghost=False), *_arrows(ahead, role)), extra=names, name=name,
        span="half", label=f"{title}, step by step",
    )  # fmt: skip


def draw() -> Scene:
    """Momentum and Nesterov side by side: the first steps in three moments each, then the rest."""
    taken = [step_at(tick) for tick in range(TICKS + 1)]
    panels = (
        _panel("here", "momentum", "momentum", False, "diamond"),
        _panel("ahead", "Nesterov", "nesterov", True, "square"),
    )
    return Scene(
        panels,
        ticks=TICKS, seconds=0.4, tick="moment",
        readouts=(Readout("momentum", "momentum", losses(False)[taken]),
                  Readout("Nesterov", "nesterov", losses(True)[taken])),
    )  # fmt: skip


def measure() -> dict[str, Any]:
    """A step in numbers, and how far each run swings across."""
    numbers: dict[str, Any] = {"rate": RATE, "beta": BETA, "built": BUILT, "steps": STEPS}
    for name, ahead in (("here", False), ("ahead", True)):
        taken = walk(ahead, 400)
        loss = (CURVATURES * taken.points**2).sum(axis=1) / 2
        numbers |= {
            f"{name}_across": float(np.abs(np.diff(taken.points[:, 1])).sum()),
            f"{name}_steps": int(np.flatnonzero(loss > scenery.TOLERANCE)[-1]) + 1,
            f"{name}_lowest": float(taken.points[:, 1].min()),
        }
    here = walk(False)
    second = {"y": here.points[1, 1], "carry": here.carried[1, 1], "slope_here": 25 * here.points[1, 1],
              "slope_ahead": 25 * here.carried[1, 1]}  # fmt: skip
    return numbers | {key: float(value) for key, value in second.items()} | {"tolerance": scenery.TOLERANCE}


FIGURE = Figure(
    title="Two arrows a step",
    caption=lambda n: (
        f"The same valley, start, η = {n['rate']:g} and β = {n['beta']:g}. Each of the first {n['built']} steps is "
        "built: the velocity carries on, then a gradient corrects. :momentum[Momentum] asks for the gradient before "
        f"it is carried, :nesterov[Nesterov] afterwards. Across the valley the one walks {n['here_across']:.1f} in "
        f"all, the other {n['ahead_across']:.1f}."
    ),
    alt=lambda n: (
        "Two maps of the same valley. In each, a step is first an ink arrow, where the velocity carries the point, "
        "and then a coloured arrow, the correction. Left, momentum: the correction belongs to the place before the "
        "ink arrow, so the point is carried up the other wall before it is turned round; it swings down to y = "
        f"{n['here_lowest']:.2f} and walks {n['here_across']:.1f} across in all. Right, Nesterov: the correction "
        f"belongs to the ink arrow's end and shortens every swing; it walks {n['ahead_across']:.1f}. Loss below "
        f"{n['tolerance']:g} after {n['here_steps']} and {n['ahead_steps']} steps."
    ),
    draw=draw,
    measure=measure,
)
