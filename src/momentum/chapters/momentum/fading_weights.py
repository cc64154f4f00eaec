"""The weights of past gradients in a moving average, fading by beta at every step, for a short and a long memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from momentum.rendering.frame import QUIET, hairline, put
from momentum.rendering.parts import write
from momentum.rendering.scene import Area, Figure, Mark, Panel, Readout, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

BETAS = (0.5, 0.7, 0.9)
SHORT, MIDDLE, LONG = BETAS
STEPS = 18
TOP = 0.55
BRACKET = (-0.03, -0.016)
VISIBLE = 0.007
# Every weight but the newest is paler, as the steps are that a run drags behind it.
OLDER = 0.62


def weights(beta: float, steps: int) -> np.ndarray:
    """The weights (steps,) of gradients 1 to `steps` in their moving average, which starts from 0."""
    weight = np.zeros(0)
    for _ in range(steps):
        weight = np.append(beta * weight, 1 - beta)
    return weight


def _box(left: float, right: float, low: float, high: float) -> np.ndarray:
    return np.array([(left, low), (left, high), (right, high), (right, low)])


def _bars(beta: float) -> list[Mark]:
    """For every step the bars of all weights so far, and under them the memory, in steps."""
    marks: list[Mark] = []
    for step in range(1, STEPS + 1):
        last = None if step == STEPS else step + 1
        shown = [(i, weight) for i, weight in enumerate(weights(beta, step), 1) if weight > VISIBLE]
        boxes = [_box(i - 0.38, i + 0.38, 0, weight) for i, weight in shown]
        if boxes[:-1]:
            marks.append(Area(boxes[:-1], "momentum", step, last, opacity=OLDER))
        left = max(0.5, step + 0.5 - 1 / (1 - beta))
        marks.append(Area([boxes[-1], _box(left, step + 0.5, *BRACKET)], "momentum", step, last))
    return marks


def _panel(beta: float) -> Panel:
    memory = 1 / (1 - beta)

    def draw(axes: Any) -> None:
        axes.plot([0.5, STEPS + 0.5], [0, 0], color=colour("muted"), lw=1.2)
        hairline(axes, [0.5, STEPS + 0.5], [1 - beta] * 2)
        # What it will have come to in the end, so that the picture is not empty before the first gradient.
        boxes = [
            Path(np.vstack([ring, ring[:1]]), closed=True)
            for place, weight in enumerate(weights(beta, STEPS), 1)
            if weight > VISIBLE
            for ring in [_box(place - 0.38, place + 0.38, 0, weight)]
        ]
        outline = {"facecolor": "none", "edgecolor": colour("hairline"), "lw": 1.2}
        axes.add_patch(PathPatch(Path.make_compound_path(*boxes), **outline))
        write(axes, 0.5, 1 - beta + 0.014, f"newest weight {1 - beta:.1f}", "muted", **QUIET)
        write(axes, 0.5, TOP + 0.03, f"β = {beta:g}", "momentum", size=17)
        write(axes, STEPS + 0.5, TOP + 0.03, f"memory {memory:.2g} steps", ha="right")
        for step in (1, 6, 12, STEPS):
            text, side = (f"step {step}", "left") if step == 1 else (str(step), "center")
            put(axes, (step, 0), text, "muted", (0, -31), ha=side, **QUIET)

    return Panel(
        f"beta{round(10 * beta)}", f"Weights of past gradients for beta {beta:g}", (346, 260),
        (0.5, STEPS + 0.5), (-0.1, TOP), draw, tuple(_bars(beta)), margin=(4, 34, 4, 0), span="third",
    )  # fmt: skip


def draw() -> Scene:
    """One panel for each beta, all on one scale."""
    sums = {beta: [float(weights(beta, step).sum()) for step in range(STEPS + 1)] for beta in BETAS}
    return Scene(
        tuple(_panel(beta) for beta in BETAS),
        ticks=STEPS,
        seconds=0.3,
        readouts=tuple(Readout(f"β = {beta:g}", "momentum", sums[beta], "sum =") for beta in BETAS),
    )


def measure() -> dict[str, Any]:
    """For each beta the memory, the share of weight within it and the sum of all weights at the last step."""
    numbers: dict[str, Any] = {"steps": STEPS}
    for beta in BETAS:
        key, long = f"{round(100 * beta)}", weights(beta, 2000)[::-1]
        memory = 1 / (1 - beta)
        numbers[f"memory_{key}"] = memory
        numbers[f"newest_{key}"] = 1 - beta
        numbers[f"inside_{key}"] = float(long[: round(memory)].sum())
        numbers[f"sum_{key}"] = float(weights(beta, STEPS).sum())
        numbers[f"age_{key}"] = float((long * np.arange(1, len(long) + 1)).sum())
    return numbers


FIGURE = Figure(
    title="What the average remembers",
    caption=lambda n: (
        f"Each bar is the weight of one past gradient, the newest at the right. The line below spans about 1/(1 − β) "
        f"steps: {show(n['memory_50'])}, {show(n['memory_70'])} and {show(n['memory_90'])}."
    ),
    alt=lambda n: (
        f"Three rows of bars, one for each β, built up over {n['steps']} steps. The newest bar is always the tallest: "
        f"{n['newest_50']:.1f} for β {SHORT:g}, "
        f"{n['newest_70']:.1f} for β {MIDDLE:g} and {n['newest_90']:.1f} for β {LONG:g}. "
        f"At every step the older bars shrink by the factor β. For β {SHORT:g} only about {n['memory_50']:.0f} bars "
        f"count; for β {LONG:g} a long low slope of about {n['memory_90']:.0f}. After {n['steps']} steps the bars sum "
        f"to {n['sum_50']:.2f}, {n['sum_70']:.2f} and {n['sum_90']:.2f}."
    ),
    draw=draw,
    measure=measure,
)
