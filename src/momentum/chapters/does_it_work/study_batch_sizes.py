"""What momentum is worth at each batch size: steps to one training loss, every method at its own best rate for that."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum.chapters._chart import chart, dot, line
from momentum.chapters.does_it_work import _curves as curves
from momentum.chapters.does_it_work._betas import LONG, SHORT
from momentum.rendering.frame import QUIET, Axis, even, put
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.study.kept import study
from momentum.study.results import spread

DASHES: dict[float, Any] = {0.0: "-", 0.8: (0, (1.8, 1.4)), 0.9: (0, (5, 1.6))}
# A little apart, so that one error bar does not hide the next.
SHIFT = {0.0: 0.0, 0.8: -0.012, 0.9: 0.012}
STEPS = (20, 50, 100, 200, 500)


def _x() -> Axis:
    sizes = study().batch_sizes
    marks = [(float(np.log10(size)), f"{size}") for size in sizes[:-2:2]]
    marks.append((float(np.log10(sizes[-1])), f"all {sizes[-1]}"))
    return Axis(float(np.log10(sizes[0])) - 0.08, float(np.log10(sizes[-1])) + 0.12, marks, "images in a batch")


def _bars(axes: Any, x: Any, low: Any, high: Any, role: str) -> None:
    for place, below, above in zip(x, low, high, strict=True):
        line(axes, (place, place), (below, above), role, lw=1.6, solid_capstyle="butt")


def _race() -> Panel:
    def draw(axes: Any) -> None:
        sizes = np.array(study().batch_sizes)
        for beta, dashes in DASHES.items():
            races = [study().race(int(size), beta) for size in sizes]
            mean, sd = np.array([race.mean for race in races]), np.array([race.sd for race in races])
            x, role = np.log10(sizes) + SHIFT[beta], curves.role(beta)
            line(axes, x, np.log10(mean), role, ls=dashes)
            _bars(axes, x, np.log10(mean - sd), np.log10(mean + sd), role)
            for place in zip(x, np.log10(mean), strict=True):
                dot(axes, place, role, 8, "D" if beta else "o")
        at, gd = float(np.log10(sizes[-2])), study().race(int(sizes[-2]), 0.0).mean
        put(axes, (at, float(np.log10(gd))), "gradient descent", "gradient-descent", (0, 14), ha="center")
        put(axes, (1.62, 1.44), "momentum,", "momentum", ha="center")
        both = f"β = {SHORT:g} (short dashes) and {LONG:g}"
        put(axes, (1.62, 1.44), both, "momentum", (0, -20), ha="center", **QUIET)

    y = Axis(1.16, 2.72, [(float(np.log10(steps)), f"{steps}") for steps in STEPS],
             f"steps to a training loss of {study().target:g}")  # fmt: skip
    return chart("steps", "Steps to the target against the batch size, one curve for each beta", _x(), y, draw,
                 size=(530, 340))  # fmt: skip


def ratios(size: int) -> tuple[float, ...]:
    """Gradient descent's steps over momentum's, seed by seed, with the beta that did best on the tuning seeds."""
    plain, heavy = study().race(size, 0.0), study().best_momentum(size)
    return tuple(one / other for one, other in zip(plain.steps, heavy.steps, strict=True))


def ratio(size: int) -> float:
    """The mean of gradient descent's steps over the mean of momentum's."""
    return study().race(size, 0.0).mean / study().best_momentum(size).mean


def _worth() -> Panel:
    def draw(axes: Any) -> None:
        sizes = study().batch_sizes
        x, y = np.log10(sizes), np.array([ratio(size) for size in sizes])
        sd = np.array([spread(ratios(size)) for size in sizes])
        line(axes, x, y, "ink")
        _bars(axes, x, y - sd, y + sd, "ink")
        for place in zip(x, y, strict=True):
            dot(axes, place, "ink", 8)

    y = even(0.5, 4.0, (1, 2, 3, 4), "gradient descent's steps / momentum's")
    return chart("worth", "Gradient descent's steps divided by momentum's, against the batch size", _x(), y, draw,
                 size=(530, 340))  # fmt: skip


def draw() -> Scene:
    """Two still panels: the steps, and their ratio."""
    return Scene((_race(), _worth()))


def measure() -> dict[str, Any]:
    """Steps, spreads and rates for every batch size and beta, and what momentum is worth at each."""
    numbers: dict[str, Any] = {"target": study().target, "seeds": len(study().seeds)}
    for race in study().races:
        key = f"b{race.batch_size}_{race.beta:g}".replace(".", "_")
        numbers |= {
            f"{key}_steps": race.mean, f"{key}_sd": race.sd, f"{key}_rate": race.learning_rate,
            f"{key}_tuning_steps": race.fewest, f"b{race.batch_size}_every": race.measured_every,
        }  # fmt: skip
    for size in study().batch_sizes:
        numbers |= {
            f"b{size}_ratio": ratio(size), f"b{size}_ratio_sd": spread(ratios(size)),
            f"b{size}_best_beta": study().best_momentum(size).beta, f"b{size}_ratio_lowest": min(ratios(size)),
        }  # fmt: skip
    return numbers | {"smallest": study().batch_sizes[0], "largest": study().batch_sizes[-1]}


FIGURE = Figure(
    title="What momentum is worth at each batch size",
    caption=lambda n: (
        f"Each at its own best rate for this target. Dots are means of {n['seeds']} seeds, bars one standard "
        f"deviation. With all {n['largest']} images :gd[gradient descent] takes {n['b905_0_steps']:.0f} steps, "
        f":momentum[momentum] with β = {SHORT:g} takes {n['b905_0_8_steps']:.0f}."
    ),
    alt=lambda n: (
        f"Two charts against the batch size, from {n['smallest']} to {n['largest']} images, on a logarithmic scale. "
        f"On the left the steps to a training loss of {n['target']:g}, logarithmic too: the three curves start "
        f"together, at {n['b8_0_steps']:.0f}, {n['b8_0_8_steps']:.0f} and {n['b8_0_9_steps']:.0f} steps for betas of "
        f"0, {SHORT:g} and {LONG:g}. Gradient descent's hardly falls beyond 128 images and ends at "
        f"{n['b905_0_steps']:.0f}; those with momentum fall on to {n['b905_0_8_steps']:.0f} and "
        f"{n['b905_0_9_steps']:.0f}. The bars of one standard deviation overlap at 8 and 16 images. On the right "
        f"gradient descent's steps divided by momentum's: {n['b8_ratio']:.2f} at {n['smallest']} images, "
        f"{n['b64_ratio']:.1f} at 64 and {n['b905_ratio']:.1f} with all of them."
    ),
    draw=draw,
    measure=measure,
)
