"""The map with names: where the ravine's runs creep, swing, zigzag and diverge, and one run of each."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, descend, theory
from momentum.chapters import _ravine as scenery
from momentum.chapters._chart import chart, dot, line
from momentum.rendering.frame import FOOT, QUIET, even, put
from momentum.rendering.parts import bands
from momentum.rendering.scene import Figure, Panel, Scene

CURVATURES = (1.0, 25.0)
XLIM, YLIM = (0.0, 0.16), (0.0, 1.0)
SIZE, MARGIN = (530, 430), (46.0, 30.0, 14.0, 46.0)
LEVELS = (1.0, 0.98, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
STEPS = 30
SMALLER = 12
SHALLOW, STEEP = CURVATURES
# A letter, its region, its learning rate and its beta.
RUNS = (
    ("A", "creeps", 0.03, 0.25),
    ("B", "swings", 0.05, 0.8),
    ("C", "zigzags", 0.085, 0.12),
    ("D", "diverges", 0.13, 0.6),
)


def kind(learning_rate: float, beta: float) -> str:
    """The region: what the worse of the two directions does."""
    # --8<-- [start:kind]
    along = np.sqrt(learning_rate * SHALLOW)
    across = np.sqrt(learning_rate * STEEP)
    if across**2 >= 2 + 2 * beta:
        return "diverges"
    if beta < (across - 1) ** 2 and across > 1:
        return "zigzags"
    if beta < (1 - along) ** 2:
        return "creeps"
    return "swings"
    # --8<-- [end:kind]


def rate(point: np.ndarray) -> np.ndarray:
    """(learning rate, beta) (..., 2) -> the rate of convergence of the whole problem (...)."""
    return np.asarray(theory.rate(CURVATURES, np.maximum(point[..., 0], 1e-9), np.minimum(point[..., 1], 1 - 1e-9)))


def run(learning_rate: float, beta: float, steps: int = STEPS) -> Trajectory:
    """One run from the ravine's start."""
    return descend(scenery.LOSS, Momentum(learning_rate, beta), scenery.START, steps)


def _map() -> Panel:
    def draw(axes: Any) -> None:
        left, top, right, bottom = MARGIN
        bands(axes, rate, XLIM, YLIM, LEVELS, size=(SIZE[0] - left - right, SIZE[1] - top - bottom),
              grid=(321, 381), ground=False)  # fmt: skip
        eta = np.linspace(0, XLIM[1], 120)
        below = np.linspace(1 / STEEP, XLIM[1], 90)
        line(axes, eta, (1 - np.sqrt(eta * SHALLOW)) ** 2, "ink", lw=2)
        line(axes, below, (np.sqrt(below * STEEP) - 1) ** 2, "ink", lw=2)
        beyond = np.array([2 / STEEP, XLIM[1]])
        line(axes, beyond, beyond * STEEP / 2 - 1, "gradient-descent", lw=2.6)
        best = theory.optimal_heavy_ball(SHALLOW, STEEP)
        dot(axes, (best.learning_rate, best.beta), "minimum", 13)
        put(axes, (best.learning_rate, best.beta), "best", "ink", (-17, -16), ha="right")
        put(axes, (0.012, 0.46), "creeps along", "ink", size=16)
        put(axes, (0.094, 0.8), "swings", "ink", size=16)
        # Where it zigzags there is no room for the word.
        line(axes, (0.098, 0.076), (0.058, 0.058), "muted", lw=1.4)
        put(axes, (0.1, 0.04), "zigzags")
        put(axes, (0.126, 0.2), "diverges", "gradient-descent", size=16)
        put(axes, (0.0275, 0.712), "along: critical", "ink", (0, 0), rotation=-30, **QUIET)
        put(axes, (0.1275, 0.74), "across: critical", "ink", (0, 0), rotation=60, ha="center", va="center", **QUIET)
        for letter, name, eta_, beta in RUNS:
            role = "gradient-descent" if name == "diverges" else "momentum"
            dot(axes, (eta_, beta), role, shape="o" if name == "diverges" else "D")
            aside, side = ((-13, -15), "right") if name == "zigzags" else ((13, -5), "left")
            put(axes, (eta_, beta), letter, role, aside, size=16, ha=side)

    x = even(*XLIM, (0, 0.04, 0.08, 0.12, 0.16), "learning rate η, of the sum")
    y = even(*YLIM, (0, 0.2, 0.4, 0.6, 0.8, 1), "β")
    label = "Regions of learning rate and beta, by what the run does"
    return chart("map", label, x, y, draw, size=SIZE, span="half", margin=MARGIN)


