"""Twenty directions: a quadratic in twenty dimensions is twenty curves, and momentum lets all of them fall alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, descend, quadratic, settled, theory
from momentum.chapters._chart import chart, line
from momentum.rendering.frame import decades, even, put
from momentum.rendering.scene import Figure, Panel, Scene, Veil

LOWEST, HIGHEST, COUNT = 1.0, 25.0, 20
CURVATURES = np.geomspace(LOWEST, HIGHEST, COUNT)
STEPS = 60
FLOOR, TOP = -6.0, 0.6
GOAL = 1e-3
LONG = 400


def rules() -> tuple[Momentum, Momentum]:
    """Gradient descent and momentum, each at its best for curvatures from 1 to 25."""
    plain, heavy = theory.optimal_gradient_descent(LOWEST, HIGHEST), theory.optimal_heavy_ball(LOWEST, HIGHEST)
    return Momentum(plain.learning_rate), Momentum(heavy.learning_rate, heavy.beta)


def run(rule: Momentum, steps: int = STEPS) -> Trajectory:
    """All twenty directions at once, each one away from its minimum by 1."""
    # --8<-- [start:twenty-directions]
    curvatures = np.geomspace(1, 25, 20)
    trajectory = descend(quadratic(curvatures), rule, np.ones(20), steps)
    distance = np.abs(trajectory.theta)
    # --8<-- [end:twenty-directions]
    assert len(distance) == steps + 1
    return trajectory


def _panel(name: str, title: str, role: str, rule: Momentum) -> Panel:
    distance = np.abs(run(rule).theta)
    clock, height = np.arange(STEPS + 1), np.log10(np.maximum(distance, 10.0 ** (FLOOR - 1)))
    if role == "gradient-descent":  # straight lines, each drawn from its two ends
        clock, height = np.array([0, STEPS]), np.log10(distance[1]) * np.array([[0], [STEPS]])

    def draw(axes: Any) -> None:
        for index in range(1, COUNT - 1):
            line(axes, clock, height[:, index], role, lw=1, alpha=0.55)
        for index, ink in ((0, role), (COUNT - 1, "ink")):
            line(axes, clock, height[:, index], ink, lw=2.6, ls="-" if ink == role else (0, (4, 3)))
        put(axes, (STEPS, TOP), title, role, (-8, -16), ha="right", size=15)

    return chart(
        name, f"Distance from the minimum in each of twenty directions, {title}",
        even(0, STEPS, (0, 20, 40, 60), "step"),
        decades(FLOOR, TOP, (-6, -4, -2, 0), "distance left, in each direction"), draw, size=(530, 330),
        marks=(Veil(),),
    )  # fmt: skip


def draw() -> Scene:
    """Two panels on one clock: twenty curves of gradient descent, and twenty of momentum."""
    plain, heavy = rules()
    return Scene(
        (
            _panel("plain", "gradient descent", "gradient-descent", plain),
            _panel("heavy", "momentum", "momentum", heavy),
        ),
        ticks=STEPS,
        seconds=0.1,
    )


def measure() -> dict[str, Any]:
    """When the fastest and the slowest direction have come a thousand times closer, and how far momentum strays."""
    plain, heavy = rules()
    numbers: dict[str, Any] = {"count": COUNT, "lowest": LOWEST, "highest": HIGHEST, "one_in": round(1 / GOAL)}
    for name, rule in (("plain", plain), ("heavy", heavy)):
        steps, distance = settled(np.abs(run(rule, LONG).theta), GOAL), np.abs(run(rule).theta)
        numbers |= {
            f"{name}_rate": float(rule.learning_rate),
            f"{name}_fastest": int(steps.min()),
            f"{name}_slowest": int(steps.max()),
            f"{name}_shallow": int(steps[0]),
            f"{name}_steep": int(steps[-1]),
            f"{name}_peak": float(distance.max()),
            f"{name}_peak_step": int(distance.max(axis=1).argmax()),
        }
    return numbers | {"beta": float(heavy.beta)}


FIGURE = Figure(
    title="Twenty directions, twenty curves",
    caption=lambda n: (
        f"A quadratic in {n['count']} dimensions, curvatures from {n['lowest']:g} to {n['highest']:g}, both methods at "
        f"their best. To come {n['one_in']:,} times closer, :gd[gradient descent] takes from {n['plain_fastest']} to "
        f"{n['plain_slowest']} steps, depending on the direction; :momentum[momentum] from {n['heavy_fastest']} to "
        f"{n['heavy_slowest']}. Thick: the gentlest direction; dashed: the steepest."
    ),
    alt=lambda n: (
        f"Two charts of the distance that is left in each of {n['count']} directions, logarithmic, over {STEPS} steps. "
        "Left, gradient descent: a fan of straight lines, from steep in the middle directions to flat in the gentlest "
        f"and the steepest one, which need {n['plain_slowest']} steps to come {n['one_in']} times closer. Right, "
        "momentum: all the curves fall side by side, rippling, at one slope; the steepest direction first rises to "
        f"{n['heavy_peak']:.2f}, and the slowest needs {n['heavy_slowest']} steps."
    ),
    draw=draw,
    measure=measure,
)
