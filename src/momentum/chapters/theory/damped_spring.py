"""The damped spring: momentum's steps lie on the curve of a weight on a spring, and its energy runs down."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import Trajectory, descend, quadratic
from momentum.chapters._chart import BESIDE_CURVES, DOTTED, chart, line
from momentum.engine.optimizers import Momentum
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import QUIET, even, put
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene

CURVATURE, FRICTION, START = 1.0, 0.4, -9.0
COARSE, FINE = 0.04, 0.0025
SECONDS = 20.0
STEPS = int(SECONDS / np.sqrt(COARSE))


def beta(learning_rate: float) -> float:
    """The beta of a spring with `FRICTION`, one step taking the time sqrt(learning_rate)."""
    return float(1 - FRICTION * np.sqrt(learning_rate))


@cache
def run(learning_rate: float) -> Trajectory:
    """Momentum from `START` for `SECONDS` of the spring's time."""
    steps = round(SECONDS / np.sqrt(learning_rate))
    return descend(quadratic([CURVATURE]), Momentum(learning_rate, beta(learning_rate)), [START], steps)


def spring(time: Any) -> tuple[np.ndarray, np.ndarray]:
    """Place and speed (n,) of the spring x'' + FRICTION x' + CURVATURE x = 0, let go at `START`."""
    time = np.asarray(time, dtype=float)
    half, turn = FRICTION / 2, np.sqrt(CURVATURE - FRICTION**2 / 4)
    fading = START * np.exp(-half * time)
    place = fading * (np.cos(turn * time) + half / turn * np.sin(turn * time))
    return place, -fading * CURVATURE / turn * np.sin(turn * time)


def energies(learning_rate: float) -> tuple[np.ndarray, np.ndarray]:
    """The loss and the energy of motion, (steps + 1,) each: the speed is sqrt(learning_rate) times the velocity."""
    found = run(learning_rate)
    assert found.velocity is not None
    return found.loss, learning_rate * found.velocity[:, 0] ** 2 / 2


def gap(learning_rate: float) -> float:
    """How far the run is from the spring at the most."""
    place = run(learning_rate).theta[:, 0]
    return float(np.abs(place - spring(np.arange(len(place)) * np.sqrt(learning_rate))[0]).max())


def _place() -> Panel:
    pace, clock = np.sqrt(COARSE), np.linspace(0, STEPS, 161)

    def draw(axes: Any) -> None:
        line(axes, clock, spring(clock * pace)[0], "ink", lw=1.6)
        fine = run(FINE).theta[:, 0]
        line(axes, np.arange(0, len(fine), 2) * np.sqrt(FINE) / pace, fine[::2], "muted", lw=1.6, ls=DOTTED)
        put(axes, (22, 4.4), "the spring", "ink")
        put(axes, (STEPS, -8.4), f"dotted: η = {FINE:g}; diamonds: η = {COARSE:g}", "muted", ha="right", **QUIET)

    x = even(0, STEPS, (), "")
    x = x._replace(marks=[(second / pace, f"{second:g}") for second in (0, 5, 10, 15, 20)], name="time k√η")
    points = np.column_stack([np.arange(STEPS + 1), run(COARSE).theta[:, 0]])
    return chart(
        "place", "Place over time: momentum's steps and the spring", x,
        even(-9.6, 6.4, (-9, -6, -3, 0, 3, 6), "place"), draw, size=(530, 320), margin=BESIDE_CURVES,
        marks=(Run(points, "momentum", "momentum", marker="diamond", ghost=False),),
    )  # fmt: skip


def _energy() -> Panel:
    loss, motion = energies(COARSE)
    series = [
        Curve(loss + motion, "ink", "energy"),
        Curve(loss, "momentum", "loss", dashes=(5, 1.6)),
        Curve(motion, "muted", "motion", dashes=(2, 2)),
    ]

    def names(axes: Any) -> None:
        put(axes, (9, 29), "energy", "ink")
        put(axes, (16.5, 12.4), "loss", "momentum")
        put(axes, (24, 7.4), "motion", "muted")

    return curves(
        series, ticks=STEPS, log=False, ylim=(0, 41), title="loss, energy of motion, and their sum", name="energy",
        size=(530, 320), label="Energy at each step", extra=names,
    )  # fmt: skip


def draw() -> Scene:
    """The place over time on the spring's curve, and the energies on the same clock."""
    loss, motion = energies(COARSE)
    return Scene(
        (_place(), _energy()), ticks=STEPS, seconds=0.16,
        readouts=(Readout("momentum", "momentum", loss), Readout("energy", "ink", loss + motion, unit="energy")),
    )  # fmt: skip


def measure() -> dict[str, Any]:
    """How close runs come to the spring, and how often the loss and the energy rise."""
    loss, motion = energies(COARSE)
    fine_loss, fine_motion = energies(FINE)
    return {
        "friction": FRICTION, "curvature": CURVATURE, "critical_friction": 2 * float(np.sqrt(CURVATURE)),
        "coarse": COARSE, "coarse_beta": beta(COARSE), "fine": FINE, "fine_beta": beta(FINE),
        "coarse_gap": gap(COARSE), "fine_gap": gap(FINE), "start": START,
        "loss_rises": int((np.diff(loss) > 0).sum()), "energy_rises": int((np.diff(loss + motion) > 0).sum()),
        "fine_loss_rises": int((np.diff(fine_loss) > 0).sum()), "steps": STEPS, "fine_steps": len(fine_loss) - 1,
        "fine_energy_rises": int((np.diff(fine_loss + fine_motion) > 0).sum()),
    }  # fmt: skip


FIGURE = Figure(
    title="A weight on a spring",
    caption=lambda n: (
        f"Along a valley of curvature {n['curvature']:g}: a weight on a spring with friction "
        f"{n['friction']:g}, and :momentum[momentum] with η = {n['coarse']:g} and β = {n['coarse_beta']:.2f}, at "
        f"most {n['coarse_gap']:.2f} away from it; with η = {n['fine']:g} and β = {n['fine_beta']:.2f} it is "
        f"{n['fine_gap']:.2f}. In the second chart the loss goes up and down while the sum of loss and motion falls."
    ),
    alt=lambda n: (
        f"Two charts over the same time. Left, the curve of a damped spring let go at {n['start']:g}: it swings "
        "through the minimum and back in smaller and smaller waves; momentum's steps lie near it, and those with a "
        f"rate of {n['fine']:g} lie on it. Right, three curves: the loss falls to zero, rises again as the weight "
        f"runs past the minimum, and so on, rising at {n['loss_rises']} of {n['steps']} steps; the energy of motion "
        f"is large where the loss is small; their sum falls and rises at {n['energy_rises'] or 'none'} of the steps."
    ),
    draw=draw,
    measure=measure,
)
