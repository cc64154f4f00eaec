"""The article's picture, measured: one rate in PyTorch's form for all betas, on minibatches of the real network."""

from __future__ import annotations

from typing import Any

from momentum.chapters.does_it_work import _curves as curves
from momentum.rendering.scene import Figure, Scene
from momentum.study.plan import MINIBATCH, SAME_RATE


def draw() -> Scene:
    """Three betas at one learning rate."""
    return curves.comparison(MINIBATCH, SAME_RATE)


def measure() -> dict[str, Any]:
    """Rates, losses and accuracies at the end."""
    return curves.measure(MINIBATCH, SAME_RATE)


def _caption(n: dict[str, Any]) -> str:
    return (
        f"Means of {n['seeds']} seeds, bands of one standard deviation. Over the last epoch :gd[gradient descent] "
        f"stands at {n['beta_0_loss']:.2f} and {n['beta_0_accuracy']:.1f}\u00a0%, :momentum[momentum] with β = 0.9 at "
        f"{n['beta_0_9_loss']:.2f} and {n['beta_0_9_accuracy']:.1f}\u00a0%."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"Two charts over {n['steps']} steps on minibatches, for betas of 0, 0.8 and 0.9 at one learning rate. On the "
        f"left the training loss, on a logarithmic scale: it falls from about 2.5 to {n['beta_0_loss']:.2f} without "
        f"momentum, to {n['beta_0_8_loss']:.2f} with 0.8 and to {n['beta_0_9_loss']:.2f} with 0.9. On the right the "
        f"test accuracy rises to {n['beta_0_accuracy']:.1f}, {n['beta_0_8_accuracy']:.1f} and "
        f"{n['beta_0_9_accuracy']:.1f} per cent. Gradient descent's band over the seeds lies apart from the others."
    )


FIGURE = Figure(title="The same rate in PyTorch's form", caption=_caption, alt=_alt, draw=draw, measure=measure)
