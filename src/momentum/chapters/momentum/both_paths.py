"""Both paths in one frame and on one clock: where they go, what the loss does, and how far each step moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from momentum import Trajectory, crossings, distance_along_and_across, overshoot, steps_to
from momentum.chapters import _duel as duel
from momentum.chapters import _ravine as scenery
from momentum.chapters._bars import pair_of_bars
from momentum.rendering.scene import Figure, Scene

SHOWN = 22
SETTLED = 400


def _until(run: Trajectory, step: int) -> Trajectory:
    return replace(run, theta=run.theta[: step + 1])


def draw() -> Scene:
    """Both paths over the valley, both losses, and both runs' steps along and across it."""
    plain, heavy = scenery.runs()
    steps = pair_of_bars(
        np.diff(plain.theta, axis=0),
        np.diff(heavy.theta, axis=0),
        ("each step along the valley", "each step across it"),
        key=("outline: gradient descent", "filled: momentum"),
        outline_role="gradient-descent", size=(346, 220), span="third", shown=SHOWN, first=1,
    )  # fmt: skip
    paths = duel.paths(plain, heavy, size=(1080, 340))
    losses = duel.losses(plain, heavy, size=(346, 220), span="third")
    return Scene((paths, losses, *steps), ticks=scenery.STEPS, readouts=duel.readouts(plain, heavy))


def measure() -> dict[str, Any]:
    """Steps to the tolerance, the whole travel along and across, and crossings up to the tolerance, for both runs."""
    numbers: dict[str, Any] = {
        "tolerance": float(scenery.TOLERANCE),
        "plain_rate": float(scenery.PLAIN.learning_rate),
        "momentum_rate": float(scenery.HEAVY.learning_rate),
        "beta": float(scenery.HEAVY.beta),
    }
    for name, run in zip(("plain", "momentum"), scenery.runs(SETTLED), strict=True):
        steps = steps_to(run, scenery.TOLERANCE)
        along, across = distance_along_and_across(run)
        move = np.abs(np.diff(run.theta, axis=0))
        numbers |= {
            f"{name}_steps": steps,
            f"{name}_along": along,
            f"{name}_across": across,
            f"{name}_crossings": crossings(_until(run, steps), 1),
            f"{name}_overshoot": overshoot(run),
            f"{name}_longest_along": float(move[:, 0].max()),
            f"{name}_longest_along_step": int(move[:, 0].argmax()) + 1,
            f"{name}_first_along": float(move[0, 0]),
            f"{name}_longest_across": float(move[:, 1].max()),
        }
    ahead = np.abs(np.diff(scenery.runs()[1].theta[:, 0])) > np.abs(np.diff(scenery.runs()[0].theta[:, 0]))
    return numbers | {
        "steps_ratio": numbers["plain_steps"] / numbers["momentum_steps"],
        "across_ratio": numbers["plain_across"] / numbers["momentum_across"],
        "longer_from": int(ahead.argmax()) + 1,
        "longer_until": int(ahead.argmax()) + int((~ahead[ahead.argmax() :]).argmax()),
    }


FIGURE = Figure(
    title="Both paths, one clock",
    caption=lambda n: (
        f"To a loss of {n['tolerance']:g}: :gd[gradient descent] {n['plain_steps']} steps, :momentum[momentum] "
        f"{n['momentum_steps']}. All the steps across the valley add up to a way of {n['plain_across']:.1f} against "
        f"{n['momentum_across']:.1f}, those along it to {n['plain_along']:.1f} against {n['momentum_along']:.1f}."
    ),
    alt=lambda n: (
        f"A long valley seen from above with two paths from one start. Gradient descent zigzags from wall to wall; "
        f"momentum swings across the floor in a few long waves that get smaller. Momentum reaches a loss of "
        f"{n['tolerance']:g} at step {n['momentum_steps']}, having crossed the valley floor {n['momentum_crossings']} "
        f"times, gradient descent at step {n['plain_steps']} after {n['plain_crossings']} crossings. Below, a chart of "
        f"both losses, and bars for every step: along the valley momentum's steps grow from "
        f"{n['momentum_first_along']:.2f} to {n['momentum_longest_along']:.2f} and are the longer ones from step "
        f"{n['longer_from']} to step {n['longer_until']}; across it, gradient descent's begin at "
        f"{n['plain_longest_across']:.2f} and change sign every time, momentum's begin at "
        f"{n['momentum_longest_across']:.2f} and shrink in waves."
    ),
    draw=draw,
    measure=measure,
)
