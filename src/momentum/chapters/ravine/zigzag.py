"""The zigzag: gradient descent alone in the ravine, and how far it walks along the valley and across it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from momentum import Momentum, crossings, descend, steps_to
from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import write
from momentum.rendering.scene import Figure, Note, Panel, Readout, Run, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

STEPS = scenery.STEPS
HIGHEST = 13.0


def travelled(theta: np.ndarray) -> np.ndarray:
    """The ground covered until each step, along and across, (steps + 1, 2) -> (steps + 1, 2)."""
    moves = np.abs(np.diff(theta, axis=0))
    return np.concatenate([np.zeros((1, 2)), moves.cumsum(axis=0)])


def odometer(values: np.ndarray, needed: float, axis: str) -> Panel:
    """Ground covered in one direction, over the dashed line of what the way to the minimum needs."""

    def extra(axes: Any) -> None:
        ticks = np.arange(len(values))
        axes.fill_between(
            ticks,
            needed,
            np.maximum(values, needed),
            facecolor=colour("gradient-descent"),
            edgecolor="none",
            alpha=0.13,
        )
        axes.plot([0, STEPS], [needed, needed], color=colour("minimum"), lw=2, ls=(0, (2, 1.5)))
        write(axes, STEPS - 1, needed + 0.7, f"needed: {needed:g}", "minimum", ha="right", size=14)

    chart = curves(
        [Curve(values, "gradient-descent", f"walked {axis}")], ticks=STEPS, log=False, ylim=(0, HIGHEST),
        title=f"walked {axis} the valley", name=axis, label=f"Ground covered {axis} the valley", extra=extra,
        size=(530, 220),
    )  # fmt: skip
    total = Note(
        f"walked: {values[-1]:.1f}", (STEPS - 1, values[-1] - 2), "gradient-descent", STEPS, anchor="end", size=14
    )
    return replace(chart, marks=(*chart.marks, total))


def draw() -> Scene:
    """The path over the valley, and its two odometers on one scale."""
    run = scenery.runs()[0]
    covered = travelled(run.theta)

    def names(axes: Any) -> None:
        x, y = scenery.START
        axes.plot([x, x, 0], [y, 0, 0], color=colour("minimum"), lw=2, ls=(0, (2, 1.5)))
        write(axes, -6.7, 1.05, "gradient descent", "gradient-descent")

    along, across = (odometer(covered[:, i], abs(scenery.START[i]), axis) for i, axis in enumerate(("along", "across")))
    return Scene(
        (ground.valley((Run(run.theta, "gradient-descent", "gradient descent"),), names), along, across),
        ticks=STEPS,
        readouts=(
            Readout("gradient descent", "gradient-descent", run.loss),
            Readout("along the valley", "gradient-descent", covered[:, 0], unit="walked"),
            Readout("across the valley", "gradient-descent", covered[:, 1], unit="walked"),
        ),
    )


def measure() -> dict[str, Any]:
    """The ground covered along and across, what was needed, and what one step does to each coordinate."""
    run, rate, steepness = scenery.runs()[0], scenery.RATE, round(scenery.STEEPNESS)
    along, across = travelled(run.theta)[-1]
    panel = ground.valley(())
    needed_along, needed_across = map(abs, scenery.START)
    return {
        "rate": rate,
        "steepness": steepness,
        "steps": STEPS,
        "along": float(along),
        "across": float(across),
        "needed_along": needed_along,
        "needed_across": needed_across,
        "tolerance": scenery.TOLERANCE,
        "arrival": steps_to(run, scenery.TOLERANCE),
        "crossings": crossings(run, 1),
        "left_along": 1 - rate,
        "gone_along": rate,
        "left_across": 1 - steepness * rate,
        "bounce": abs(1 - steepness * rate),
        "best_across": 1 / steepness,
        "limit": 2 / steepness,
        "calm_steps": steps_to(descend(scenery.LOSS, Momentum(1 / steepness), scenery.START, 400), scenery.TOLERANCE),
        "stretch": float(np.ptp(panel.xlim) / np.ptp(panel.ylim) * panel.size[1] / panel.size[0]),
    }


def _caption(n: dict[str, Any]) -> str:
    return (
        f"In {n['steps']} steps :gd[gradient descent] walks {show(n['along'])} along the valley and "
        f"{show(n['across'])} across it. The minimum is {n['needed_along']:g} and {n['needed_across']:g} away (dashed)."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"A long valley seen from above: the rings are long ellipses, a green point is the minimum. The path of "
        f"gradient descent starts at the upper left and zigzags over the valley floor, {n['crossings']} times in "
        f"{n['steps']} steps, and advances to the right a little less each time. Below, two curves on one scale: the "
        f"ground covered along the valley rises to {show(n['along'])}, where {n['needed_along']:g} was needed; the "
        f"ground covered across it rises to {show(n['across'])}, where {n['needed_across']:g} was needed."
    )


FIGURE = Figure(title="The zigzag", caption=_caption, alt=_alt, draw=draw, measure=measure)
