"""The same effective learning rate for all betas, on minibatches: what is left of the gap."""

from __future__ import annotations

from typing import Any

from momentum.chapters.does_it_work._betas import LONG, SHORT
from momentum.chapters.does_it_work._curves import on_minibatches
from momentum.study.plan import EFFECTIVE_RATE, MINIBATCH, SAME_EFFECTIVE_RATE


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


FIGURE = on_minibatches(
    "The same effective rate", _caption, _alt, SAME_EFFECTIVE_RATE, effective_rate=EFFECTIVE_RATE[MINIBATCH]
)
