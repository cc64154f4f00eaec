"""Stopping early: the eigenfeatures of a polynomial fit, three stages of it, and its error at every step."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum.chapters._chart import DASHED, DOTTED, chart, dot, line
from momentum.chapters.theory import _polynomial as fitted
from momentum.rendering.frame import QUIET, decades, even, hairline, put
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

SIZE = (346, 360)
MARGIN = (40, 30, 14, 46)
SHOWN = (0, 1, 3, 6)
FEW = 2
STEPS = np.unique(np.round(np.geomspace(1, fitted.LAST, 180)).astype(int))


@cache
def best(beta: float) -> tuple[int, float]:
    """The step with the smallest error, and that error."""
    steps = np.arange(1, 2001)
    error = fitted.error(steps, beta)
    return int(steps[error.argmin()]), float(error.min())


def _features() -> Panel:
    curvatures, weights = fitted.eigenfeatures()
    values = fitted.powers(fitted.FINE) @ weights

    def draw(axes: Any) -> None:
        for row, index in enumerate(SHOWN):
            base = 3 - row
            shape = values[:, index] * np.sign(values[-1, index])
            hairline(axes, [-1, 1], [base, base])
            line(axes, fitted.FINE[::4], base + 0.36 * shape[::4] / np.abs(shape).max(), "ink")
            put(axes, (0, base + 0.4), f"λ = {curvatures[index]:.2g}", "muted", ha="center", **QUIET)

    x, y = even(-1, 1, (-1, 0, 1), "x"), even(-0.55, 3.7, (), "eigenfeatures, most curved first")
    return chart("features", "Four eigenfeatures, one above the other", x, y, draw, size=SIZE, span="third",
                 margin=(14, *MARGIN[1:]))  # fmt: skip


def _fits() -> Panel:
    targets = fitted.points()
    stages: tuple[tuple[int, str, Any], ...] = (
        (FEW, "muted", DOTTED),
        (best(0.0)[0], "gradient-descent", "-"),
        (fitted.LAST, "ink", DASHED),
    )

    def draw(axes: Any) -> None:
        line(axes, fitted.FINE[::4], fitted.truth(fitted.FINE)[::4], "minimum", lw=5, alpha=0.35)
        for steps, role, style in stages:
            line(axes, fitted.FINE[::3], fitted.fit(steps, targets)[::3], role, lw=2.2, ls=style)
        axes.plot(fitted.PLACES, targets, "o", color=colour("ink"), ms=6)
        for row, (steps, role, style) in enumerate(stages):
            height = 2.62 - 0.48 * row
            line(axes, [-1.0, -0.8], [height, height], role, lw=2.2, ls=style)
            put(axes, (-0.8, height), f"{steps:,} steps", role, (7, 0), va="center_baseline")

    x, y = even(-1.05, 1.05, (-1, 0, 1), "x"), even(-2.2, 2.9, (-2, -1, 0, 1, 2), "one draw of points, three stages")
    return chart("fits", "Noisy points and the fit at three stages", x, y, draw, size=SIZE, span="third", margin=MARGIN)


def _errors() -> Panel:
    x, y = decades(0, 6, (0, 2, 4, 6), "steps"), even(0, 0.33, (0, 0.1, 0.2, 0.3), "mean squared distance to truth")

    def draw(axes: Any) -> None:
        plain: tuple[Any, ...] = (0.0, "gradient-descent", "gradient descent", "-", (1.72, 0.215), "o")
        heavy = (fitted.BETA, "momentum", f"β = {fitted.BETA:g}", DASHED, (0.55, 0.03), "D")
        for beta, role, name, style, at, shape in (plain, heavy):
            line(axes, np.log10(STEPS), fitted.error(STEPS, beta), role, ls=style)
            steps, least = best(beta)
            dot(axes, (float(np.log10(steps)), least), role, shape=shape)
            put(axes, at, name, role)

    return chart("errors", "Error against the truth at every step", x, y, draw, size=SIZE, span="third", margin=MARGIN)


def draw() -> Scene:
    """Three panels: the eigenfeatures, the fit at three stages, and the error over the steps."""
    return Scene((_features(), _fits(), _errors()))


def measure() -> dict[str, Any]:
    """The curvatures, when each method is best, and what too many steps cost."""
    curvatures, _ = fitted.eigenfeatures()
    numbers: dict[str, Any] = {
        "degree": fitted.DEGREE, "points": fitted.COUNT, "noise": fitted.NOISE, "beta": fitted.BETA,
        "rate": fitted.learning_rate(), "largest": float(curvatures[0]), "smallest": float(curvatures[-1]),
        "condition_number": float(curvatures[0] / curvatures[-1]), "last": fitted.LAST,
        "limit": float(fitted.error(fitted.LAST, 0.0)[0]),
    }  # fmt: skip
    for name, beta in (("plain", 0.0), ("heavy", fitted.BETA)):
        steps, least = best(beta)
        shares = fitted.learned(steps, beta)[0]
        numbers |= {f"{name}_steps": steps, f"{name}_error": least, f"{name}_first": float(shares[0]),
                    f"{name}_last": float(shares[-1])}  # fmt: skip
    return numbers | {"times": numbers["limit"] / numbers["plain_error"]}


FIGURE = Figure(
    title="Stopping early",
    caption=lambda n: (
        f"A polynomial of degree {n['degree']} learned from {n['points']} noisy points. First, four of its "
        f"{n['degree'] + 1} eigenfeatures with their curvatures; middle, one draw of points, with the true curve in "
        f"pale green; last, the error against that curve, averaged over the noise. It is least after "
        f"{n['plain_steps']} steps of :gd[gradient descent], or {n['heavy_steps']} of :momentum[momentum]."
    ),
    alt=lambda n: (
        f"Three charts. Left, four curves from the most curved eigenfeature, λ = {n['largest']:.2f}, nearly level, to "
        f"the least curved, λ = {show(n['smallest'])}, which waves. Middle, {n['points']} scattered points and three "
        f"fits: after {FEW} steps nearly straight, after {n['plain_steps']} close to the true curve, after "
        f"{n['last']:,} bent towards every point. Right, the error over the steps on a logarithmic axis: gradient "
        f"descent falls to {n['plain_error']:.3f} at step {n['plain_steps']} and rises to {n['limit']:.3f}; momentum "
        f"falls to {n['heavy_error']:.3f} at step {n['heavy_steps']} and rises to the same."
    ),
    draw=draw,
    measure=measure,
)
