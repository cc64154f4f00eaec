"""Six methods from one start, each tuned on the same grid: their paths and their losses on one clock."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from momentum import settled
from momentum.chapters._ravine import START, TOLERANCE
from momentum.chapters._valley import CROP, LEVELS, XLIM, YLIM
from momentum.chapters.other_ways import _methods as methods
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Event, Figure, Mark, Note, Panel, Readout, Run, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

CLOCK = 36
FLOORS = (1e-8, 1e-3)
TITLES = ("loss: methods with a velocity", "loss: methods that scale each parameter")
PANELS = (("momentum", "nesterov"), ("rmsprop",), ("adam",), ("lion",))
NAMES_AT = ((-7.4, 1.02), (-7.4, -1.2))
STAMPS_AT = ((0.6, 0.62), (0.6, -0.88))
LABELS = {
    "gd": (18.0, 0.95), "momentum": (8.0, -5.55), "nesterov": (23.4, -1.75), "rmsprop": (22.0, 0.8),
    "adam": (23.2, -1.8), "lion": (30.0, 1.95),
}  # fmt: skip
SECOND_GD = (1.0, -1.75)
# The charts' margins hold the large words of a small GIF.
MARGIN = (76.0, 38.0, 14.0, 30.0)
CHARTS = (("gd", "momentum", "nesterov"), ("gd", "rmsprop", "adam", "lion"))


def _steps(key: str, angle: float = 0.0) -> int:
    """The step from which the tuned method, from the page's start, stays within the tolerance."""
    return int(settled(methods.run(key, methods.HORIZON, angle=angle), TOLERANCE))


def _valley(keys: tuple[str, ...]) -> Panel:
    """The ravine with the paths of these methods and of gradient descent, their names, and a stamp at each arrival."""

    def names(axes: Any) -> None:
        for key, at in zip(keys, NAMES_AT, strict=False):
            method = methods.BY_KEY[key]
            write(axes, *at, method.name, method.role)

    marks: list[Mark] = [Run(methods.run("gd", CLOCK).theta, "gradient-descent", marker=None)]
    for key, at in zip(keys, STAMPS_AT if len(keys) > 1 else STAMPS_AT[1:], strict=True):
        method, steps = methods.BY_KEY[key], _steps(key)
        marks.append(Run(methods.run(key, CLOCK).theta, method.role, method.name))
        words = f"{steps} steps" if steps <= CLOCK else f"not yet: {steps} steps"
        marks.append(Note(words, at, method.role, first=min(steps, CLOCK), anchor="end"))
    return plane(
        methods.valley().value, XLIM, YLIM, levels=LEVELS[1::3], size=(530, 236), minimizers=[(0.0, 0.0)],
        minimum_label=None, extra=names, marks=tuple(marks), name=keys[0], span="half", crop=CROP,
        label="Path of " + " and ".join(methods.BY_KEY[key].name for key in keys), grid=(121, 81),
    )  # fmt: skip


def _losses(keys: tuple[str, ...], floor: float, title: str) -> Panel:
    """The losses of these methods, and the tolerance."""

    def labels(axes: Any) -> None:
        axes.plot([0, CLOCK], [np.log10(TOLERANCE)] * 2, color=colour("muted"), lw=1.2, ls=(0, (2, 2)))
        for key in keys:
            method = methods.BY_KEY[key]
            at = LABELS[key] if key != "gd" or keys == CHARTS[0] else SECOND_GD
            write(axes, *at, method.name, method.role, size=14)

    chosen = [methods.BY_KEY[key] for key in keys]
    names = " and ".join([", ".join(m.name for m in chosen[:-1]), chosen[-1].name])
    panel = curves(
        [Curve(methods.run(m.key, CLOCK).loss, m.role, m.name) for m in chosen],
        ticks=CLOCK, ylim=(floor, 300), size=(530, 236), extra=labels, name=f"losses-{keys[1]}", title=title,
        label=f"Loss at each step: {names}",
    )  # fmt: skip
    return replace(panel, margin=MARGIN)


def draw() -> Scene:
    """Four small valleys, and the losses of the two families."""
    readouts = tuple(
        Readout(method.name, method.role, methods.run(method.key, CLOCK).loss) for method in methods.COMPARED
    )
    events = tuple(
        Event(_steps(method.key), f"{method.name}: loss {TOLERANCE:g}", method.role)
        for method in methods.COMPARED
        if _steps(method.key) <= CLOCK
    )
    panels = (*map(_valley, PANELS), *map(_losses, CHARTS, FLOORS, TITLES))
    return Scene(panels, ticks=CLOCK, readouts=readouts, events=events)


def measure() -> dict[str, Any]:
    """For each method: its tuned setting, its steps from the page's start, and over all starts; both valleys."""
    numbers: dict[str, Any] = {
        "rates": len(methods.LEARNING_RATES),
        "memories": len(methods.MEMORIES),
        "lowest_rate": float(methods.LEARNING_RATES[0]),
        "highest_rate": float(methods.LEARNING_RATES[-1]),
        "starts": methods.STARTS,
        "horizon": methods.HORIZON,
        "tolerance": TOLERANCE,
        "clock": CLOCK,
        "along": START[0],
        "across": START[1],
    }
    for suffix, angle in (("", 0.0), ("_turned", methods.ANGLE)):
        for key in methods.BY_KEY:
            best = methods.tuned(key, methods.STEEPNESS, angle)
            numbers |= {
                f"{key}{suffix}_rate": best.learning_rate,
                f"{key}{suffix}_memory": best.memory,
                f"{key}{suffix}_mean": best.mean,
                f"{key}{suffix}_fewest": int(best.steps.min()),
                f"{key}{suffix}_most": int(best.steps.max()),
                f"{key}{suffix}_steps": _steps(key, angle),
            }
    return numbers


def _caption(n: dict[str, Any]) -> str:
    return (
        f"One valley, one start, one clock; :gd[gradient descent] runs in every picture. The loss stays below "
        f"{show(TOLERANCE)} from step {n['momentum_steps']} with :momentum[momentum], {n['nesterov_steps']} with "
        f":nesterov[Nesterov], {n['adam_steps']} with :adam[Adam], {n['gd_steps']} with :gd[gradient descent], "
        f"{n['rmsprop_steps']} with :rmsprop[RMSProp] and {n['lion_steps']} with :lion[Lion]."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Four pictures of one long valley, each with gradient descent's zigzag. Momentum and Nesterov swing "
        f"across the floor and are at the minimum for good after {n['momentum_steps']} and {n['nesterov_steps']} "
        f"steps. RMSProp goes down both axes by the same length, then straight along the floor, and takes "
        f"{n['rmsprop_steps']} steps. Adam weaves along the floor in long curves, passes the minimum, comes back, and "
        f"takes {n['adam_steps']}. Lion goes down both axes in tiny steps and is still near its start. Below, "
        f"losses over {n['clock']} steps: momentum and Nesterov fall far below gradient descent; of the "
        f"methods with a step length for each parameter Adam falls below gradient descent, "
        f"while RMSProp and Lion stay above it."
    )


FIGURE = Figure(title="Six methods, one valley", caption=_caption, alt=_alt, draw=draw, measure=measure)
