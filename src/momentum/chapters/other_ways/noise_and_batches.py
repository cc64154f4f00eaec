"""Noisy gradients in the ravine: what a schedule buys, and what a larger batch buys, for the average over all runs."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum.chapters._ravine import HEAVY, START
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import write
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

EIGENVALUES = (1.0, 25.0)
NOISE = 10.0
BETA = float(HEAVY.beta)
BATCHES = (1, 4, 16, 64, 256, 1024)
GOAL = 0.1
LEARNING_RATES = 10 ** np.linspace(-5, -0.5, 91)
LONGEST = 4000
BATCH = 4
LARGE, SMALL, STEPS = 0.02, 0.002, 400


def expected_loss(learning_rates: Any, beta: float, noise: Any) -> np.ndarray:
    """The loss (steps + 1, ...) of momentum from START, averaged over all noise; learning rates are (steps, ...).

    Exact: on a quadratic loss the second moments of velocity and position follow a recursion of their own.
    """
    rates = np.asarray(learning_rates, dtype=float)
    shape = np.broadcast_shapes(rates.shape[1:], np.shape(noise))
    losses = np.zeros((len(rates) + 1, *shape))
    for eigenvalue, place in zip(EIGENVALUES, START, strict=True):
        # --8<-- [start:moments]
        vv, vx, xx = np.zeros(shape), np.zeros(shape), np.full(shape, float(place**2))
        losses[0] += eigenvalue * xx / 2
        for step, rate in enumerate(rates, 1):
            turned = beta * vx + eigenvalue * xx
            vv = beta**2 * vv + 2 * beta * eigenvalue * vx + eigenvalue**2 * xx + np.square(noise)
            vx, xx = turned - rate * vv, xx - 2 * rate * turned + rate**2 * vv
            losses[step] += eigenvalue * xx / 2
        # --8<-- [end:moments]
    return losses


@cache
def steps_by_batch(beta: float) -> tuple[tuple[int, float], ...]:
    """For each batch size the fewest steps until the average loss meets GOAL, and the learning rate that takes them."""
    noise = NOISE / np.sqrt(BATCHES)
    with np.errstate(over="ignore", invalid="ignore"):
        rates = np.broadcast_to(LEARNING_RATES[:, np.newaxis], (LONGEST, len(LEARNING_RATES), 1))
        met = expected_loss(rates, beta, noise) <= GOAL
    steps = np.where(met.any(axis=0), met.argmax(axis=0), LONGEST + 1)
    best = steps.argmin(axis=0)
    return tuple((int(steps[row, column]), float(LEARNING_RATES[row])) for column, row in enumerate(best))


def schedules() -> dict[str, np.ndarray]:
    """The average loss with a large rate, a small one, and one that falls from the large one to 0 in equal steps."""
    noise = NOISE / np.sqrt(BATCH)
    rates = {
        "large": np.full(STEPS, LARGE),
        "small": np.full(STEPS, SMALL),
        "falling": LARGE * (1 - np.arange(STEPS) / STEPS),
    }
    return {name: expected_loss(rate, BETA, noise) for name, rate in rates.items()}


def _schedules() -> Panel:
    loss = schedules()

    def labels(axes: Any) -> None:
        write(axes, 58, 0.24, f"η = {LARGE:g}", "momentum", size=14)
        write(axes, 96, 1.18, f"η = {SMALL:g}", "momentum", size=14)
        write(axes, 128, -1.05, f"η from {LARGE:g} to 0", "momentum", size=14)

    return curves(
        [
            Curve(loss["large"], "momentum", "large rate", dashes=(5, 1.6)),
            Curve(loss["small"], "momentum", "small rate", dashes=(1, 1)),
            Curve(loss["falling"], "momentum", "falling rate"),
        ],
        ticks=STEPS, ylim=(0.01, 100), size=(530, 260), title="average loss with noisy gradients", animated=False,
        extra=labels, name="schedules", label="Average loss under three schedules",
    )  # fmt: skip


def _batches() -> Panel:
    places = np.log10(BATCHES)
    left, right, low, high = -0.1, 3.1, 0.75, 3.55

    def draw(axes: Any) -> None:
        for steps in (10, 100, 1000):
            height = np.log10(steps)
            axes.plot([left, right], [height, height], color=colour("hairline"), lw=1, solid_capstyle="butt")
            axes.annotate(
                str(steps), (left, height), xytext=(-8, 0), textcoords="offset points", ha="right",
                va="center_baseline", color=colour("muted"), size=13,
            )  # fmt: skip
        for batch, place in zip(BATCHES, places, strict=True):
            axes.annotate(
                str(batch), (place, low), xytext=(0, -15), textcoords="offset points", ha="center",
                color=colour("muted"), size=13,
            )  # fmt: skip
        axes.annotate(
            f"steps to an average loss of {GOAL:g}, by batch size", (left, high), xytext=(0, 10),
            textcoords="offset points", color=colour("muted"), size=13,
        )  # fmt: skip
        ideal = np.log10(steps_by_batch(0.0)[1][0]) - (places - places[1])
        axes.plot(places[:4], ideal[:4], color=colour("muted"), lw=1.2, ls=(0, (2, 2)))
        write(axes, -0.03, 1.32, "dotted: 4 times the batch,", "muted", size=13, weight=400)
        write(axes, -0.03, 1.08, "a quarter of the steps", "muted", size=13, weight=400)
        for beta, role, name, at, dashes in (
            (0.0, "gradient-descent", "gradient descent", (1.9, 1.98), None),
            (BETA, "momentum", "momentum", (2.25, 1.32), (5, 1.6)),
        ):
            heights = [np.log10(steps) for steps, _ in steps_by_batch(beta)]
            style: Any = (0, dashes) if dashes else "-"
            axes.plot(places, heights, color=colour(role), lw=2.4, ls=style)
            axes.plot(
                places, heights, "o", color=colour(role), markeredgecolor=colour("card"), ms=8, markeredgewidth=1.5
            )
            write(axes, *at, name, role, size=14)

    return Panel(
        "batches", "Steps by batch size", (530, 260), (left, right), (low, high), draw, margin=(52, 28, 14, 28),
        span="half",
    )  # fmt: skip


def draw() -> Scene:
    """Two charts, not animated."""
    return Scene((_schedules(), _batches()))


def measure() -> dict[str, Any]:
    """Where the schedules end, and the steps and rates for every batch size."""
    loss = schedules()
    numbers: dict[str, Any] = {
        "noise": NOISE, "beta": BETA, "batch": BATCH, "goal": GOAL, "large_rate": LARGE, "small_rate": SMALL,
        "steps": STEPS, "rates": len(LEARNING_RATES),
        "lowest_rate": float(LEARNING_RATES[0]), "highest_rate": float(LEARNING_RATES[-1]),
    }  # fmt: skip
    numbers |= {f"{name}_end": float(values[-1]) for name, values in loss.items()}
    for name, beta in (("gd", 0.0), ("momentum", BETA)):
        for batch, (steps, rate) in zip(BATCHES, steps_by_batch(beta), strict=True):
            numbers |= {f"{name}_{batch}": steps, f"{name}_{batch}_rate": rate}
    return numbers | {"gd_1_lead": abs(numbers["gd_1"] - numbers["momentum_1"])}


def _caption(n: dict[str, Any]) -> str:
    return (
        f"The ravine with noisy gradients, momentum with β = {BETA:g}; every number is an average over the noise. "
        f"Left: after {n['steps']} steps a learning rate that falls to 0 leaves a loss of {show(n['falling_end'])}, "
        f"the rate it began with {show(n['large_end'])}, a tenth of that {show(n['small_end'])}. Right, each point at "
        f"its best rate: with a batch of 1, :momentum[momentum] needs {n['momentum_1']} steps and "
        f":gd[gradient descent] {n['gd_1']}; with {BATCHES[-1]}, {n['momentum_1024']} and {n['gd_1024']}."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Two charts. Left, the average loss over {n['steps']} steps of momentum under three schedules: a constant "
        f"rate of {show(LARGE)} falls fast and stays at {show(n['large_end'])}; a constant {show(SMALL)} falls slowly "
        f"to {show(n['small_end'])}; a rate that falls from {show(LARGE)} to 0 falls fast and goes on to "
        f"{show(n['falling_end'])}. Right, steps against batch sizes from 1 to 1024, both logarithmic: gradient "
        f"descent goes from {n['gd_1']} steps to {n['gd_64']} at a batch of 64 and then hardly further, to "
        f"{n['gd_1024']}; momentum goes from {n['momentum_1']} to {n['momentum_64']} at 64 and on to "
        f"{n['momentum_1024']}."
    )


FIGURE = Figure(title="Noise, schedules and batches", caption=_caption, alt=_alt, draw=draw, measure=measure)
