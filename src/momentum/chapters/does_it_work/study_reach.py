"""One curve, a longer reach: the training loss against the learning rate of the moving average, for every beta."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters._chart import chart, dot, line
from momentum.chapters.does_it_work import _curves as curves
from momentum.chapters.does_it_work._betas import HALF, LONG, LONGEST, SHORT
from momentum.rendering.frame import QUIET, Axis, decades, put
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.store.rounding import show
from momentum.study.kept import study
from momentum.study.plan import FULL_BATCH, FULL_BATCH_LONGER, MINIBATCH
from momentum.study.results import Search

DASHES: dict[float, Any] = {0.0: "-", 0.5: (0, (1.2, 1.2)), 0.8: (0, (3, 1.4)), 0.9: (0, (5, 1.6)), 0.95: "-"}
WIDTHS, THIN = {0.95: 1.4}, 0.7
RATES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
# The losses that the text and the caption quote are those at these rates of the grid.
LEVEL, BEYOND = 1.0, 2.0
MARKED = ((0.0, LEVEL), (LONG, BEYOND))
# A mean loss above this says that training has broken down for some seeds: guessing costs log 10, about 2.3.
BROKEN = 0.5
# From where a curve has turned up by two fifths, one seed after the other breaks down, and at which rate depends on how
# a machine rounds. Such a loss is drawn, thin, and quoted nowhere.
TURNED = 1.4
FLOOR = {MINIBATCH: -2.0, FULL_BATCH: -3.6}


def searches(regime: str) -> list[Search]:
    """The curve of every beta: means over the seeds that choose rates."""
    return [study().search(regime, beta) for beta in study().betas]


def at(search: Search, rate: float) -> float:
    """The mean training loss at a rate of the grid."""
    return search.training_loss.mean[search.rates.index(rate)]


def reach(search: Search) -> float:
    """The longest rate at which, and below which, the mean training loss is not yet BROKEN."""
    places = [place for place, loss in enumerate(search.training_loss.mean) if not loss < BROKEN]
    return search.rates[min([*places, len(search.rates)]) - 1]


def steady(search: Search) -> int:
    """How many of its rates a curve has before it has TURNED up from its lowest loss so far."""
    losses = np.array(search.training_loss.mean)
    turned = ~(losses <= TURNED * np.fmin.accumulate(losses))
    return int(turned.argmax()) if turned.any() else len(losses)


def _panel(regime: str, title: str) -> Panel:
    marks = [(float(np.log10(rate)), f"{rate:g}") for rate in RATES]
    rates = Axis(np.log10(0.15), np.log10(13.0), marks, "learning rate η")
    levels = decades(FLOOR[regime], 0.62, range(int(np.ceil(FLOOR[regime])), 1), title)

    def draw(axes: Any) -> None:
        for search in searches(regime):
            role, losses = curves.role(search.beta), np.array(search.training_loss.mean)
            x, y = np.log10(search.rates), np.maximum(np.log10(losses), FLOOR[regime])
            count, width = steady(search), WIDTHS.get(search.beta, 2.4)
            if count < len(losses):
                beyond = np.isfinite(y) & (np.arange(len(y)) >= count - 1)
                line(axes, x[beyond], y[beyond], role, lw=THIN)
            line(axes, x[:count], y[:count], role, ls=DASHES[search.beta], lw=width, clip_on=False)
        if regime == MINIBATCH:
            for place, search in enumerate(searches(regime)):
                height, role = 0.42 - 0.24 * place, curves.role(search.beta)
                line(axes, (-0.79, -0.62), (height, height), role, ls=DASHES[search.beta],
                     lw=WIDTHS.get(search.beta, 2.4))  # fmt: skip
                put(axes, (-0.62, height), f"β = {search.beta:g}", role, (8, 0), va="center_baseline", **QUIET)
        for beta, rate in MARKED:
            search = study().search(regime, beta)
            dot(axes, (float(np.log10(rate)), float(np.log10(at(search, rate)))), curves.role(beta),
                shape="D" if beta else "o")  # fmt: skip

    return chart(
        name(regime), f"Training loss against the learning rate, one curve for each beta, {title}", rates, levels, draw,
        size=(530, 330),
    )  # fmt: skip


def name(regime: str) -> str:
    """The panel of a regime."""
    return regime.replace(" ", "-")


def steps() -> int:
    """How long the minibatch runs are."""
    return study().epochs * curves.epoch()


def draw() -> Scene:
    """Two still panels: minibatches, and the full batch."""
    return Scene(
        (
            _panel(MINIBATCH, f"training loss, batches of {study().batch_size}, {steps()} steps"),
            _panel(FULL_BATCH, f"training loss, full batch, {FULL_BATCH_LONGER} steps"),
        )
    )


def measure() -> dict[str, Any]:
    """Losses at the rate up to which the curves are one, and beyond it; each beta's reach."""
    numbers: dict[str, Any] = {
        "level": LEVEL, "beyond": BEYOND, "steps": steps(), "full_steps": FULL_BATCH_LONGER, "broken": BROKEN,
        "batch_size": study().batch_size, "lowest_rate": min(searches(MINIBATCH)[0].rates),
    }  # fmt: skip
    for regime, short in ((MINIBATCH, "minibatch"), (FULL_BATCH, "full_batch")):
        level = [at(search, LEVEL) for search in searches(regime)]
        numbers |= {f"{short}_level_lowest": min(level), f"{short}_level_highest": max(level)}
        for search in searches(regime):
            key, calm = f"{short}_{search.beta:g}".replace(".", "_"), steady(search)
            best = int(np.argmin(search.training_loss.mean[:calm]))
            numbers |= {
                f"{key}_level": at(search, LEVEL), f"{key}_reach": reach(search),
                f"{key}_best_loss": search.training_loss.mean[best], f"{key}_best_rate": search.rates[best],
            }  # fmt: skip
            if BEYOND in search.rates[:calm]:
                numbers[f"{key}_beyond"] = at(search, BEYOND)
    return numbers


