"""The price of the optimum: with the best pair the loss first rises, then wins; a changing beta pays no such price."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import Momentum, descend, quadratic, theory
from momentum.chapters._chart import BESIDE_CURVES, DASHED, DOTTED, chart, dot, line
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import QUIET, decades, even, put
from momentum.rendering.scene import Figure, Readout, Scene

CURVATURES = (1.0, 10.0, 100.0)
SMALLEST, LARGEST = CURVATURES[0], CURVATURES[-1]
START = tuple(1 / np.sqrt(CURVATURES))
GOAL = 1e-6
STEPS, FIRST = 360, 24


@cache
def losses(method: str) -> np.ndarray:
    """The loss (STEPS + 1,) of "gradient descent" or "momentum" at its best, or of "chebyshev"."""
    loss = quadratic(CURVATURES)
    if method == "chebyshev":
        return chebyshev()
    plain, heavy = theory.optimal_gradient_descent(SMALLEST, LARGEST), theory.optimal_heavy_ball(SMALLEST, LARGEST)
    rule = Momentum(plain.learning_rate) if method == "gradient descent" else Momentum(heavy.learning_rate, heavy.beta)
    return descend(loss, rule, START, STEPS).loss


def chebyshev() -> np.ndarray:
    """The loss under momentum whose rate and beta change by Chebyshev's polynomials (Golub and Varga 1961)."""
    loss, theta = quadratic(CURVATURES), np.array(START)
    found, moved = [loss.value(theta)], np.zeros(3)
    # --8<-- [start:chebyshev]
    middle = (LARGEST + SMALLEST) / 2
    half = (LARGEST - SMALLEST) / 2
    learning_rate, beta = 1 / middle, 0.0
    for step in range(STEPS):
        moved = beta * moved - learning_rate * loss.gradient(theta)
        theta = theta + moved
        share = 2 if step == 0 else 1
        rest = share * half**2 * learning_rate / 4
        learning_rate = 1 / (middle - rest)
        beta = rest * learning_rate
        found.append(loss.value(theta))
    # --8<-- [end:chebyshev]
    return np.array(found)


def steps_to(loss: np.ndarray, share: float = GOAL) -> int:
    """The first step at which the loss is `share` of what it was."""
    return int(np.argmax(loss <= share * loss[0]))


def _start() -> Any:
    plain, heavy, changing = (losses(name)[: FIRST + 1] for name in ("gradient descent", "momentum", "chebyshev"))
    series = [Curve(plain, "gradient-descent", "gradient descent"),
              Curve(heavy, "momentum", "momentum, best pair", dashes=(5, 1.6)),
              Curve(changing, "ink", "changing β", dashes=(2, 2))]  # fmt: skip

    def names(axes: Any) -> None:
        put(axes, (6.6, 6.9), "momentum, best pair", "momentum")
        put(axes, (23.2, 2.0), "gradient descent", "gradient-descent", ha="right")
        put(axes, (3.0, -0.9), "changing β")

    return curves(series, ticks=FIRST, log=False, ylim=(-1, 8), title=f"loss, the first {FIRST} steps", name="start",
                  size=(530, 300), label="Loss over the first steps", extra=names)  # fmt: skip


def _all() -> Any:
    def draw(axes: Any) -> None:
        clock = np.arange(STEPS + 1)
        for name, role, style in (("gradient descent", "gradient-descent", "-"), ("momentum", "momentum", DASHED),
                                  ("chebyshev", "ink", DOTTED)):  # fmt: skip
            height = np.log10(losses(name))
            shown = height > -9
            line(axes, clock[shown], height[shown], role, ls=style)
        goal = float(np.log10(GOAL * losses("momentum")[0]))
        line(axes, [0, STEPS], [goal, goal], "muted", lw=1.2, ls=DOTTED)
        put(axes, (95, goal), "a millionth", "muted", (0, -19), **QUIET)
        for name, role, shift in (
            ("gradient descent", "gradient-descent", (-12, -19)),
            ("momentum", "momentum", (10, 6)),
        ):
            step = steps_to(losses(name))
            dot(axes, (step, goal), role, shape="o" if shift[0] < 0 else "D")
            put(axes, (step, goal), f"{step} steps", role, shift, ha="right" if shift[0] < 0 else "left")

    return chart("all", "Loss over all steps, logarithmic", even(0, STEPS, (0, 100, 200, 300), "step"),
                 decades(-8, 1.2, (-8, -6, -4, -2, 0), "loss, all the way"), draw, size=(530, 300),
                 margin=BESIDE_CURVES)  # fmt: skip


def draw() -> Scene:
    """The first steps on the clock, and the whole way beside them."""
    readouts = tuple(
        Readout(name, role, losses(key)[: FIRST + 1])
        for name, role, key in (("gradient descent", "gradient-descent", "gradient descent"),
                                ("momentum", "momentum", "momentum"), ("changing β", "ink", "chebyshev"))
    )  # fmt: skip
    return Scene((_start(), _all()), ticks=FIRST, seconds=0.3, readouts=readouts)


def measure() -> dict[str, Any]:
    """The rise, the overtaking, the steps of all three, and how the best pair comes ten times closer."""
    plain, heavy, changing = (losses(name) for name in ("gradient descent", "momentum", "chebyshev"))
    best = theory.optimal_heavy_ball(SMALLEST, LARGEST)
    return {
        "start": float(heavy[0]),
        "peak": float(heavy.max()),
        "peak_step": int(heavy.argmax()),
        "times": float(heavy.max() / heavy[0]),
        "overtakes": int(np.flatnonzero(heavy[1:] < plain[1:])[0] + 1),
        "heavy_steps": steps_to(heavy),
        "plain_steps": steps_to(plain),
        "changing_steps": steps_to(changing),
        "changing_peak": float(changing.max()),
        "promised": float(np.log(GOAL) / 2 / np.log(best.rate)),
        "rate": best.learning_rate,
        "beta": best.beta,
        "factor": best.rate,
        "plain_rate": float(theory.optimal_gradient_descent(SMALLEST, LARGEST).learning_rate),
    }


FIGURE = Figure(
    title="The price of the optimum",
    caption=lambda n: (
        f"Curvatures 1, 10 and 100. With the best pair the loss of :momentum[momentum] first rises from {n['start']:g} "
        f"to {n['peak']:.2f} at step {n['peak_step']}, falls below that of :gd[gradient descent] at step "
        f"{n['overtakes']}, and is down to a millionth after {n['heavy_steps']} steps against {n['plain_steps']}. "
        f"Momentum whose β changes from step to step needs {n['changing_steps']}, and never rises."
    ),
    alt=lambda n: (
        f"Two charts of the loss. Left, the first {FIRST} steps: gradient descent falls slowly from {n['start']:g}; "
        f"momentum with the best pair rises to {n['peak']:.2f} at step {n['peak_step']} and comes down below gradient "
        f"descent at step {n['overtakes']}; momentum with a changing β falls at once. Right, the whole way, "
        f"logarithmic: gradient descent is a straight line that reaches a millionth of the start at step "
        f"{n['plain_steps']}, momentum reaches it at {n['heavy_steps']}, with a changing β at {n['changing_steps']}."
    ),
    draw=draw,
    measure=measure,
)
