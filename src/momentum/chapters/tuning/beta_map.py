"""The map: how fast the whole problem converges for every learning rate and beta, with the three loops on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import theory
from momentum.chapters.tuning import _loops as tuning
from momentum.chapters.tuning._loops import dot, say
from momentum.rendering.parts import bands
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour

SIZE = (740, 500)
MARGIN = (46, 38, 10, 62)
XLIM, YLIM = (0.0, 0.17), (0.0, 1.0)
STEEPEST = max(tuning.CURVATURES)
LEVELS = (1.0, 0.98, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)


def rate(point: np.ndarray) -> np.ndarray:
    """(learning rate, beta) (..., 2) -> the rate of convergence of the whole problem (...)."""
    return np.asarray(
        theory.rate(tuning.CURVATURES, np.maximum(point[..., 0], 1e-9), np.minimum(point[..., 1], 1 - 1e-9))
    )


def _axes(axes: Any) -> None:
    quiet = {"size": 13, "weight": 400}
    for x in (0.0, 0.04, 0.08, 0.12, 0.16):
        say(axes, (x, 0), f"{x:g}", "muted", (0, -22), ha="center", **quiet)
    for y in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        say(axes, (0, y), f"{y:g}", "muted", (-8, 0), ha="right", va="center_baseline", **quiet)
    say(axes, (XLIM[1], 0), "learning rate η", "muted", (0, -50), ha="right", **quiet)
    say(axes, (0, 1), "β", "muted", (-14, 22), ha="center", **quiet)
    axes.plot([0, 0, XLIM[1]], [1, 0, 0], color=colour("hairline"), lw=1.2, clip_on=False)


def _draw(axes: Any) -> None:
    left, top, right, bottom = MARGIN
    area = (SIZE[0] - left - right, SIZE[1] - top - bottom)
    bands(axes, rate, XLIM, YLIM, LEVELS, size=area, grid=(341, 401), opacity=0.1)
    _axes(axes)
    edge = theory.stable_product([0.0, 1 - 1e-9]) / STEEPEST
    axes.plot(edge, [0, 1], color=colour("muted"), lw=2)
    say(axes, (0.128, 0.2), "diverges", "muted", (0, 0))
    for level in (0.95, 0.9, 0.8):
        text = f"rate {level:g}" if level == 0.95 else f"{level:g}"
        say(axes, (0.116, level**2), text, "ink", (0, -17), ha="right", size=13, weight=400)
    axes.plot([tuning.LEARNING_RATE] * 2, [0, 1], color=colour("momentum"), lw=1.6, ls=(0, (5, 1.6)))
    axes.plot([tuning.EFFECTIVE * (1 - tuning.EDGE), 0], [tuning.EDGE, 1], color=colour("ink"), lw=1.6)
    best = theory.optimal_heavy_ball(*tuning.CURVATURES)[:2]
    dot(axes, best, "minimum", 13)
    say(axes, best, "best", "ink", (-12, -5), ha="right")
    bare = (theory.optimal_gradient_descent(*tuning.CURVATURES).learning_rate, 0)
    dot(axes, bare, "gradient-descent")
    say(axes, bare, "best without", "gradient-descent", (-10, 12), ha="right")
    for beta, name in ((tuning.SMALL, "too small"), (tuning.RIGHT, "about right"), (tuning.LARGE, "too large")):
        dot(axes, (tuning.LEARNING_RATE, beta), "momentum", 9, shape="D")
        say(axes, (tuning.LEARNING_RATE, beta), name, "momentum", (11, -5))


def draw() -> Scene:
    """One panel: nested regions of ever better rates, both sweeps as lines, the edge, the best point, the loops."""
    label = "Rate of convergence for every learning rate and beta"
    return Scene((Panel("map", label, SIZE, XLIM, YLIM, _draw, margin=MARGIN, rounded=True),), wide=False)


def measure() -> dict[str, Any]:
    """Rates at the three loops and at the best point, and the edge of divergence."""
    best_rate, best_beta, best = (float(value) for value in theory.optimal_heavy_ball(*tuning.CURVATURES))
    at = {
        name: float(rate(np.array([tuning.LEARNING_RATE, beta])))
        for name, beta in (("small", tuning.SMALL), ("right", tuning.RIGHT), ("large", tuning.LARGE), ("bare", 0.0))
    }
    best_bare = theory.optimal_gradient_descent(*tuning.CURVATURES).rate
    return at | {
        "best_bare": best_bare,
        "best_rate": best_rate,
        "best_beta": best_beta,
        "best": best,
        "edge_bare": theory.stable_product(0.0) / STEEPEST,
        "tenth_best": float(np.log(10) / -np.log(best)),
        "tenth_best_bare": float(np.log(10) / -np.log(best_bare)),
    }


FIGURE = Figure(
    title="A first map",
    caption=lambda n: (
        f"Nested shades: the further in, the faster. The three loops have rates of {n['small']:.2f}, {n['right']:.2f}"
        f" and {n['large']:.2f}; the best point, η = {n['best_rate']:.3f} and β = {n['best_beta']:.2f}, has "
        f"{n['best']:.2f}. Dashed: the fixed learning rate of the sweep. Solid: its fixed effective rate. Best "
        "without: the best :gd[gradient descent]."
    ),
    alt=lambda n: (
        "A map with the learning rate to the right and β upwards. Nested shades close in on a point at learning rate"
        f" {n['best_rate']:.3f} and β = {n['best_beta']:.2f}, where the rate is best, {n['best']:.2f}. A slanted line"
        f" on the right, from learning rate {n['edge_bare']:g} at β = 0 to twice that at β = 1, is the edge: beyond "
        f"it runs diverge. The three loops stand one above the other at learning rate {tuning.LEARNING_RATE:g}: too "
        "small in an outer shade below, about right further in, too large in the outermost band under β = 1."
    ),
    draw=draw,
    measure=measure,
)
