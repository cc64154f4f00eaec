"""The map of room: which learning rates each beta survives and how fast they are, with the three loops on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import theory
from momentum.chapters._chart import chart, dot
from momentum.chapters._ravine import LONGER_RATE
from momentum.chapters.tuning import _loops as loops
from momentum.rendering.frame import even, put
from momentum.rendering.parts import bands
from momentum.rendering.scene import Figure, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

SIZE = (530, 400)
MARGIN = (46, 30, 16, 46)
X = even(0.0, 0.5, (0.0, 0.1, 0.2, 0.3, 0.4, 0.5), "learning rate η")
Y = even(0.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), "β")
LEVELS = (1.0, 0.98, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
# Below this beta the line of the learning rate leaves room for a name.
FOOT = 0.11
NAMED = ((0.95, 0.44), (0.9, 0.44), (0.8, 0.285))


def best_pair() -> tuple[float, float, float]:
    """The learning rate of the average, the beta and the rate of Polyak's best pair."""
    learning_rate, beta, rate = (float(value) for value in theory.optimal_heavy_ball(*loops.CURVATURES))
    return learning_rate / (1 - beta), beta, rate


def rate(point: np.ndarray) -> np.ndarray:
    """(learning rate, beta) (..., 2) -> the rate of convergence of the whole problem (...)."""
    beta = np.clip(point[..., 1], 0, 1 - 1e-9)
    return np.asarray(theory.rate(loops.CURVATURES, np.maximum(point[..., 0], 1e-9), beta, dampening=beta))


def _draw(axes: Any) -> None:
    left, top, right, bottom = MARGIN
    area = (SIZE[0] - left - right, SIZE[1] - top - bottom)
    bands(axes, rate, X.limits, Y.limits, LEVELS, size=area, grid=(341, 401), ground=False)
    beta = np.linspace(0, 1 - 1e-6, 201)
    edge = loops.edge(beta)
    axes.plot(edge[edge <= X.high], beta[edge <= X.high], color=colour("muted"), lw=2)
    put(axes, (0.36, 0.3), "diverges", "muted", (0, 0))
    for level, x in NAMED:
        put(axes, (x, level**2), f"×{level:g} a step", "ink", (0, -17), ha="right", size=13, weight=400)
    axes.plot([LONGER_RATE] * 2, [FOOT, 1], color=colour("momentum"), lw=1.6, ls=(0, (5, 1.6)))
    best = best_pair()[:2]
    dot(axes, best, "minimum", 13)
    put(axes, best, "best pair", "ink", (12, -18))
    bare = (theory.optimal_gradient_descent(*loops.CURVATURES).learning_rate, 0)
    dot(axes, bare, "gradient-descent")
    put(axes, bare, "gradient descent", "gradient-descent", (12, 5))
    for beta_at, name in ((loops.SMALL, "too small"), (loops.RIGHT, "about right"), (loops.LARGE, "too large")):
        dot(axes, (LONGER_RATE, beta_at), "momentum", 9, shape="D")
        put(axes, (LONGER_RATE, beta_at), name, "momentum", (-11, -5), ha="right")


def draw() -> Scene:
    """One panel: nested regions of ever better rates, the edge, the page's learning rate, the best point, the loops."""
    label = "Rate of convergence for every learning rate and beta"
    panel = chart("map", label, X, Y, _draw, size=SIZE, span="full", margin=MARGIN, grid=False,
                  rounded=True)  # fmt: skip
    return Scene((panel,), wide=False)


def measure() -> dict[str, Any]:
    """Rates at the three loops and at the best points, and where the edge is."""
    best_rate, best_beta, best = best_pair()
    at = {
        name: float(rate(np.array([LONGER_RATE, beta])))
        for name, beta in (("small", loops.SMALL), ("right", loops.RIGHT), ("large", loops.LARGE))
    }
    bare = theory.optimal_gradient_descent(*loops.CURVATURES)
    return at | {
        "learning_rate": LONGER_RATE,
        "bare_rate": bare.learning_rate,
        "best_bare": bare.rate,
        "best_rate": best_rate,
        "best_beta": best_beta,
        "best": best,
        "edge_bare": float(loops.edge(0.0)),
        "edge_best": float(loops.edge(best_beta)),
        "edge_right": float(loops.edge(loops.RIGHT)),
    }


FIGURE = Figure(
    title="The room",
    caption=lambda n: (
        "Each point is a pair of η and β, and each shade further in is faster in the long run. Beyond the thick line "
        f"runs diverge. The dashed line is η = {show(n['learning_rate'])}, with the three runs on it."
    ),
    alt=lambda n: (
        "A map with the learning rate to the right and β upwards. A thick line, the edge beyond which runs diverge, "
        f"starts at a learning rate of {show(n['edge_bare'])} for β = 0 and bends away to the right, ever faster: it "
        f"is at {show(n['edge_right'])} for β = {show(loops.RIGHT)}. Inside it nested shades close in on the best "
        f"pair, a learning rate of {show(n['best_rate'])} and β = {show(n['best_beta'])}, close to the edge. The "
        f"three runs stand one above the other at {show(n['learning_rate'])}: too small right at the edge, about "
        "right well inside, too large in the second band under β = 1."
    ),
    draw=draw,
    measure=measure,
)