def _runs() -> Panel:
    def draw(axes: Any) -> None:
        for row, (letter, name, eta, beta) in enumerate(RUNS):
            base = 3 - row
            path = run(eta, beta).theta / np.array(scenery.START)
            scale = SMALLER if name == "diverges" else 1
            line(axes, [0, STEPS], [base, base], "minimum", lw=1.2)
            for axis, role, style in ((1, "muted", (0, (3, 2))), (0, "ink", "-")):
                gone = np.flatnonzero(np.abs(path[:, axis]) > 1.4 * scale)
                end = int(gone[0]) if len(gone) else STEPS + 1
                line(axes, np.arange(end), base + 0.32 * path[:end, axis] / scale, role, lw=2, ls=style)
            if name == "diverges":
                put(axes, (STEPS, base - 0.1), f"{SMALLER} times smaller", "muted", (0, -FOOT), ha="right", **QUIET)
            role = "gradient-descent" if name == "diverges" else "momentum"
            put(axes, (STEPS, base + 0.34), f"{letter} {name}", role, ha="right")

    x, y = even(0, STEPS, (0, 15, 30), "step"), even(-0.62, 3.62, (), "solid: along; dashed: across")
    return chart("runs", "The four runs, along and across", x, y, draw, size=SIZE, span="half",
                 margin=(14, 30, 14, 46))  # fmt: skip


def draw() -> Scene:
    """The map, and one run of each region."""
    return Scene((_map(), _runs()))


def measure() -> dict[str, Any]:
    """The four runs, the best pair, and the borders at some learning rates."""
    best = theory.optimal_heavy_ball(SHALLOW, STEEP)
    numbers: dict[str, Any] = {
        "condition_number": STEEP / SHALLOW, "best_rate": best.learning_rate, "best_beta": best.beta,
        "best": best.rate, "edge_bare": 2 / STEEP, "edge_full": 4 / STEEP,
    }  # fmt: skip
    for letter, name, eta, beta in RUNS:
        here = letter.lower()
        numbers |= {f"{here}_rate": eta, f"{here}_beta": beta, f"{here}_kind": name,
                    f"{here}_factor": float(theory.rate(CURVATURES, eta, beta))}  # fmt: skip
    return numbers


FIGURE = Figure(
    title="Four regions, three borders",
    caption=lambda n: (
        f"What a run does in the valley with κ = {n['condition_number']:g}, for every learning rate and β; the "
        "brighter, the faster. Below or beside it, one run of each region, as a share of where it began: "
        f"A creeps along, B swings, C zigzags across, D diverges. The best pair, η = {n['best_rate']:.3f} and β = "
        f"{n['best_beta']:.3f}, is where two borders meet."
    ),
    alt=lambda n: (
        "A map with the learning rate to the right and β upwards, divided by three curves. One falls from the top left "
        "corner: below it runs creep along the valley. One rises towards the right: under it runs zigzag across. "
        f"Above both they swing. A straight line from η = {n['edge_bare']:g} at β = 0 to {n['edge_full']:g} at β = 1 "
        f"is the edge of divergence. The first two meet at η = {n['best_rate']:.3f}, β = {n['best_beta']:.3f}, the "
        "best pair. Beside the map, the four runs: one levels out without passing the minimum, one swings past it "
        "several times, one changes sides across the valley at every step, one leaves the picture."
    ),
    draw=draw,
    measure=measure,
)
