"""What Nesterov adds and what it costs: a bound where curvature fades away, and ripples that restarts cure."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum.chapters._chart import DASHED, DOTTED, chart, line
from momentum.rendering.frame import decades, even, put
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.store.rounding import show

LINKS, LONG = 200, 1000
CONDITION_NUMBER = 400.0
STEPS, GOAL = 320, 1e-6
BETA = 0.9
START = np.array([-9.0, 1.0])


@cache
def chain() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A chain's matrix, with curvatures from nearly 0 to 1, the pull on its first link, and its minimizer."""
    matrix = (2 * np.eye(LINKS) - np.eye(LINKS, k=1) - np.eye(LINKS, k=-1)) / 4
    pull = np.eye(LINKS)[0] / 4
    return matrix, pull, np.linalg.solve(matrix, pull)


def descent(
    matrix: np.ndarray, pull: np.ndarray, start: np.ndarray, steps: int, *, restart: bool = False
) -> tuple[np.ndarray, list[int]]:
    """Nesterov's method of 1983 with its changing beta: the points (steps + 1, n), and the steps that restarted it.

    `restart` forgets the velocity whenever it points uphill (O'Donoghue and Candes 2015).
    """
    steepest = float(np.linalg.eigvalsh(matrix)[-1])
    theta, ahead, t = start, start, 1.0
    points, restarts = [theta], []
    for step in range(1, steps + 1):
        # --8<-- [start:changing-beta]
        gradient = matrix @ ahead - pull
        after = ahead - gradient / steepest
        if restart and gradient @ (after - theta) > 0:
            t = 1.0
            restarts.append(step)
        later = (1 + np.sqrt(1 + 4 * t**2)) / 2
        beta = (t - 1) / later
        ahead = after + beta * (after - theta)
        theta, t = after, later
        # --8<-- [end:changing-beta]
        points.append(theta)
    return np.array(points), restarts


def fixed(matrix: np.ndarray, pull: np.ndarray, start: np.ndarray, steps: int, beta: float, ahead: bool) -> np.ndarray:
    """Points (steps + 1, n) of momentum or of Nesterov with a fixed beta; the rate is 1 / the largest curvature."""
    rate = 1 / float(np.linalg.eigvalsh(matrix)[-1])
    theta, before = start, start
    points = [theta]
    for _ in range(steps):
        carry = theta + beta * (theta - before)
        theta, before = carry - rate * (matrix @ (carry if ahead else theta) - pull), theta
        points.append(theta)
    return np.array(points)


@cache
def gaps() -> dict[str, np.ndarray]:
    """How far each loss on the chain is above the minimum, (LONG + 1,), and Nesterov's bound."""
    matrix, pull, goal = chain()
    zero = np.zeros(LINKS)

    def gap(points: np.ndarray) -> np.ndarray:
        off = points - goal
        return np.asarray(np.einsum("ki,ij,kj->k", off, matrix, off) / 2)

    steepest = float(np.linalg.eigvalsh(matrix)[-1])
    bound = 2 * steepest * (goal @ goal) / np.arange(1, LONG + 2) ** 2
    return {
        "gradient descent": gap(fixed(matrix, pull, zero, LONG, 0.0, False)),
        "momentum": gap(fixed(matrix, pull, zero, LONG, BETA, False)),
        "nesterov": gap(descent(matrix, pull, zero, LONG)[0]),
        "bound": bound,
    }


@cache
def ripples() -> dict[str, np.ndarray]:
    """The loss in a steep ravine (STEPS + 1,): changing beta without and with restart, and the fixed beta that fits."""
    matrix, pull = np.diag([1.0, CONDITION_NUMBER]), np.zeros(2)
    root = np.sqrt(CONDITION_NUMBER)

    def loss(points: np.ndarray) -> np.ndarray:
        return np.asarray(np.einsum("ki,ij,kj->k", points, matrix, points) / 2)

    return {
        "plain": loss(descent(matrix, pull, START, STEPS)[0]),
        "restarted": loss(descent(matrix, pull, START, STEPS, restart=True)[0]),
        "fitted": loss(fixed(matrix, pull, START, STEPS, float((root - 1) / (root + 1)), True)),
    }


