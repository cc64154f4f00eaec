"""The article's picture, measured: one rate in PyTorch's form for all betas, on minibatches of the real network."""

from __future__ import annotations

from typing import Any

from momentum.chapters.does_it_work._betas import LONG, SHORT
from momentum.chapters.does_it_work._curves import on_minibatches
from momentum.study.plan import SAME_RATE


def _caption(n: dict[str, Any]) -> str:
    return (
        f"Means of {n['seeds']} seeds, bands of one standard deviation. Over the last epoch :gd[gradient descent] "
        f"stands at {n['beta_0_loss']:.2f} and {n['beta_0_accuracy']:.1f}\u202f%, :momentum[momentum] with β = "
        f"{LONG:g} at {n['beta_0_9_loss']:.2f} and {n['beta_0_9_accuracy']:.1f}\u202f%."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Two charts over {n['steps']} steps on minibatches, for betas of 0, {SHORT:g} and {LONG:g} at one learning "
        f"rate. On the left the training loss, on a logarithmic scale: it falls to {n['beta_0_loss']:.2f} without "
        f"momentum, to {n['beta_0_8_loss']:.2f} with {SHORT:g} and to {n['beta_0_9_loss']:.2f} with {LONG:g}. On the "
        f"right the test accuracy rises to {n['beta_0_accuracy']:.1f}, {n['beta_0_8_accuracy']:.1f} and "
        f"{n['beta_0_9_accuracy']:.1f} per cent. Gradient descent's band over the seeds lies apart from the others."
    )


FIGURE = on_minibatches("The same rate in PyTorch's form", _caption, _alt, SAME_RATE)
