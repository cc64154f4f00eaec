"""What the learning rate does: gradient descent on one parabola, at four rates on one clock."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.patches import Polygon

from momentum import Momentum, Trajectory, descend, quadratic, steps_to
from momentum.rendering.parts import minimum, write
from momentum.rendering.scene import Figure, Note, Panel, Readout, Run, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

START = -2.0
STEPS = 24
TOLERANCE = 0.01
SIZE = (530, 210)
XLIM = (-3.6, 3.6)
YLIM = (-0.5, 3.5)
# Within the middle that phones show.
CROP = 1.9
LEFT, UPPER, LOWER = -2.55, 0.22, -0.21
SIGHT = float(np.sqrt(2 * YLIM[1]))


class Setting(NamedTuple):
    """A learning rate, the name of its page numbers, and what it does."""

    name: str
    learning_rate: float
    verdict: str


SETTINGS = (
    Setting("small", 0.05, "too small"),
    Setting("good", 0.4, "good"),
    Setting("bouncing", 1.85, "bouncing"),
    Setting("diverging", 2.05, "diverging"),
)


def run(learning_rate: float, steps: int = STEPS) -> Trajectory:
    """Gradient descent on the parabola x**2 / 2."""
    return descend(quadratic([1.0]), Momentum(learning_rate), [START], steps)


def lost(walk: Trajectory) -> int | None:
    """The first step that lands above the picture; None if there is none."""
    outside = np.abs(walk.theta[:, 0]) > SIGHT
    return int(outside.argmax()) if outside.any() else None


def _number(value: float) -> str:
    text = f"{value:.2f}" if abs(value) >= 0.005 else f"{value:.6f}"
    return text.replace("-", "−")


def parabola(setting: Setting) -> Panel:
    """One parabola from the side, with the run on it and what becomes of it."""
    walk = run(setting.learning_rate)
    x = walk.theta[:, 0]
    gone = lost(walk)

    def draw(axes: Any) -> None:
        grid = np.linspace(*XLIM, 73)
        ground = [(XLIM[0], YLIM[0]), *zip(grid, np.minimum(grid**2 / 2, 9), strict=True), (XLIM[1], YLIM[0])]
        axes.add_patch(Polygon(ground, facecolor=colour("band-2"), edgecolor="none"))
        minimum(axes, (0.0, 0.0), None)
        write(axes, LEFT, UPPER, f"η = {setting.learning_rate:g}", "ink", size=17)
        write(axes, LEFT, LOWER, setting.verdict, "ink", size=15, weight=400)

    end = f"x = {_number(x[-1])}"
    marks: list[Any] = [
        Run(np.column_stack([x, x**2 / 2]), "gradient-descent", setting.verdict),
        Note(f"step {STEPS}", (-LEFT, UPPER), "muted", first=STEPS, anchor="end"),
        Note(end, (-LEFT, LOWER), "gradient-descent", first=STEPS, anchor="end"),
    ]
    if gone is not None:
        marks.append(
            Note("out of sight", (-LEFT, LOWER), "gradient-descent", first=gone, last=STEPS, anchor="end"),
        )
    return Panel(
        setting.name, f"The parabola at a learning rate of {setting.learning_rate:g}", SIZE, XLIM, YLIM, draw,
        tuple(marks), span="half", rounded=True, crop=CROP,
    )  # fmt: skip


def draw() -> Scene:
    """The four parabolas."""
    readouts = tuple(
        Readout(
            f"η = {setting.learning_rate:g}", "gradient-descent", run(setting.learning_rate).theta[:, 0], unit="x ="
        )
        for setting in SETTINGS
    )
    return Scene(tuple(parabola(setting) for setting in SETTINGS), ticks=STEPS, seconds=0.35, readouts=readouts)


def measure() -> dict[str, Any]:
    """For each rate: where it ends, what a step multiplies x by, its steps to the tolerance or "never"."""
    numbers: dict[str, Any] = {"steps": STEPS, "start": START, "tolerance": TOLERANCE}
    for setting in SETTINGS:
        walk = run(setting.learning_rate, 400)
        numbers |= {
            f"{setting.name}_rate": setting.learning_rate,
            f"{setting.name}_factor": 1 - setting.learning_rate,
            f"{setting.name}_end": float(run(setting.learning_rate).theta[-1, 0]),
            f"{setting.name}_loss": float(run(setting.learning_rate).loss[-1]),
            f"{setting.name}_steps": steps_to(walk, TOLERANCE) if walk.loss[-1] <= TOLERANCE else "never",
        }
    gone = lost(run(SETTINGS[-1].learning_rate))
    assert gone is not None
    return numbers | {"diverging_gone": gone}


def _caption(n: dict[str, Any]) -> str:
    begin = show(n["start"])
    return f"{n['steps']} steps of :gd[gradient descent] from x = {begin}; only the learning rate η differs."


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Four parabolas from the side, each with a run of gradient descent from x = {_number(n['start'])}; the "
        f"minimum is at 0. At a learning rate of {n['small_rate']:g} it creeps down one side and is still at "
        f"{_number(n['small_end'])} after {n['steps']} steps. At {n['good_rate']:g} it is within a loss of "
        f"{n['tolerance']:g} after {n['good_steps']} steps. At {n['bouncing_rate']:g} it jumps from side to side, a "
        f"little lower each time, and ends at {_number(n['bouncing_end'])}. At {n['diverging_rate']:g} each jump lands "
        f"higher than the one before: it leaves the picture at step {n['diverging_gone']} and is at "
        f"{_number(n['diverging_end'])} after {n['steps']}."
    )


FIGURE = Figure(title="Four learning rates", caption=_caption, alt=_alt, draw=draw, measure=measure)
