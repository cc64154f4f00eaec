"""Each beta at its own best learning rate, on the full batch, where the gradient has no noise."""

from __future__ import annotations

from typing import Any

from momentum.chapters.does_it_work import _curves as curves
from momentum.chapters.does_it_work._betas import LONG, SHORT
from momentum.rendering.scene import Figure, Scene
from momentum.study.plan import BEST_RATE, FULL_BATCH, FULL_BATCH_LONGER, FULL_BATCH_STEPS


def draw() -> Scene:
    """Three betas, each at the rate that suits it best after 40 steps, and on to 100."""
    return curves.comparison(
        FULL_BATCH, BEST_RATE, curves.FULL_BATCH_LOSS, tick="pair of steps", budget=FULL_BATCH_STEPS
    )


def measure() -> dict[str, Any]:
    """Rates, and losses and accuracies after the steps for which the rates were chosen and at the end."""
    later = curves.measure(FULL_BATCH, BEST_RATE, FULL_BATCH_LONGER)
    return curves.measure(FULL_BATCH, BEST_RATE) | {f"later_{name}": value for name, value in later.items()}


def _caption(n: dict[str, Any]) -> str:
    return (
        f"Rates for {n['steps']} steps: {n['beta_0_rate']:g}, {n['beta_0_8_rate']:g} and {n['beta_0_9_rate']:g}. By "
        f"then :momentum[momentum] with β = {SHORT:g} is at {n['beta_0_8_loss']:.3f}, :gd[gradient descent] at "
        f"{n['beta_0_loss']:.3f}; at step {n['later_steps']} the accuracies are "
        f"{n['later_beta_0_8_accuracy']:.1f}\u202f% and {n['later_beta_0_accuracy']:.1f}\u202f%."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Training loss and test accuracy over {n['later_steps']} steps on the full batch, for betas of 0, {SHORT:g} "
        f"and {LONG:g}, each at its best learning rate. In the first steps all three jump about. Then the curves with "
        f"momentum fall away from that without: after {n['steps']} steps the losses are {n['beta_0_loss']:.3f}, "
        f"{n['beta_0_8_loss']:.3f} and {n['beta_0_9_loss']:.3f}, the accuracies {n['beta_0_accuracy']:.1f}, "
        f"{n['beta_0_8_accuracy']:.1f} and {n['beta_0_9_accuracy']:.1f} per cent. After {n['later_steps']} steps the "
        f"losses still lie apart, and gradient descent has gone from last to first in accuracy: "
        f"{n['later_beta_0_accuracy']:.1f}, {n['later_beta_0_8_accuracy']:.1f} and "
        f"{n['later_beta_0_9_accuracy']:.1f} per cent."
    )


FIGURE = Figure(title="Each at its best rate, full batch", caption=_caption, alt=_alt, draw=draw, measure=measure)