def _convex() -> Panel:
    def draw(axes: Any) -> None:
        clock = np.unique(np.round(np.geomspace(1, LONG, 70)).astype(int))
        x = np.log10(clock)
        looks: tuple[tuple[str, str, Any], ...] = (
            ("bound", "muted", DOTTED), ("gradient descent", "gradient-descent", "-"),
            ("momentum", "momentum", DASHED), ("nesterov", "nesterov", (0, (3, 1.5))),
        )  # fmt: skip
        for name, role, style in looks:
            line(axes, x, np.log10(gaps()[name][clock]), role, ls=style)
        put(axes, (1.35, 0.45), "Nesterov's bound", "muted")
        put(axes, (3.0, -0.95), "gradient descent", "gradient-descent", ha="right")
        put(axes, (0.2, -3.1), f"momentum, β = {BETA:g}", "momentum")
        put(axes, (1.75, -4.4), "Nesterov", "nesterov")

    x, y = (
        decades(0, 3, (0, 1, 2, 3), "step"),
        decades(-5.7, 1.7, (-4, -2, 0), "loss above the minimum, on a long chain"),
    )
    return chart("convex", "Loss above the minimum, both axes logarithmic", x, y, draw, size=(530, 330))


def _restart() -> Panel:
    def draw(axes: Any) -> None:
        clock = np.arange(STEPS + 1)
        for name, role, style in (
            ("plain", "nesterov", DOTTED),
            ("fitted", "ink", DASHED),
            ("restarted", "nesterov", "-"),
        ):
            height = np.log10(np.maximum(ripples()[name], 1e-9))
            shown = slice(0, None, 2)
            line(axes, clock[shown], height[shown], role, ls=style)
        put(axes, (STEPS, 0.1), "changing β", "nesterov", (0, 2), ha="right")
        put(axes, (225, -5.75), "fixed β that fits", "ink")
        put(axes, (70, -7.0), "restarted", "nesterov")

    x = even(0, STEPS, (0, 100, 200, 300), "step")
    y = decades(-8.4, 2.6, (-8, -6, -4, -2, 0, 2), f"loss in a ravine of {CONDITION_NUMBER:g}")
    return chart("restart", "Loss in a steep ravine, with and without restart", x, y, draw, size=(530, 330))


def draw() -> Scene:
    """Two charts, still."""
    return Scene((_convex(), _restart()))


def measure() -> dict[str, Any]:
    """What is left on the chain after some steps, and the steps to the goal in the ravine."""
    numbers: dict[str, Any] = {"links": LINKS, "long": LONG, "condition_number": CONDITION_NUMBER}
    for name, values in gaps().items():
        key = name.replace(" ", "_")
        numbers |= {f"{key}_100": float(values[100]), f"{key}_1000": float(values[1000])}
    for name, loss in ripples().items():
        first = int(np.argmax(loss <= GOAL * loss[0]))
        numbers |= {f"{name}_steps": first, f"{name}_rises": int((np.diff(loss) > 0).sum()),
                    f"{name}_end": float(loss[-1]), f"{name}_after": float(loss[first:].max()),
                    f"{name}_back": float(loss[first:].max() / loss[0])}  # fmt: skip
    restarts = descent(np.diag([1.0, CONDITION_NUMBER]), np.zeros(2), START, STEPS, restart=True)[1]
    return numbers | {"first_restart": restarts[0], "restarts": len(restarts)}


FIGURE = Figure(
    title="A guarantee, and its ripples",
    caption=lambda n: (
        f"First, a convex loss with curvatures down to nearly 0: after {n['long']:,} steps :gd[gradient descent] is "
        f"{show(n['gradient_descent_1000'])} above the minimum, :momentum[momentum] (β = {BETA:g}) "
        f"{show(n['momentum_1000'])}, :nesterov[Nesterov] with its changing β {show(n['nesterov_1000'])}, under its "
        f"bound all the way. Second, in a ravine of {n['condition_number']:g} the changing β makes ripples; restarts, "
        f"the first at step {n['first_restart']}, leave none."
    ),
    alt=lambda n: (
        "Two charts. Left, both axes logarithmic: gradient descent falls along a gentle line, momentum with a fixed β "
        "falls a little steeper, Nesterov with its changing β falls away from both, below a dotted line that is its "
        f"bound. Right, the loss in a steep ravine: with a changing β it falls, comes back in waves and ends at "
        f"{show(n['plain_end'])} after {STEPS} steps; with restarts it goes down in bows to "
        f"{show(n['restarted_end'])}; with the fixed β that fits the ravine to {show(n['fitted_end'])}."
    ),
    draw=draw,
    measure=measure,
)
