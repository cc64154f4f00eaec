"""The duel's panels: gradient descent beside momentum in the ravine, with their losses in a chart and in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Trajectory, steps_to
from momentum.chapters import _ravine as scenery
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import write
from momentum.rendering.scene import Arrow, Event, Mark, Note, Panel, Readout, Run

# The first steps are drawn slowly, each with the share of it that the gradient of the moment has.
SLOW = 4
STAMPS = {"gradient-descent": (-0.5, -0.72), "momentum": (-0.5, 0.5)}


def paths(plain: Trajectory, heavy: Trajectory, **options: Any) -> Panel:
    """Both paths over the valley, each with its name, its first gradients, and a stamp when it arrives."""

    def names(axes: Any) -> None:
        write(axes, -6.9, 0.98, "gradient descent", "gradient-descent")
        write(axes, -4.6, -0.95, "momentum", "momentum", ha="right")

    marks: list[Mark] = []
    for run, role, rate in ((plain, "gradient-descent", scenery.RATE), (heavy, "momentum", _share())):
        marks.append(Run(run.theta, role, beta=scenery.BETA if role == "momentum" else 0.0))
        for step in range(SLOW):
            here = run.theta[step]
            marks.append(
                Arrow(here, here - rate * np.asarray(run.gradient)[step], "gradient", first=step, last=step + 1)
            )
        there = steps_to(run, scenery.TOLERANCE)
        if there <= len(run.loss) - 1:
            marks.append(Note(f"{there} steps", STAMPS[role], role, first=there, anchor="end", size=22))
    marks.append(Note("arrows: what this gradient adds", (-8.6, 1.2), "gradient", last=SLOW))
    return scenery.valley(marks, names, **options)


def _share() -> float:
    """What a step of the average takes of the newest gradient."""
    return scenery.LONGER_RATE * (1 - scenery.BETA)


def events(plain: Trajectory, heavy: Trajectory) -> tuple[Event, ...]:
    """Both arrivals, in their order."""
    return tuple(
        Event(int(steps_to(run, scenery.TOLERANCE)), f"{name}: loss {scenery.TOLERANCE:g}", role)
        for run, role, name in (
            (heavy, "momentum", "momentum"),
            (plain, "gradient-descent", "gradient descent"),
        )
    )


def losses(plain: Trajectory, heavy: Trajectory, **options: Any) -> Panel:
    """Both losses on one clock."""
    series = [
        Curve(plain.loss, "gradient-descent"),
        Curve(heavy.loss, "momentum"),
    ]
    return curves(series, ticks=scenery.STEPS, ylim=(1e-8, 100), **options)


def readouts(plain: Trajectory, heavy: Trajectory) -> tuple[Readout, Readout]:
    """Both losses in words."""
    return (
        Readout("gradient descent", "gradient-descent", plain.loss),
        Readout("momentum", "momentum", heavy.loss),
    )
