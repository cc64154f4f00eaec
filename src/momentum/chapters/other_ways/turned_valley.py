"""The same valley turned: what becomes of methods that give every parameter a step length of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Trajectory, settled
from momentum.chapters._chart import chart
from momentum.chapters._ravine import TOLERANCE
from momentum.chapters._valley import LEVELS
from momentum.chapters.other_ways import _methods as methods
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import powers
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene
from momentum.rendering.style import ROLES, colour
from momentum.store.rounding import show

CONDITION_NUMBERS = (1, 5, 25, 100)
CLOCK = 36
SIZE, CHART = (1080, 480), (530, 300)
YLIM = (-6.2, 1.9)
# To scale, so that turning the valley is all that happens to it, and with the paths in the middle.
XLIM = (-2.85 - 1.125 * (YLIM[1] - YLIM[0]), -2.85 + 1.125 * (YLIM[1] - YLIM[0]))
PATHS = {"momentum": (-3.3, -4.1), "adam": (-3.2, 0.05), "rmsprop": (-8.5, -3.75)}
X = powers(-0.03, 2.03, CONDITION_NUMBERS)
Y = powers(-0.12, 2.5, (1, 10, 100), "average steps, against the condition number")
# Where the losses have their names: the step, and the exponent of ten.
NAMED = {"momentum": (15.5, -2.0), "adam": (18.5, -0.75), "rmsprop": (26.0, 0.75)}
LINES = (
    ("gd", 0.0, "gradient descent", (0.62, 2.22)),
    ("momentum", 0.0, "momentum", (0.93, 0.62)),
    ("adam", 0.0, "Adam, aligned", (0.06, 1.22)),
    ("adam", methods.ANGLE, "Adam, turned", (0.3, 1.83)),
)


def _run(key: str) -> Trajectory:
    """A tuned method's run in the turned valley, as long as the clock."""
    return methods.run(key, CLOCK, angle=methods.ANGLE)


def _losses() -> Panel:
    """What the three runs have left of the loss at every step."""
    series = [Curve(_run(key).loss, methods.BY_KEY[key].role, methods.BY_KEY[key].name) for key in NAMED]

    def names(axes: Any) -> None:
        for key, at in NAMED.items():
            write(axes, *at, methods.BY_KEY[key].name, methods.BY_KEY[key].role, size=14)

    return curves(
        series, ticks=CLOCK, title="loss in the turned valley", size=CHART, extra=names,
        label="The loss of the three runs",
    )  # fmt: skip


def _paths() -> Panel:
    """The turned valley, drawn to scale, with three tuned methods."""

    def names(axes: Any) -> None:
        for key, at in PATHS.items():
            method = methods.BY_KEY[key]
            write(axes, *at, method.name, method.role)

    runs = tuple(Run(_run(key).theta, m.role, m.name) for key in PATHS for m in [methods.BY_KEY[key]])
    return plane(
        methods.valley(angle=methods.ANGLE).value, XLIM, YLIM, levels=LEVELS, size=SIZE, marks=runs,
        minimizers=[(0.0, 0.0)], extra=names, label="Three methods in the turned valley", crop=1.45,
    )  # fmt: skip


def _chart() -> Panel:
    """Steps to the tolerance against the condition number, both logarithmic."""

    def draw(axes: Any) -> None:
        for key, angle, name, at in LINES:
            method = methods.BY_KEY[key]
            x = np.log10(CONDITION_NUMBERS)
            y = [np.log10(methods.tuned(key, float(number), angle).mean) for number in CONDITION_NUMBERS]
            style: Any = (0, (1, 1)) if angle else (0, ROLES[method.role].dashes) if ROLES[method.role].dashes else "-"
            axes.plot(x, y, color=colour(method.role), lw=2.4, ls=style)
            axes.plot(x, y, "o", color=colour(method.role), markeredgecolor=colour("card"), ms=8, markeredgewidth=1.5)
            write(axes, *at, name, method.role, size=14)

    label = "Steps to the tolerance against the condition number"
    return chart("chart", label, X, Y, draw, size=CHART, margin=(52, 28, 16, 28))


def draw() -> Scene:
    """The paths and their losses on one clock, and what turning costs as the valley grows longer."""
    readouts = tuple(Readout(m.name, m.role, _run(key).loss) for key in PATHS for m in [methods.BY_KEY[key]])
    return Scene((_paths(), _losses(), _chart()), ticks=CLOCK, readouts=readouts)


def measure() -> dict[str, Any]:
    """The average steps for every method, condition number and direction drawn, and the most that one start takes."""
    numbers: dict[str, Any] = {"degrees": float(np.degrees(methods.ANGLE))}
    for angle, name in ((0.0, "rmsprop_steps"), (methods.ANGLE, "rmsprop_turned_steps")):
        numbers[name] = int(settled(methods.run("rmsprop", methods.HORIZON, angle=angle), TOLERANCE))
    for key, angle, _, _ in LINES:
        for number in CONDITION_NUMBERS:
            best = methods.tuned(key, float(number), angle)
            name = f"{key}{'_turned' if angle else ''}_{number}"
            numbers |= {name: best.mean, f"{name}_rate": best.learning_rate, f"{name}_memory": best.memory}
    return numbers


def _caption(n: dict[str, Any]) -> str:
    return (
        f"The valley turned by {show(n['degrees'], '.0f')}°, and every method tuned again in it. :momentum[Momentum] "
        f"takes the steps it took before, turned; :rmsprop[RMSProp] takes {n['rmsprop_turned_steps']} in place of "
        f"{n['rmsprop_steps']}. In the second chart, averages over {methods.STARTS} starts: at a condition number of "
        f"100 :adam[Adam] needs {show(n['adam_100'])} steps where the valley lies along an axis and "
        f"{show(n['adam_turned_100'])} where it is turned, :gd[gradient descent] {show(n['gd_100'])} either way."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"A long valley that runs from the lower left to the upper right. Momentum zigzags along it and Adam "
        f"follows in long curves; both are at the minimum within {CLOCK} steps, while RMSProp has covered a small part "
        f"of the way; a chart has their losses. In another, steps against condition numbers of 1, 5, 25 and 100, both "
        f"logarithmic. "
        f"Gradient descent rises steeply from {show(n['gd_1'])} to {show(n['gd_100'])}, momentum less steeply from "
        f"{show(n['momentum_1'])} to {show(n['momentum_100'])}. Adam is nearly level, from {show(n['adam_1'])} to "
        f"{show(n['adam_100'])}, where the valley lies along an axis, and rises from {show(n['adam_turned_1'])} to "
        f"{show(n['adam_turned_100'])} where it is turned."
    )


FIGURE = Figure(title="The valley turned", caption=_caption, alt=_alt, draw=draw, measure=measure)
