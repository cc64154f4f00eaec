"""A schedule with the learning rate inside the velocity and outside it: what a drop does, and what a rise does."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum.chapters._chart import DOTTED, line
from momentum.chapters.which_momentum._changing import arrival, losses
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import QUIET, put
from momentum.rendering.scene import Figure, Panel, Readout, Scene

HIGH, LOW, BETA = 0.04, 0.004, 0.9
DROP, RISE = 10, 5
STEPS, LONG, LATER = 60, 600, 5
FOOT = 0.016  # the loss at which the line of the change ends


@cache
def run(kind: str, inside: bool, steps: int = STEPS) -> np.ndarray:
    """The loss (steps + 1,) where the learning rate drops at step `DROP`, or rises at step `RISE`."""
    first, then, at = (HIGH, LOW, DROP) if kind == "drop" else (LOW, HIGH, RISE)
    return losses(lambda step: then if step >= at else first, lambda step: BETA, steps, inside=inside)


def _panel(kind: str, title: str, at: int, places: tuple[tuple[float, float], tuple[float, float]]) -> Panel:
    series = [Curve(run(kind, False), "momentum", "rate outside"),
              Curve(run(kind, True), "ink", "rate inside", dashes=(5, 1.6))]  # fmt: skip

    def names(axes: Any) -> None:
        line(axes, [at, at], [np.log10(FOOT), 2.1], "muted", lw=1.2, ls=DOTTED)
        put(axes, (at, np.log10(FOOT)), "the change", "muted", (6, 2), **QUIET)
        put(axes, places[0], "rate outside", "momentum")
        put(axes, places[1], "rate inside", "ink")

    return curves(series, ticks=STEPS, ylim=(0.01, 150), title=title, name=kind, size=(530, 270), extra=names,
                  label=f"Loss under a schedule: {title}")  # fmt: skip


def draw() -> Scene:
    """Two panels: the learning rate drops tenfold, and it rises tenfold."""
    readouts = tuple(
        Readout(f"{kind}, rate {'inside' if inside else 'outside'}", role, run(kind, inside))
        for kind in ("drop", "rise") for inside, role in ((False, "momentum"), (True, "ink"))
    )  # fmt: skip
    panels = (
        _panel("drop", f"loss, η drops from {HIGH:g} to {LOW:g}", DROP, ((22, -0.9), (21, 1.72))),
        _panel("rise", f"loss, η rises from {LOW:g} to {HIGH:g}", RISE, ((22, 1.62), (12.2, -1.12))),
    )
    return Scene(panels, ticks=STEPS, seconds=0.1, readouts=readouts)


def measure() -> dict[str, Any]:
    """The loss a few steps after each change, the peaks, and the steps to the tolerance."""
    numbers: dict[str, Any] = {
        "high": HIGH, "low": LOW, "beta": BETA, "drop": DROP, "rise": RISE, "later": LATER,
        "start": float(run("drop", False)[0]),
    }  # fmt: skip
    for kind, at in (("drop", DROP), ("rise", RISE)):
        for name, inside in (("out", False), ("in", True)):
            loss = run(kind, inside, LONG)
            numbers |= {
                f"{kind}_{name}_later": float(loss[at + LATER]),
                f"{kind}_{name}_peak": float(loss[at:].max()),
                f"{kind}_{name}_steps": arrival(loss),
            }
    return numbers


FIGURE = Figure(
    title="The rate, inside or outside",
    caption=lambda n: (
        f":momentum[Momentum] with β = {n['beta']:g}. In the first chart η drops to a tenth at step {n['drop']}: "
        f"{n['later']} steps later the loss is {n['drop_out_later']:.1f} where the rate multiplies the velocity, and "
        f"{n['drop_in_later']:.0f} where it is inside it. In the second η rises tenfold at step {n['rise']}: with the "
        f"rate outside, the loss jumps to {n['rise_out_peak']:.0f}."
    ),
    alt=lambda n: (
        f"Two charts of the loss over {STEPS} steps, logarithmic, both runs the same until the learning rate changes. "
        f"Left, it drops at step {n['drop']}: with the rate outside the loss stays low, {n['drop_out_later']:.1f} "
        f"after {n['later']} more steps, and then falls slowly; with the rate inside it shoots up and is "
        f"{n['drop_in_later']:.0f} by then, because the old velocity runs on. "
        f"Right, it rises at step {n['rise']}: with the rate outside the loss jumps to {n['rise_out_peak']:.0f} at "
        f"once, because the old velocity is multiplied too; with the rate inside it falls on."
    ),
    draw=draw,
    measure=measure,
)
