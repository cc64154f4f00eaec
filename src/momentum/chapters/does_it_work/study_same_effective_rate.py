"""The same effective learning rate for all betas, on minibatches: what is left of the gap."""

from __future__ import annotations

from typing import Any

from momentum.chapters.does_it_work import _curves as curves
from momentum.chapters.does_it_work._betas import LONG, SHORT
from momentum.rendering.scene import Figure, Scene
from momentum.study.plan import EFFECTIVE_RATE, MINIBATCH, SAME_EFFECTIVE_RATE


def draw() -> Scene:
    """Three betas whose learning rate divided by 1 - beta is the same."""
    return curves.comparison(MINIBATCH, SAME_EFFECTIVE_RATE)


def measure() -> dict[str, Any]:
    """Rates, losses and accuracies at the end."""
    return curves.measure(MINIBATCH, SAME_EFFECTIVE_RATE) | {"effective_rate": EFFECTIVE_RATE[MINIBATCH]}


def _caption(n: dict[str, Any]) -> str:
    return (
        f"One rate of {n['effective_rate']:g}. Over the last epoch the losses of :gd[gradient descent] and of "
        f":momentum[momentum] with β = {SHORT:g} and {LONG:g} are {n['beta_0_loss']:.3f}, {n['beta_0_8_loss']:.3f} and "
        f"{n['beta_0_9_loss']:.3f}."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"The same two charts, for betas of 0, {SHORT:g} and {LONG:g} at one effective learning rate. After a slower "
        f"first epoch with momentum the three curves run into one another, and so do their bands: after {n['steps']} "
        f"steps the training losses are {n['beta_0_loss']:.3f}, {n['beta_0_8_loss']:.3f} and "
        f"{n['beta_0_9_loss']:.3f}, the test accuracies {n['beta_0_accuracy']:.1f}, {n['beta_0_8_accuracy']:.1f} and "
        f"{n['beta_0_9_accuracy']:.1f} per cent."
    )


FIGURE = Figure(title="The same effective rate", caption=_caption, alt=_alt, draw=draw, measure=measure)
