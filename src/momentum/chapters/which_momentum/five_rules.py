"""Five published rules with the same two numbers typed in, on the ravine: one valley, four different runs."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import CONVENTIONS, Trajectory, convert, descend
from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.chapters.which_momentum._changing import arrival
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import put
from momentum.rendering.parts import plane
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene

RATE, BETA = 0.04, 0.7
STEPS, LONG = 26, 400
# Name -> colour role, marker, dashes; the first two are one path.
LOOKS: dict[str, tuple[str, str, tuple[float, float] | None]] = {
    "heavy ball": ("momentum", "diamond", None),
    "rate inside": ("momentum", "round", (5, 1.6)),
    "moving average": ("ink", "round", (1.5, 3)),
    "undamped start": ("muted", "triangle", (2, 2)),
    "nesterov": ("nesterov", "square", (5, 1.6)),
}
SAID = {"heavy ball": "sum", "rate inside": "rate inside", "moving average": "average", "undamped start": "dampened",
        "nesterov": "Nesterov"}  # fmt: skip


@cache
def run(name: str, learning_rate: float = RATE, steps: int = STEPS) -> Trajectory:
    """The path of a published rule from the ravine's start."""
    # --8<-- [start:five-rules]
    rule = CONVENTIONS[name].rule(learning_rate, BETA)
    return descend(scenery.LOSS, rule, scenery.START, steps)
    # --8<-- [end:five-rules]


def converted(name: str) -> float:
    """The learning rate at which this rule has heavy ball's long-run step."""
    return float(convert(RATE, BETA, "heavy ball", name))


def _losses(name: str, title: str, rates: dict[str, float]) -> Panel:
    series = [
        Curve(run(rule, rate).loss, LOOKS[rule][0], SAID[rule], dashes=LOOKS[rule][2]) for rule, rate in rates.items()
    ]

    def names(axes: Any) -> None:
        if name == "typed":
            put(axes, (13, 1.42), "average, dampened", "ink")
            put(axes, (12, -1.3), "sum and rate inside", "momentum", ha="right")
            put(axes, (22.2, -4.2), "Nesterov", "nesterov", ha="right")
        else:
            put(axes, (7.5, 1.62), "dampened", "muted")
            put(axes, (12, -1.3), "sum, inside, average", "momentum", ha="right")
            put(axes, (22.2, -4.2), "Nesterov", "nesterov", ha="right")

    return curves(series, ticks=STEPS, ylim=(1e-5, 100), title=title, name=name, size=(530, 260), extra=names,
                  animated=name == "typed", label=f"The losses of the five rules, {title}")  # fmt: skip


def draw() -> Scene:
    """The five paths over the valley; their losses with the same numbers typed in, and after conversion."""

    def names(axes: Any) -> None:
        put(axes, (-5.6, -0.66), "sum and rate inside: one path", "momentum", size=15)
        put(axes, (-8.6, 0.42), "average", "ink", size=15)
        put(axes, (-7.4, -1.02), "dampened", "muted", size=15)
        put(axes, (-4.2, 0.16), "Nesterov", "nesterov", size=15)

    # The rate inside makes heavy ball's path: one run stands for both.
    shown = [rule for rule in LOOKS if rule != "rate inside"]
    marks = tuple(
        Run(run(rule).theta, LOOKS[rule][0], SAID[rule], marker=LOOKS[rule][1], ghost=False) for rule in shown
    )
    valley = plane(
        scenery.LOSS.value, ground.XLIM, ground.YLIM, levels=ground.LEVELS, size=(1080, 480), crop=ground.CROP,
        minimizers=scenery.LOSS.minimizers, minimum_label=None, marks=marks, extra=names,
        label="Five paths over the level sets of the loss",
    )  # fmt: skip
    typed = _losses("typed", f"loss, every rule with η = {RATE:g}", dict.fromkeys(shown, RATE))
    after = _losses("after", "loss, every rule with its own η", {rule: converted(rule) for rule in LOOKS})
    readouts = tuple(
        Readout(SAID[rule], role, run(rule).loss)
        for rule, (role, _, _) in LOOKS.items()
        if role != "muted" and rule in shown
    )
    return Scene((valley, typed, after), ticks=STEPS, seconds=0.16, readouts=readouts)


def measure() -> dict[str, Any]:
    """Steps to the tolerance of every rule, as typed and as converted, and its learning rate after conversion."""
    numbers: dict[str, Any] = {"rate": RATE, "beta": BETA, "tolerance": scenery.TOLERANCE}
    for rule in LOOKS:
        key = rule.replace(" ", "_")
        numbers |= {
            f"{key}_typed": arrival(run(rule, RATE, LONG).loss),
            f"{key}_rate": converted(rule),
            f"{key}_after": arrival(run(rule, converted(rule), LONG).loss),
            f"{key}_first": float(np.abs(run(rule, RATE, 1).theta[1, 0] - scenery.START[0])),
        }
    peak = run("undamped start", converted("undamped start")).loss
    return numbers | {"undamped_peak": float(peak.max()), "start": float(peak[0])}


FIGURE = Figure(
    title="Five rules, two numbers",
    caption=lambda n: (
        f"η = {n['rate']:g} and β = {n['beta']:g} typed into five published rules. The sum needs "
        f"{n['heavy_ball_typed']} steps to a loss of {n['tolerance']:g}, and with the rate inside the velocity it is "
        f"the same path; the moving average needs {n['moving_average_typed']}, with an undamped start "
        f"{n['undamped_start_typed']}, :nesterov[Nesterov] {n['nesterov_typed']}. In the second chart, converted, "
        "three of the five are one curve."
    ),
    alt=lambda n: (
        "A long valley with five paths from one start. Two lie on each other and swing down the valley; Nesterov's "
        "drops to the floor and runs straight along it; the moving average and the dampened rule stay behind. Below, "
        f"the losses: with the same numbers typed in the sum needs {n['heavy_ball_typed']} steps and the average "
        f"{n['moving_average_typed']}. After conversion the sum, the rate inside and the average are one curve, and "
        f"the dampened rule first rises from {n['start']:g} to {n['undamped_peak']:.0f}, for its first step is "
        "undamped."
    ),
    draw=draw,
    measure=measure,
)
