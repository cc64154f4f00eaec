"""One step of momentum being built: a share of the last step, a share of the plain step from here, and their sum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from momentum import Trajectory
from momentum.chapters import _ravine as scenery
from momentum.rendering.frame import hairline
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Arrow, Figure, Mark, Note, Panel, Readout, Run, Scene
from momentum.rendering.style import colour

LOSS = scenery.LOSS
BETA = scenery.BETA
RATE = scenery.LONGER_RATE
SHARE = 1 - BETA
STEPS = 6
MOMENTS = 4
TICKS = STEPS * MOMENTS - 1
SIZE, TALL = (712, 400), 340
YLIM = (-2.0, 2.0)
# The same number of pixels a unit both ways, so that the gradient is square to the rings.
XLIM = (-10.31, -10.31 + (YLIM[1] - YLIM[0]) * SIZE[0] / SIZE[1])
LEVELS = tuple(np.arange(14.0, 84.0, 6.0))
ROWS = {"memory": 236.0, "gradient": 162.0, "step": 72.0}
COLUMNS = (236.0, 334.0)
BUILT = ("from here", "memory", "the gradient", "their sum")


def parts(run: Trajectory) -> np.ndarray:
    """The parts of each step (steps, 3, 2): beta of the last step, 1 - beta of the plain step from here, their sum."""
    moves = np.diff(run.theta, axis=0)
    memory = BETA * np.vstack([np.zeros(2), moves[:-1]])
    gradient = -SHARE * RATE * LOSS.gradient(run.theta[:-1])
    return np.stack([memory, gradient, moves], axis=1)


def _label(text: str, role: str, tail: np.ndarray, tip: np.ndarray, centre: np.ndarray, first: int, last: Any) -> Note:
    """The name of an arrow, on its outer side."""
    away = (tail + tip) / 2 - centre
    along = (tip - tail) / max(float(np.hypot(*(tip - tail))), 1e-9)
    square = np.array([-along[1], along[0]])
    square = square if square @ away >= 0 else -square
    anchor = "start" if square[0] >= 0 else "end"
    # Words are wider than high, and grow from their anchor.
    at = (tail + tip) / 2 + (0.08, 0.2) * square
    return Note(text, at, role, first=first, last=last, anchor=anchor, middle=True)


def _arrows(run: Trajectory) -> Iterator[Mark]:
    for step, (memory, gradient, move) in enumerate(parts(run)):
        begin, last = step * MOMENTS, None if step == STEPS - 1 else (step + 1) * MOMENTS
        here = run.theta[step]
        bend, there = here + memory, here + move
        centre = (here + bend + there) / 3 if step else here - (1, 0)
        if step:
            yield Arrow(here, bend, "momentum", first=begin + 1, last=last, hollow=True)
            yield _label("memory", "momentum", here, bend, centre, begin + 1, last)
        if np.hypot(*gradient) > 0:
            yield Arrow(bend, bend + gradient, "ink", first=begin + 2, last=last)
            yield _label("gradient", "ink", bend, there, centre, begin + 2, last if step else begin + 3)
        yield Arrow(here, there, "momentum", first=begin + 3, last=last, width=4)
        yield _label("step", "momentum", here, there, centre, begin + 3, last)


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _sums(run: Trajectory) -> Iterator[Mark]:
    for step, rows in enumerate(parts(run)):
        begin, last = step * MOMENTS, None if step == STEPS - 1 else (step + 1) * MOMENTS
        yield Note(f"step {step + 1}", (12, 306), "ink", first=begin, last=last, size=17)
        for delay, (name, values) in enumerate(zip(ROWS, rows, strict=True), 1):
            role = "ink" if name == "gradient" else "momentum"
            for axis, column in enumerate(COLUMNS):
                at = (column, ROWS[name])
                yield Note(_number(values[axis]), at, role, first=begin + delay, last=last, anchor="end", size=17)


def _ledger(run: Trajectory) -> Panel:
    def draw(axes: Any) -> None:
        for column, text in zip(COLUMNS, ("along", "across"), strict=True):
            axes.text(column, 306, text, color=colour("muted"), size=15, ha="right")
        whys = (f"{BETA:g} of the last step", f"{SHARE:.1g} of the plain step", "their sum")
        for (name, height), why in zip(ROWS.items(), whys, strict=True):
            write(axes, 12, height, name, "ink" if name == "gradient" else "momentum", size=16)
            axes.text(12, height - 22, why, color=colour("muted"), size=14)
        for height in (288, 110):
            hairline(axes, [12, COLUMNS[1]], [height, height], 1.5)

    return Panel(
        "ledger", "The numbers of the step in hand", (346, TALL), (0, 346), (0, TALL), draw,
        tuple(_sums(run)), span="third",
    )  # fmt: skip


def draw() -> Scene:
    """The first steps of the run over the valley, close up, and their numbers."""
    run = scenery.run(RATE, BETA, STEPS)
    taken = [tick // MOMENTS for tick in range(TICKS + 1)]
    path = Run(run.theta[taken], "momentum")
    view = plane(
        LOSS.value, XLIM, YLIM, levels=LEVELS, size=SIZE, marks=(path, *_arrows(run)), span="two-thirds",
        crop=1.45,
        label="A step of momentum being built over the level sets of the loss",
    )  # fmt: skip
    return Scene(
        (view, _ledger(run)),
        ticks=TICKS,
        seconds=0.5,
        readouts=(Readout("momentum", "momentum", run.loss[taken]),),
        tick="moment",
        moments=tuple(f"step {step + 1}: {what}" for step in range(STEPS) for what in BUILT),
    )


def measure() -> dict[str, Any]:
    """The parts of every step, along and across, named memory_along_2 and so on (steps count from 1)."""
    run = scenery.run(RATE, BETA, STEPS)
    numbers: dict[str, Any] = {"beta": BETA, "share": SHARE, "rate": RATE, "steps": STEPS}
    for step, rows in enumerate(parts(run), 1):
        for name, values in zip(ROWS, rows, strict=True):
            numbers |= {f"{name}_along_{step}": float(values[0]), f"{name}_across_{step}": float(values[1])}
    return numbers


def _pair(n: dict[str, Any], name: str) -> str:
    return f"({_number(n[f'{name}_along_{STEPS}'])}, {_number(n[f'{name}_across_{STEPS}'])})"


def _caption(n: dict[str, Any]) -> str:
    return (
        f"A step of :momentum[momentum] is {BETA:g} of the last step (hollow) plus {n['share']:.1g} of the step that "
        f":gd[gradient descent] would take from here."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"The upper end of the valley, close up, with the first {STEPS} steps of momentum. Each step after the first "
        f"is built in three moments. A hollow arrow, the memory, goes on in the direction of the last step, {BETA:g} "
        f"times as long. From its tip a second arrow goes {n['share']:.1g} of the plain step, downhill. A third, "
        f"thick arrow from the point to where they end is the step. In step {STEPS} the memory, "
        f"along and across the valley, is {_pair(n, 'memory')}, the plain step's part {_pair(n, 'gradient')} and the "
        f"step {_pair(n, 'step')}. A table beside it adds the parts."
    )


FIGURE = Figure(title="A step with memory, built", caption=_caption, alt=_alt, draw=draw, measure=measure)
