"""The same valley measured in other units: gradient descent in it as it was, half rescaled, and round."""

from __future__ import annotations

from typing import Any

from momentum import Momentum, Trajectory, descend, ravine, steps_to
from momentum.chapters._ravine import START, TOLERANCE
from momentum.rendering.parts import minimum, plane, write
from momentum.rendering.scene import Figure, Mark, Note, Panel, Run, Scene
from momentum.store.rounding import show
from momentum.theory.optima import optimal_gradient_descent

STEEPNESS = 25.0
STRETCHES = (1.0, 2.5, 5.0)
CLOCK = 24
SIZE = (346, 300)
XLIM, YLIM = (-10.4, 3.0), (-5.81, 5.81)
LEVELS = tuple(half_length**2 / 2 for half_length in (1.6, 3.5, 5.4, 7.3, 9.2, 11.4, 14, 17, 20.5, 24.5))


def condition_number(stretch: float) -> float:
    """What the steepness across is when lengths across count `stretch` times as much."""
    return STEEPNESS / stretch**2


def run(stretch: float, steps: int) -> Trajectory:
    """Gradient descent from the page's start, in the new units, at the best rate for its condition number."""
    kappa = condition_number(stretch)
    rate = optimal_gradient_descent(1.0, kappa).learning_rate
    return descend(ravine(kappa), Momentum(rate), (START[0], stretch * START[1]), steps)


def _valley(stretch: float) -> Panel:
    kappa = condition_number(stretch)
    needed = steps_to(run(stretch, 400), TOLERANCE)

    def draw(axes: Any) -> None:
        minimum(axes, (0.0, 0.0), None)
        units = "as it was" if stretch == 1 else f"across × {stretch:g}"
        write(axes, -9.9, -5.2, f"κ = {kappa:g}: {units}", "ink")

    words = f"{needed} step{'s' if needed > 1 else ''}{' in all' if needed > CLOCK else ''}"
    marks: list[Mark] = [
        Run(run(stretch, CLOCK).theta, "gradient-descent", f"κ = {kappa:g}"),
        Note(words, (2.5, 4.75), "gradient-descent", first=min(needed, CLOCK), anchor="end"),
    ]
    return plane(
        ravine(kappa).value, XLIM, YLIM, levels=LEVELS, size=SIZE, marks=tuple(marks), extra=draw, span="third",
        name=f"stretch-{STRETCHES.index(stretch)}", label=f"Gradient descent at a condition number of {kappa:g}",
        grid=(121, 81),
    )  # fmt: skip


def draw() -> Scene:
    """The three valleys, drawn to scale."""
    return Scene(tuple(_valley(stretch) for stretch in STRETCHES), ticks=CLOCK, seconds=0.24)


def measure() -> dict[str, Any]:
    """For each scale: the condition number, the best rate, and the steps to the tolerance."""
    numbers: dict[str, Any] = {"tolerance": TOLERANCE}
    for name, stretch in zip(("narrow", "half", "round"), STRETCHES, strict=True):
        kappa = condition_number(stretch)
        numbers |= {
            f"{name}_stretch": stretch,
            f"{name}_condition_number": kappa,
            f"{name}_rate": float(optimal_gradient_descent(1.0, kappa).learning_rate),
            f"{name}_steps": steps_to(run(stretch, 400), TOLERANCE),
        }
    return numbers


def _caption(n: dict[str, Any]) -> str:
    return (
        f"The same valley, to scale, its steep direction measured in smaller units; :gd[gradient descent] with the "
        f"best long-run rate for each. To a loss of {show(TOLERANCE)} it takes {n['narrow_steps']} steps, then "
        f"{n['half_steps']}, then {n['round_steps']}."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Three pictures of one valley, to scale. As it was, with a condition number of "
        f"{show(n['narrow_condition_number'], 'g')}, it is a narrow slit and gradient descent zigzags through it for "
        f"{n['narrow_steps']} steps. With lengths across multiplied by {show(n['half_stretch'])} it is a wide oval and "
        f"takes {n['half_steps']} steps. Multiplied by {show(n['round_stretch'], 'g')} it is round, the gradient "
        f"points straight away from the minimum, and the first step lands on it."
    )


FIGURE = Figure(title="The valley in other units", caption=_caption, alt=_alt, draw=draw, measure=measure)
