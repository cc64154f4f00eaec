"""The lower bound in one picture: a chain in which news travels one link a step, whatever the method."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import Function, Momentum, Trajectory, descend, theory
from momentum.chapters._chart import DASHED, DOTTED, chart, line
from momentum.rendering.frame import QUIET, decades, even, put
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

LINKS, CONDITION_NUMBER = 300, 100.0
STEPS, SHOWN, LINKS_SHOWN = 60, 12, 30
ROOT = float(np.sqrt(CONDITION_NUMBER))
RATIO = (ROOT - 1) / (ROOT + 1)
METHODS = ("gradient descent", "momentum", "nesterov")


def chain() -> Function:
    """Nesterov's worst function for curvatures from 1 to CONDITION_NUMBER (Nesterov 2004, section 2.1.4)."""
    # --8<-- [start:chain]
    pull = (CONDITION_NUMBER - 1) / 4

    def gradient(x: np.ndarray) -> np.ndarray:
        neighbours = np.zeros_like(x)
        neighbours[..., 1:] += x[..., :-1]
        neighbours[..., :-1] += x[..., 1:]
        neighbours[..., 0] += 1  # the one link that knows where to go
        return np.asarray(pull * (2 * x - neighbours) + x)

    # --8<-- [end:chain]
    return Function(lambda x: ((gradient(x) * x).sum(axis=-1) - pull * x[..., 0]) / 2, gradient)


@cache
def goal() -> np.ndarray:
    """The minimizer (LINKS,), by solving the linear system."""
    pull = (CONDITION_NUMBER - 1) / 4
    matrix = (2 * pull + 1) * np.eye(LINKS) - pull * (np.eye(LINKS, k=1) + np.eye(LINKS, k=-1))
    return np.linalg.solve(matrix, pull * np.eye(LINKS)[0])


@cache
def run(method: str) -> Trajectory:
    """A method at its textbook settings, from a chain at rest at 0."""
    if method == "momentum":
        best = theory.optimal_heavy_ball(1.0, CONDITION_NUMBER)
        rule = Momentum(best.learning_rate, best.beta)
    elif method == "nesterov":
        rule = Momentum(1 / CONDITION_NUMBER, RATIO, nesterov=True)
    else:
        rule = Momentum(theory.optimal_gradient_descent(1.0, CONDITION_NUMBER).learning_rate)
    return descend(chain(), rule, np.zeros(LINKS), STEPS)


def left(method: str) -> np.ndarray:
    """The distance to the minimizer (STEPS + 1,) as a share of what it was."""
    off = np.linalg.norm(run(method).theta - goal(), axis=-1)
    return np.asarray(off / off[0])


def bound() -> np.ndarray:
    """What is left at least (STEPS + 1,): the links that no news has reached."""
    left = np.array([np.linalg.norm(goal()[k:]) for k in range(STEPS + 1)])
    return np.asarray(left / np.linalg.norm(goal()))


def _links() -> Panel:
    places = np.arange(1, LINKS_SHOWN + 1)

    def draw(axes: Any) -> None:
        axes.fill([SHOWN + 0.5, LINKS_SHOWN, LINKS_SHOWN, SHOWN + 0.5], [0, 0, 1, 1], color=colour("band-5"), lw=0)
        line(axes, places, goal()[:LINKS_SHOWN], "minimum", lw=4, alpha=0.6)
        for method, role, style in _arms():
            line(axes, places, run(method).theta[SHOWN, :LINKS_SHOWN], role, ls=style)
        put(axes, (6.4, 0.42), "where every link should be", "minimum")
        put(axes, (SHOWN + 1, 0.93), f"no news after {SHOWN} steps", "ink")
        put(axes, (SHOWN + 1, 0.82), "all are still at 0 here", "muted", **QUIET)

    x, y = (
        even(1, LINKS_SHOWN, (1, 10, 20, 30), "link of the chain"),
        even(0, 1, (0, 0.5, 1), f"place after {SHOWN} steps"),
    )
    return chart("links", "The chain after some steps", x, y, draw, size=(530, 330))


def _arms() -> tuple[tuple[str, str, Any], ...]:
    return (("gradient descent", "gradient-descent", "-"), ("momentum", "momentum", DASHED),
            ("nesterov", "nesterov", (0, (3, 1.5))))  # fmt: skip


def _distances() -> Panel:
    clock = np.arange(STEPS + 1)

    def draw(axes: Any) -> None:
        floor = np.log10(bound())
        axes.fill([0, *clock, STEPS], [-6, *floor, -6], color=colour("band-5"), lw=0)
        line(axes, clock, floor, "ink", lw=2, ls=DOTTED)
        for method, role, style in _arms():
            line(axes, clock, np.log10(left(method)), role, ls=style)
        put(axes, (2.5, -3.75), "no method that walks", "ink")
        put(axes, (2.5, -4.4), "along gradients gets here", "ink")
        put(axes, (33, -0.18), "gradient descent", "gradient-descent")
        put(axes, (38, -1.5), "Nesterov", "nesterov")
        put(axes, (STEPS, -3.5), "momentum", "momentum", ha="right")

    x, y = even(0, STEPS, (0, 20, 40, 60), "step"), decades(-5, 0.3, (-4, -3, -2, -1, 0), "distance left")
    return chart("distances", "Distance left at each step, and the lower bound", x, y, draw, size=(530, 330))


def draw() -> Scene:
    """The chain after some steps, and the distances over the steps with the bound under them."""
    return Scene((_links(), _distances()))


def measure() -> dict[str, Any]:
    """What is left after the steps shown, against the bound."""
    numbers: dict[str, Any] = {
        "condition_number": CONDITION_NUMBER, "shown": SHOWN, "steps": STEPS, "ratio": RATIO, "links": LINKS,
        "bound_shown": float(bound()[SHOWN]), "bound_end": float(bound()[STEPS]),
    }  # fmt: skip
    for method in METHODS:
        key = method.replace(" ", "_")
        numbers |= {f"{key}_shown": float(left(method)[SHOWN]), f"{key}_end": float(left(method)[STEPS])}
    return numbers


FIGURE = Figure(
    title="News travels one link a step",
    caption=lambda n: (
        f"A chain of links, condition number {n['condition_number']:g}, in which only the first link feels a pull. "
        f"First chart: after {n['shown']} steps all three methods have moved {n['shown']} links. Second: the links "
        f"that no news has reached are a bound: at step {n['steps']} it is {show(n['bound_end'])}, "
        f":momentum[momentum] has {show(n['momentum_end'])}, :nesterov[Nesterov] {show(n['nesterov_end'])}, "
        f":gd[gradient descent] {n['gradient_descent_end']:.2f}."
    ),
    alt=lambda n: (
        f"Two charts. Left, the place of each link after {n['shown']} steps beside the curve where it should be: "
        f"beyond link {n['shown']} all methods are at 0. Right, the distance that is left over {n['steps']} steps, "
        "logarithmic, with a shaded region below a straight line that no method can enter: momentum falls along that "
        "line itself, Nesterov at half its slope; gradient descent hardly falls."
    ),
    draw=draw,
    measure=measure,
)