FIGURE = Figure(
    title="One curve, a longer reach",
    caption=lambda n: (
        f"Logarithmic axes. Marked are :gd[gradient descent] at η = {n['level']:g}, "
        f"{n['minibatch_0_level']:.3f} and {n['full_batch_0_level']:.3f}, and :momentum[momentum] with β = {LONG:g} at "
        f"η = {n['beyond']:g}, {n['minibatch_0_9_beyond']:.3f} and {n['full_batch_0_9_beyond']:.3f}. Curves "
        "are thin where seeds break down."
    ),
    alt=lambda n: (
        f"Two charts of the training loss against the learning rate, for betas of 0, {HALF:g}, {SHORT:g}, {LONG:g} "
        f"and {LONGEST:g}. On the left, after {n['steps']} steps on batches of {n['batch_size']}, all five curves "
        f"fall together, to between {n['minibatch_level_lowest']:.3f} and {n['minibatch_level_highest']:.3f} at a "
        f"rate of {n['level']:g}. Then gradient descent's turns up steeply, above {n['broken']:g} before a rate of "
        f"{n['beyond']:g}, beta {HALF:g} follows at a higher rate, and {SHORT:g}, {LONG:g} and {LONGEST:g} last "
        f"longest. On the right, after {n['full_steps']} steps on the full batch, the curves are one again up to "
        f"{n['level']:g}; gradient descent's breaks off soon after, beta {HALF:g}'s beyond "
        f"{n['full_batch_0_5_best_rate']:g} and {SHORT:g}'s beyond {n['full_batch_0_8_best_rate']:g}; {LONG:g} is down "
        f"to {show(n['full_batch_0_9_best_loss'])} at {n['full_batch_0_9_best_rate']:g}, and {LONGEST:g} to "
        f"{show(n['full_batch_0_95_best_loss'])} at {n['full_batch_0_95_best_rate']:g}."
    ),
    draw=draw,
    measure=measure,
)
