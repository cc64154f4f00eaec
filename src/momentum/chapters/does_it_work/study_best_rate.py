"""Each beta at its own best learning rate, on minibatches: chosen on validation images and other seeds."""

from __future__ import annotations

from typing import Any

from momentum.chapters.does_it_work import _curves as curves
from momentum.rendering.scene import Figure, Scene
from momentum.study.plan import BEST_RATE, MINIBATCH


def draw() -> Scene:
    """Three betas, each at the rate that suits it best."""
    return curves.comparison(MINIBATCH, BEST_RATE)


def measure() -> dict[str, Any]:
    """Rates, losses and accuracies at the end."""
    return curves.measure(MINIBATCH, BEST_RATE)


def _caption(n: dict[str, Any]) -> str:
    return (
        f"The rates that did best on validation images: :gd[gradient descent] takes {n['beta_0_rate']:g}, "
        f":momentum[momentum] {n['beta_0_8_rate']:g} with β = 0.8 and {n['beta_0_9_rate']:g} with β = 0.9. After "
        f"{n['steps']} steps the test accuracies are {n['beta_0_accuracy']:.1f}\u00a0%, "
        f"{n['beta_0_8_accuracy']:.1f}\u00a0% and {n['beta_0_9_accuracy']:.1f}\u00a0%."
    )


def _alt(n: dict[str, Any]) -> str:
    return (
        f"The same two charts, for betas of 0, 0.8 and 0.9, each at its own best learning rate. The training loss with "
        f"0.9 falls a little faster than without momentum and ends at {n['beta_0_9_loss']:.3f} against "
        f"{n['beta_0_loss']:.3f}; with 0.8 it ends at {n['beta_0_8_loss']:.3f}, in a wide band. The test accuracies "
        f"cannot be told apart from the half-way mark on: they jump up and down within one another's bands and end at "
        f"{n['beta_0_accuracy']:.1f}, {n['beta_0_8_accuracy']:.1f} and {n['beta_0_9_accuracy']:.1f} per cent."
    )


FIGURE = Figure(title="Each at its best rate, minibatches", caption=_caption, alt=_alt, draw=draw, measure=measure)
