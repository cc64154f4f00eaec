"""The convex loss on which the best pair for bowls goes round for ever, beside two methods that arrive."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import CyclingLoss, Momentum, Trajectory, descend, theory
from momentum.chapters._chart import chart, line
from momentum.rendering.charts import Curve, curves
from momentum.rendering.frame import even, put
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene
from momentum.store.rounding import show

LOSS = CyclingLoss()
LOWEST, HIGHEST = 1.0, 25.0
START = 3.3
STEPS, LONG = 24, 3000
CAUGHT, STARTS, OTHER = 5, 1001, 0.6
METHODS = ("gradient descent", "momentum", "nesterov")
MARKERS = {"gradient descent": "round", "momentum": "diamond", "nesterov": "square"}
XLIM, YLIM = (-3.7, 3.7), (-14.0, 146.0)


def rule(method: str) -> Momentum:
    """Each method with the settings that textbooks give for curvatures from 1 to 25."""
    # --8<-- [start:settings]
    if method == "momentum":  # the best pair for bowls
        rate, beta, _ = theory.optimal_heavy_ball(LOWEST, HIGHEST)
        return Momentum(rate, beta)
    if method == "nesterov":  # the pair with a guarantee
        root = np.sqrt(HIGHEST / LOWEST)
        beta = (root - 1) / (root + 1)
        return Momentum(1 / HIGHEST, beta, nesterov=True)
    return Momentum(2 / (LOWEST + HIGHEST))
    # --8<-- [end:settings]


@cache
def run(method: str, steps: int = STEPS) -> Trajectory:
    """A run from the start of the published example."""
    return descend(LOSS, rule(method), [START], steps)


def caught(rule: Momentum) -> float:
    """The share of starts between -CAUGHT and CAUGHT from which a run never arrives."""
    places = np.linspace(-CAUGHT, CAUGHT, STARTS)[:, None]
    return float((np.abs(descend(LOSS, rule, places, LONG, record="last").theta[-1, :, 0]) > 0.5).mean())


def _role(method: str) -> str:
    return method.replace(" ", "-")


def _name(method: str) -> str:
    return "Nesterov" if method == "nesterov" else method


def _curve(method: str) -> Panel:
    places = run(method).theta[:, 0]
    x = np.linspace(*XLIM, 64)

    def draw(axes: Any) -> None:
        line(axes, x, LOSS.value(x[:, None]), "muted", lw=2)
        put(axes, (0, YLIM[1]), _name(method), _role(method), (0, -16), size=16, ha="center")

    axis = even(*XLIM, (-2, 0, 2), "place")
    points = np.column_stack([places, run(method).loss])
    return chart(f"curve-{_role(method)}", f"{_name(method)} on the loss", axis, even(*YLIM, ()), draw, size=(530, 300),
                 span="half", margin=(14, 14, 14, 46),
                 marks=(Run(points, _role(method), _name(method), marker=MARKERS[method], ghost=False),))  # fmt: skip


def draw() -> Scene:
    """The loss three times with a run each, and all three places over the steps."""
    dashes = {"gradient descent": None, "momentum": (5, 1.6), "nesterov": (2, 2)}
    series = [Curve(run(m).theta[:, 0], _role(m), _name(m), dashes=dashes[m]) for m in METHODS]

    def names(axes: Any) -> None:
        put(axes, (14.0, 2.55), "momentum", "momentum")
        put(axes, (4.2, 3.6), "gradient descent", "gradient-descent")
        put(axes, (15.5, 3.6), "Nesterov", "nesterov")
        line(axes, [0, STEPS], [0, 0], "minimum", lw=1.6)

    places = curves(
        series, ticks=STEPS, log=False, ylim=(-3.3, 4.4), title="place; the minimum is at 0", name="places",
        size=(530, 300), label="The place of each method at every step", extra=names,
    )  # fmt: skip
    readouts = tuple(Readout(_name(m), _role(m), run(m).loss) for m in METHODS)
    return Scene((*(_curve(m) for m in METHODS), places), ticks=STEPS, seconds=0.25, readouts=readouts)


def measure() -> dict[str, Any]:
    """The cycle after many steps, and when the other two arrive."""
    far = run("momentum", LONG).theta[:, 0]
    high, middle, low = sorted(map(float, far[-3:]), reverse=True)
    numbers: dict[str, Any] = {
        "start": START, "long": LONG, "high": high, "middle": middle, "low": low,
        "drift": float(np.abs(far[-3:] - far[-6:-3]).max()),
        "pull": float(LOSS.gradient(np.array([high]))[0] / high), "starts": STARTS,
        "momentum_rate": float(rule("momentum").learning_rate), "momentum_beta": float(rule("momentum").beta),
        "nesterov_beta": float(rule("nesterov").beta),
        "momentum_loss": float(run("momentum", LONG).loss[-3:].min()),
    }  # fmt: skip
    for method in ("gradient descent", "nesterov"):
        off = np.abs(run(method, LONG).theta[:, 0]) > 1e-6
        numbers[f"{method.replace(' ', '_')}_steps"] = int(np.flatnonzero(off)[-1]) + 1
    numbers["plain_end"] = float(run("gradient descent").theta[-1, 0])
    return numbers | {"caught_from": CAUGHT, "caught": caught(rule("momentum")), "other_beta": OTHER,
                      "other_caught": caught(Momentum(numbers["momentum_rate"], OTHER))}  # fmt: skip


FIGURE = Figure(
    title="Round and round",
    caption=lambda n: (
        f"One convex loss, curvatures from 1 to 25, one start, each method with its textbook settings. "
        f":gd[Gradient descent] is within a millionth of the minimum after {n['gradient_descent_steps']} steps, "
        f":nesterov[Nesterov] after {n['nesterov_steps']}. :momentum[Momentum] jumps between {show(n['high'], '.2f')}, "
        f"{show(n['middle'], '.2f')} and {show(n['low'], '.2f')}, and still does after {n['long']:,} steps."
    ),
    alt=lambda n: (
        "Three copies of a convex curve with its minimum at 0, steep on the left and on the far right, gentle "
        f"between 1 and 2. Gradient descent jumps from side to side, lower each time, and is at {show(n['plain_end'])} "
        f"after {STEPS} steps; Nesterov stands on the minimum after {n['nesterov_steps']}. Momentum settles into a "
        f"triangle between {show(n['high'], '.2f')}, {show(n['middle'], '.2f')} and {show(n['low'], '.2f')} and never "
        "leaves it. "
        "Beside them, the places over the steps: two lines go to 0, the third swings for ever."
    ),
    draw=draw,
    measure=measure,
)
