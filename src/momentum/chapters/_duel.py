"""The duel's panels: gradient descent beside momentum in the ravine, with their losses in a chart and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from momentum import Trajectory, steps_to
from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import write
from momentum.rendering.scene import Area, Arrow, Event, Mark, Note, Panel, Readout, Run
from momentum.rendering.style import colour

# The first steps are drawn slowly, each with the share of it that the gradient of the moment has.
SLOW = 4
# Where each arrival is written in the chart, as (steps, exponent of ten): where no curve passes.
ARRIVALS = {"gradient-descent": (59.0, -0.9), "momentum": (18.6, -3.7)}
FINISH = (59.0, -4.6)  # the clock's line comes to rest at step 60
STAMPS = {"gradient-descent": (-0.5, -0.78), "momentum": (-0.5, 0.5)}


def paths(plain: Trajectory, heavy: Trajectory, **options: Any) -> Panel:
    """Both paths over the valley, each with its name, its first gradients, and a stamp when it arrives."""

    def names(axes: Any) -> None:
        write(axes, -6.6, 0.72, "gradient descent", "gradient-descent")
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
    marks.append(Note("arrows: what this gradient adds", (-8.6, 1.0), "gradient", last=SLOW))
    return ground.valley(marks, names, **options)


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
    """Both losses on one clock, the finish as a line, and each arrival written there once it is reached."""
    series = [
        Curve(plain.loss, "gradient-descent"),
        Curve(heavy.loss, "momentum"),
    ]
    height = float(np.log10(scenery.TOLERANCE))

    def finish(axes: Any) -> None:
        axes.plot([0, scenery.STEPS], [height, height], color=colour("minimum"), lw=1.6, ls=(0, (4, 2)))

    panel = curves(series, ticks=scenery.STEPS, ylim=(1e-8, 100), extra=finish, **options)
    words = Note(f"finish: {scenery.TOLERANCE:g}", FINISH, "minimum", anchor="end", size=14)
    return replace(panel, marks=(*panel.marks, words, *_arrivals(plain, heavy, panel)))


def _arrivals(plain: Trajectory, heavy: Trajectory, panel: Panel) -> Iterator[Mark]:
    """For each run a ring where its loss crosses the line, and the steps that it took."""
    (x0, x1), (y0, y1) = panel.xlim, panel.ylim
    left, top, right, bottom = panel.area
    angles = np.linspace(0, 2 * np.pi, 7)[:-1]
    pixel = (x1 - x0) / (right - left), (y1 - y0) / (bottom - top)
    circle = 7 * np.column_stack([np.cos(angles), np.sin(angles)]) * pixel
    for run, role in ((heavy, "momentum"), (plain, "gradient-descent")):
        there = int(steps_to(run, scenery.TOLERANCE))
        at = (there, float(np.log10(run.loss[there])))
        yield Area([circle + at], role, first=there, hollow=True, width=2)
        yield Note(f"{there} steps", ARRIVALS[role], role, first=there, anchor="end", size=14)


def readouts(plain: Trajectory, heavy: Trajectory) -> tuple[Readout, Readout]:
    """Both losses in words."""
    return (
        Readout("gradient descent", "gradient-descent", plain.loss),
        Readout("momentum", "momentum", heavy.loss),
    )
