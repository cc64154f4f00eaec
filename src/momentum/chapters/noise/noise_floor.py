"""The floor that noise leaves: clouds of places in the valley, and the exact average loss with seeded runs on it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum import Momentum, Noisy, descend, quadratic, theory
from momentum.chapters import _ravine as scenery
from momentum.chapters import _valley as ground
from momentum.chapters._chart import DASHED, chart, dot, line
from momentum.rendering.frame import Axis, put
from momentum.rendering.parts import plane
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour

CURVATURES = (1.0, 25.0)
NOISE, RATE = 10.0, 0.01
BETAS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
RUNS, STEPS, SETTLED, SEED = 200, 3000, 1000, 7
DRAWN = 60
SHOWN = 0.9
XLIM, YLIM = (-5.0, 5.0), (-2.3, 2.3)
CLOUD = (530, 360)


def floor(rate: Any, beta: Any) -> Any:
    """The average loss in the long run under noise, in closed form; the rate is the sum's."""
    # --8<-- [start:floor]
    loss = 0.0
    for curve in CURVATURES:
        spread = theory.stationary_variance(curve, rate, beta, NOISE)
        loss = loss + curve * spread / 2
    return loss
    # --8<-- [end:floor]


def rates(kept: str) -> np.ndarray:
    """The sum's learning rate for each of BETAS: "rate" keeps it, "effective" keeps RATE as the effective rate."""
    return np.full(len(BETAS), RATE) if kept == "rate" else RATE * (1 - np.array(BETAS))


@cache
def simulated(kept: str) -> tuple[np.ndarray, np.ndarray]:
    """The average loss (betas,) over RUNS seeded runs once they have settled, and the last places (betas, RUNS, 2)."""
    beta = np.array(BETAS)[:, None]
    noisy = Noisy(quadratic(CURVATURES), NOISE, np.random.default_rng(SEED))
    rule = Momentum(rates(kept)[:, None], beta)
    run = descend(noisy, rule, np.zeros((len(BETAS), RUNS, 2)), STEPS, record="loss")
    return run.loss[SETTLED:].mean(axis=(0, 2)), run.theta[-1]


def _place(beta: Any) -> Any:
    return -np.log10(1 - np.asarray(beta, dtype=float))


def _cloud(name: str, kept: str, beta: float, words: str, role: str) -> Panel:
    places = simulated(kept)[1][BETAS.index(beta)][:DRAWN]

    def draw(axes: Any) -> None:
        # One path for the whole cloud: a marker each would make the file three times as long.
        angles = np.linspace(0, 2 * np.pi, 7 if role == "gradient-descent" else 5)
        corners = np.column_stack([np.cos(angles), np.sin(angles)]) * 4.2
        unit = np.array([(high - low) / pixels for (low, high), pixels in zip((XLIM, YLIM), CLOUD, strict=True)])
        marks = Path.make_compound_path(*(Path(place + corners * unit, closed=True) for place in places))
        axes.add_patch(PathPatch(marks, facecolor=colour(role), edgecolor="none"))
        put(axes, (XLIM[0], YLIM[1]), words, role, (9, -26), size=15)

    return plane(
        scenery.LOSS.value, XLIM, YLIM, levels=ground.LEVELS, size=CLOUD, minimizers=[(0.0, 0.0)],
        minimum_label=None, extra=draw, name=name, span="half", label=f"Where runs are in the end, {words}",
    )  # fmt: skip


def _floors() -> Panel:
    beta = 1 - 10 ** -np.linspace(0, 2, 60)

    def draw(axes: Any) -> None:
        for kept, role, style, shape in (("rate", "momentum", DASHED, "D"), ("effective", "ink", "-", "o")):
            eta = RATE if kept == "rate" else RATE * (1 - beta)
            line(axes, _place(beta), np.log10(floor(eta, beta)), role, ls=style)
            for at, height in zip(_place(BETAS), np.log10(simulated(kept)[0]), strict=True):
                dot(axes, (float(at), float(height)), role, 9, shape)
        put(axes, (0.9, 1.42), f"sum, rate {RATE:g}", "momentum", ha="right")
        put(axes, (1.2, -0.19), f"effective rate {RATE:g}", "ink")

    marks = [(float(_place(b)), f"{b:g}") for b in (0, 0.5, 0.8, 0.9, 0.99)]
    x = Axis(-0.02, 2.04, marks, "β")
    y = Axis(-0.5, 2.1, [(np.log10(v), f"{v:g}") for v in (1, 3, 10, 30, 100)], "average loss in the long run")
    label = "The average loss in the long run against beta: curves computed, markers simulated"
    return chart("floors", label, x, y, draw, size=CLOUD)


def draw() -> Scene:
    """Three clouds in the valley, and the floor against beta."""
    clouds = (
        _cloud("bare", "rate", 0.0, "no momentum", "gradient-descent"),
        _cloud("raised", "rate", SHOWN, f"β = {SHOWN:g}, same rate", "momentum"),
        _cloud("kept", "effective", SHOWN, f"β = {SHOWN:g}, same effective rate", "momentum"),
    )
    return Scene((*clouds, _floors()))


def measure() -> dict[str, Any]:
    """The floors at some betas, computed and simulated, and how far apart the two are at the most."""
    numbers: dict[str, Any] = {"noise": NOISE, "rate": RATE, "runs": RUNS, "steps": STEPS, "shown": SHOWN}
    for kept in ("rate", "effective"):
        exact = floor(rates(kept), np.array(BETAS))
        seen = simulated(kept)[0]
        numbers[f"{kept}_gap"] = float(np.abs(seen / exact - 1).max())
        for beta, value, found in zip(BETAS, exact, seen, strict=True):
            numbers |= {f"{kept}_{100 * beta:.0f}": float(value), f"{kept}_{100 * beta:.0f}_seen": float(found)}
    for axis, curvature in zip(("along", "across"), CURVATURES, strict=True):
        plain, heavy = (theory.stationary_variance(curvature, RATE * (1 - beta), beta, NOISE) for beta in (0.0, 0.99))
        numbers[f"{axis}_share"] = heavy / plain
    return numbers | {"times": numbers["rate_90"] / numbers["rate_0"]}


FIGURE = Figure(
    title="The floor that noise leaves",
    caption=lambda n: (
        f"Where {DRAWN} runs with noisy gradients are in the end, and their average loss: curves from the closed "
        f"form, markers from {n['runs']} seeded runs each. With the sum's rate kept at {n['rate']:g}, β = {SHOWN:g} "
        f"raises the floor from {n['rate_0']:.2f} to {n['rate_90']:.1f}; with the effective rate kept it is "
        f"{n['effective_90']:.2f}."
    ),
    alt=lambda n: (
        "Three small maps of the valley with a cloud of places around the minimum: small without momentum, about "
        "three times as wide with momentum at the same rate, small again at the same effective rate. Beside them, "
        f"the average loss against β, logarithmic: at the sum's fixed rate it climbs from {n['rate_0']:.2f} at β = 0 "
        f"to {n['rate_99']:.0f} at {BETAS[-1]:g}; at a fixed effective rate it is nearly level, from "
        f"{n['effective_0']:.2f} to {n['effective_99']:.2f}. The simulated markers lie on the computed curves."
    ),
    draw=draw,
    measure=measure,
)
