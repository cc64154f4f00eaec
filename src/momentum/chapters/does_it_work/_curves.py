"""The network study's figures: training loss and test accuracy side by side on one clock, bands over the seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from momentum.chapters._names import NAMES, notes
from momentum.rendering.frame import Axis, even, frame, powers
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene, Text, Veil
from momentum.rendering.style import colour
from momentum.study import digits
from momentum.study.kept import study
from momentum.study.plan import MINIBATCH
from momentum.study.results import Arm

SHOWN = (0.0, 0.8, 0.9)
DASHES: dict[float, tuple[float, float] | None] = {0.0: None, 0.8: (1.8, 1.4), 0.9: (5, 1.6)}
SIZE = (530, 274)
MARGIN = (50.0, 30.0, 2.0, 32.0)
BAND_OPACITY = 0.13
ACCURACY = even(70.0, 100.0, (70, 80, 90, 100), "test accuracy, %")
LOSS = "training loss, log scale"
MINIBATCH_LOSS = powers(np.log10(0.03), np.log10(3.0), (0.03, 0.1, 0.3, 1.0, 3.0), LOSS)
FULL_BATCH_LOSS = powers(np.log10(0.007), np.log10(3.0), (0.01, 0.03, 0.1, 0.3, 1.0, 3.0), LOSS)


def epoch() -> int:
    """The steps of one pass through the training images, in batches of the study's size."""
    return len(digits.load().training) // study().batch_size


def role(beta: float) -> str:
    """Beta 0 is gradient descent."""
    return "momentum" if beta else "gradient-descent"


def arms(regime: str, protocol: str) -> list[Arm]:
    """The arms that are shown, by beta."""
    return [study().arm(regime, protocol, beta) for beta in SHOWN]


def panel(
    shown: Sequence[Arm],
    bands: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]],
    y: Axis,
    *,
    name: str,
    label: str,
    budget: int | None = None,
) -> Panel:
    """Curves (mean, low, high) over the recorded steps, each with its name at its end.

    `budget` marks the step for which the learning rates were chosen, where the runs go on beyond it.
    """
    steps = shown[0].steps
    ticks = len(steps) - 1
    clock = np.arange(ticks + 1, dtype=float)
    wide = SIZE[0] - MARGIN[0] - MARGIN[2] - NAMES
    tall = (SIZE[1] - MARGIN[1] - MARGIN[3]) / (y.high - y.low)
    ends = [float(np.clip(mean[-1], *y.limits)) for mean, *_ in bands]
    chosen = [] if budget is None else [(float(np.interp(budget, steps, clock)), f"{budget}")]
    x = Axis(0.0, float(ticks), [(0.0, "0"), *chosen, (float(ticks), f"{steps[-1]}")], unit="steps")

    def draw(axes: Any) -> None:
        frame(axes, x, y)
        for at, _ in chosen:
            axes.plot([at, at], y.limits, color=colour("muted"), lw=1.2, ls=(0, (2, 3)), clip_on=False)
        for arm, (_, low, high) in zip(shown, bands, strict=True):
            ring = np.column_stack([np.append(clock, clock[::-1]), np.append(low, high[::-1])])
            area = Polygon(ring, facecolor=colour(role(arm.beta)), edgecolor="none", alpha=BAND_OPACITY)
            axes.add_patch(area)
        for arm, (mean, *_) in zip(shown, bands, strict=True):
            dashes = DASHES[arm.beta]
            axes.plot(clock, mean, color=colour(role(arm.beta)), lw=2.4, ls=(0, dashes) if dashes else "-")

    heads = [
        Run(np.column_stack([clock, mean]), role(arm.beta), f"β = {arm.beta:g}", trail=False)
        for arm, (mean, *_) in zip(shown, bands, strict=True)
    ]  # fmt: skip
    names = notes([(f"β = {arm.beta:g}", role(arm.beta)) for arm in shown], ends, ticks, wide, tall)
    xlim = (0.0, ticks * (1 + NAMES / wide))
    return Panel(name, label, SIZE, xlim, y.limits, draw, (Veil(), *heads, *names), margin=MARGIN, span="half")


def comparison(
    regime: str, protocol: str, loss: Axis = MINIBATCH_LOSS, *, tick: str = "half epoch", budget: int | None = None
) -> Scene:
    """Training loss and test accuracy of one comparison: means over the seeds, bands of one standard deviation."""
    shown = arms(regime, protocol)
    losses, accuracies = [], []
    for arm in shown:
        mean, sd = np.array(arm.training_loss.mean), np.array(arm.training_loss.sd)
        losses.append(
            (np.log10(mean), np.log10(np.maximum(mean - sd, 10**loss.low / 2)), np.log10(mean + sd)),
        )
        mean, sd = 100 * np.array(arm.test_accuracy.mean), 100 * np.array(arm.test_accuracy.sd)
        accuracies.append((mean, mean - sd, np.minimum(mean + sd, 100)))
    return Scene(
        (
            panel(shown, losses, loss, name="loss", budget=budget,
                  label="Training loss against steps, one curve for each beta"),
            panel(shown, accuracies, ACCURACY, name="accuracy", budget=budget,
                  label="Test accuracy against steps, one curve for each beta"),
        ),
        ticks=len(shown[0].steps) - 1,
        seconds=8 / len(shown[0].steps),
        readouts=tuple(
            Readout(f"β = {arm.beta:g}", role(arm.beta), arm.training_loss.mean, unit="loss") for arm in shown
        ),
        tick=tick,
    )  # fmt: skip


def measure(regime: str, protocol: str, step: int | None = None) -> dict[str, Any]:
    """Means over the seeds after `step` steps (None: the first step of comparison), by beta as in `beta_0_9_loss`."""
    numbers: dict[str, Any] = {}
    for arm in study().select(regime, protocol):
        end = arm.snapshots[0] if step is None else arm.after(step)
        key = f"beta_{arm.beta:g}".replace(".", "_")
        numbers |= {
            "steps": end.step,
            "seeds": len(end.training_loss),
            f"{key}_rate": arm.learning_rate,
            f"{key}_loss": end.mean("training_loss"),
            f"{key}_accuracy": 100 * end.mean("test_accuracy"),
        }
    return numbers


def on_minibatches(title: str, caption: Text, alt: Text, protocol: str, **given: float) -> Figure:
    """The figure of three betas on minibatches, all at the rates of one protocol; `given` joins what is measured."""
    return Figure(
        title=title,
        caption=caption,
        alt=alt,
        draw=lambda: comparison(MINIBATCH, protocol),
        measure=lambda: measure(MINIBATCH, protocol) | given,
    )
