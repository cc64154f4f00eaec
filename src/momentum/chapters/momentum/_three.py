"""Three runs at one learning rate that differ in beta alone: a map for each, their losses, and what they came to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from momentum import Trajectory, crossings, descend, distance_along_and_across, overshoot, steps_to
from momentum.chapters import _names as ends
from momentum.chapters import _presets as presets
from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import hairline
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Mark, Note, Panel, Readout, Run, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

BETAS = (0.0, 0.5, 0.7)
DASHES = {0.0: None, 0.5: (1.6, 1.4), 0.7: (5.0, 1.6)}
SIZE = (346, 196)
CHART = BOARD = (530, 196)
# Where words end on a map: within the middle of it that a phone shows.
EDGE = 2.0
ROWS = (110.0, 68.0, 26.0)
LEVELS = ground.LEVELS[::3]
SETTLED = 400
NEVER = "never"
Names = tuple[tuple[float, float], ...]


def role(beta: float) -> str:
    """Without memory it is gradient descent."""
    return "momentum" if beta else "gradient-descent"


def name(beta: float) -> str:
    """How a run is called in its figure."""
    return f"β = {beta:g}"


@cache
def run(learning_rate: float, beta: float, steps: int) -> Trajectory:
    """The run from the start of the read."""
    return descend(scenery.LOSS, scenery.averaged(learning_rate, beta), scenery.START, steps)


def arrival(learning_rate: float, beta: float) -> int | str:
    """Steps to the tolerance, or the word for a run that never gets there."""
    far = run(learning_rate, beta, SETTLED)
    return NEVER if far.loss[-1] > scenery.TOLERANCE else int(steps_to(far, scenery.TOLERANCE))


def leaves_at(theta: np.ndarray, height: float) -> int | None:
    """The first step of a path (steps + 1, 2) that lands outside a map of this half height; None if none does."""
    outside = np.abs(theta[:, 1]) > height
    return int(outside.argmax()) if outside.any() else None


def _map(learning_rate: float, beta: float, steps: int, height: float) -> Panel:
    path = run(learning_rate, beta, steps).theta
    gone, tone = leaves_at(path, height), role(beta)
    if gone is not None:
        path = np.vstack([path[: gone + 1], np.repeat(path[gone : gone + 1], steps - gone, axis=0)])
    marks: list[Mark] = [Run(path, tone, name(beta), beta=beta)]
    place = (EDGE, -0.82 * height)
    if gone is not None:
        marks.append(Note(f"off the map at step {gone}", place, tone, first=gone, anchor="end"))

    def names(axes: Any) -> None:
        text = name(beta) if beta else "gradient descent"
        write(axes, EDGE, 0.72 * height, text, tone, ha="right")

    return plane(
        scenery.LOSS.value, ground.XLIM, (-height, height), levels=LEVELS, size=SIZE, marks=tuple(marks),
        minimizers=scenery.LOSS.minimizers, minimum_label=None, extra=names, span="third", crop=ground.CROP,
        name=f"beta{round(100 * beta)}", label=f"The path with beta {beta:g} over the level sets of the loss",
    )  # fmt: skip


def _losses(learning_rate: float, steps: int, ylim: tuple[float, float], names: Names | None) -> Panel:
    """The losses; a run that never gets there leaves the chart at its top."""
    loss = {beta: run(learning_rate, beta, steps).loss for beta in BETAS}
    inside = [beta for beta in BETAS if arrival(learning_rate, beta) != NEVER]

    def extra(axes: Any) -> None:
        for beta, (step, height) in zip(BETAS, names or (), strict=names is not None):
            write(axes, step, np.log10(height), name(beta), role(beta), size=14)
        for beta in BETAS:
            if beta not in inside:
                axes.plot(range(steps + 1), np.log10(loss[beta]), color=colour(role(beta)), lw=2.4)

    panel = curves(
        [Curve(loss[beta], role(beta), name(beta), dashes=DASHES[beta]) for beta in inside],
        ticks=steps, ylim=ylim, size=CHART, extra=extra, span="half",
    )  # fmt: skip
    return panel if names else _named(panel, {beta: float(np.log10(loss[beta][-1])) for beta in BETAS}, steps)


def _named(panel: Panel, heights: dict[float, float], steps: int) -> Panel:
    """A chart that ends earlier, and beside it the name of each curve at the height at which it ends."""
    left, top, _, bottom = panel.margin
    wide = panel.size[0] - left - EDGE - ends.NAMES
    tall = (panel.size[1] - top - bottom) / (panel.ylim[1] - panel.ylim[0])
    notes = ends.notes([(name(beta), role(beta)) for beta in heights], [*heights.values()], steps, wide, tall)
    return replace(
        panel, xlim=(0, steps * (1 + ends.NAMES / wide)), marks=(*panel.marks, *notes), margin=(left, top, EDGE, bottom)
    )


def _board(learning_rate: float, steps: int) -> Panel:
    """What each run came to, written down when it is there: its steps, and how far it walked across the valley."""
    columns = (290.0, 470.0)

    def draw(axes: Any) -> None:
        for column, text in zip(columns, (f"steps to {scenery.TOLERANCE:g}", "walked across"), strict=True):
            axes.text(column, 152, text, color=colour("muted"), size=15, ha="right")
        hairline(axes, [60, columns[1]], [140, 140], 1.5)
        for beta, height in zip(BETAS, ROWS, strict=True):
            write(axes, 60, height, name(beta), role(beta), size=17)

    marks: list[Mark] = []
    for beta, height in zip(BETAS, ROWS, strict=True):
        there = arrival(learning_rate, beta)
        first, texts = 0, (NEVER, "")
        if isinstance(there, int):
            walked = distance_along_and_across(run(learning_rate, beta, SETTLED))[1]
            first, texts = there, (str(there), show(walked))
        for column, text in zip(columns, texts, strict=True):
            if text:
                marks.append(Note(text, (column, height), role(beta), first=first or steps, anchor="end", size=17))
    width, height = BOARD
    return Panel("board", "What each run came to", BOARD, (0, width), (0, height), draw, tuple(marks), span="half")


def scene(
    learning_rate: float, steps: int, height: float, losses: tuple[float, float], names: Names | None = None
) -> Scene:
    """Three maps of this half height, the losses, named at `names` (step, loss) or at their ends, and the board."""
    maps = (_map(learning_rate, beta, steps, height) for beta in BETAS)
    readouts = tuple(Readout(name(beta), role(beta), run(learning_rate, beta, steps).loss) for beta in BETAS)
    panels = (*maps, _losses(learning_rate, steps, losses, names), _board(learning_rate, steps))
    return Scene(panels, ticks=steps, readouts=readouts)


def wheel(learning_rate: float, steps: int) -> dict[str, Any]:
    """What the explorer begins with in the figure's place: the three runs on one map."""
    runs = (presets.averaged(learning_rate, beta) for beta in BETAS[1:])
    return presets.ravine(presets.plain(learning_rate), *runs, steps=steps)


def measure(learning_rate: float, steps: int) -> dict[str, Any]:
    """For each beta, named steps_70 and so on: steps, way across, crossings until then, overshoot, losses at first."""
    numbers: dict[str, Any] = {"rate": learning_rate, "steps": steps, "tolerance": scenery.TOLERANCE}
    for beta in BETAS:
        key, there = round(100 * beta), arrival(learning_rate, beta)
        numbers |= {f"beta_{key}": beta, f"steps_{key}": there}
        far = run(learning_rate, beta, SETTLED)
        numbers |= {f"loss_{key}_{step}": float(far.loss[step]) for step in (1, 2, 3)}
        numbers[f"across_{key}_1"] = float(far.theta[1, 1])
        if isinstance(there, int):
            numbers |= {
                f"across_{key}": distance_along_and_across(far)[1],
                f"along_{key}": distance_along_and_across(far)[0],
                f"crossings_{key}": crossings(run(learning_rate, beta, there), 1),
                f"overshoot_{key}": overshoot(far),
            }
    return numbers
