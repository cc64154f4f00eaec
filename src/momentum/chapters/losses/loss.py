"""Each loss of the registry as a map, with the paths of gradient descent and momentum and the loss they have left."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from momentum import LOSSES, Loss
from momentum.build import catalogue
from momentum.chapters.losses import _duel
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import plane
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene
from momentum.site.titles import title
from momentum.store.rounding import show

SIZE, GRID = (700, 474), (121, 81)
SHARES = (0.03, 0.11, 0.23, 0.39, 0.58, 0.8)  # of the map's area, below each contour line
BORDER = 0.035  # of the extent, between a path and the map's edge
LOWEST = 1e-15  # of what the start lies above the minimum: heights below it are rounding
ROLES = ("gradient-descent", "momentum")
NAMES = ("gradient descent", "momentum")


def view(loss: Loss) -> tuple[tuple[float, float], tuple[float, float]]:
    """The loss's extent and both paths, widened or heightened to the map's shape, so that no direction is stretched."""
    walked = [tuned.run.theta[: _duel.clock(loss.name) + 1] for tuned in _duel.duel(loss.name)]
    low, high = np.transpose(loss.extent)
    reach = BORDER * (high - low)
    (x0, y0), (x1, y1) = (
        np.min([low, *(path.min(axis=0) - reach for path in walked)], axis=0),
        np.max([high, *(path.max(axis=0) + reach for path in walked)], axis=0),
    )
    ratio = SIZE[0] / SIZE[1]
    width, height = max(x1 - x0, ratio * (y1 - y0)) / 2, max(y1 - y0, (x1 - x0) / ratio) / 2
    return ((x0 + x1) / 2 - width, (x0 + x1) / 2 + width), ((y0 + y1) / 2 - height, (y0 + y1) / 2 + height)


def levels(loss: Loss) -> list[float]:
    """Contour lines between which shares of the map's area lie, so that steep walls do not take them all."""
    xlim, ylim = view(loss)
    grid = np.stack(np.meshgrid(np.linspace(*xlim, 121), np.linspace(*ylim, 81)), axis=-1)
    return [float(level) for level in np.quantile(loss.value(grid), SHARES)]


def _map(name: str) -> Panel:
    loss, ticks = LOSSES[name], _duel.clock(name)
    xlim, ylim = view(loss)
    marks = tuple(
        Run(tuned.run.theta[: ticks + 1], role, label)
        for tuned, role, label in zip(_duel.duel(name), ROLES, NAMES, strict=True)
    )
    return plane(
        loss.value, xlim, ylim, levels=levels(loss), size=SIZE, marks=marks, minimizers=loss.minimizers,
        minimum_label=None, span="two-thirds", label=f"Both paths on the loss {name}", grid=GRID,
    )  # fmt: skip


def _left(name: str) -> tuple[np.ndarray, ...]:
    """How far above the minimum each method is at every step of the clock, as shares of the start's height."""
    loss, ticks = LOSSES[name], _duel.clock(name)
    height = loss.value(loss.start) - loss.minimum
    return tuple((tuned.run.loss[: ticks + 1] - loss.minimum) / height for tuned in _duel.duel(name))


def draw(name: str) -> Scene:
    """The map with both paths, and what is left of the loss at every step."""
    ticks, left = _duel.clock(name), _left(name)
    floor = 10 ** np.floor(np.log10(max(LOWEST, min(map(np.min, left)))))
    series = [Curve(share, role, label) for share, role, label in zip(left, ROLES, NAMES, strict=True)]
    chart = curves(
        series, ticks=ticks, ylim=(floor, max(1.0, *map(np.max, left))), size=(346, 340), span="third",
        title="height above the minimum, 1 at the start", label="Height above the minimum at each step",
    )  # fmt: skip
    readouts = tuple(
        Readout(label, role, np.maximum(share, 0.0), "height")
        for share, role, label in zip(left, ROLES, NAMES, strict=True)
    )
    return Scene((_map(name), chart), ticks=ticks, readouts=readouts)


def measure(name: str) -> dict[str, Any]:
    """Each method's setting, the step from which it stays close to the minimum, and where its run ends."""
    loss, (plain, heavy) = LOSSES[name], _duel.duel(name)
    numbers: dict[str, Any] = {
        "share": _duel.SHARE,
        "horizon": _duel.HORIZON,
        "rates": len(_duel.LEARNING_RATES),
        "betas": len(_duel.BETAS),
        "start_x": loss.start[0],
        "start_y": loss.start[1],
        "beta": heavy.beta,
    }
    for key, tuned in (("plain", plain), ("momentum", heavy)):
        end = tuned.run.theta[_duel.clock(name)]
        numbers |= {
            f"{key}_rate": tuned.learning_rate,
            f"{key}_steps": int(tuned.steps) if np.isfinite(tuned.steps) else "never",
            f"{key}_end_x": float(end[0]),
            f"{key}_end_y": float(end[1]),
        }
    return numbers | {"clock": _duel.clock(name)}


def _arrival(steps: Any, horizon: int) -> str:
    return f"after more than {horizon} steps, if at all," if steps == "never" else f"after {steps} steps"


def _caption(n: dict[str, Any]) -> str:
    never = "never" in (n["plain_steps"], n["momentum_steps"])
    return (
        f"From the same start, what is left of the height above the minimum stays under {show(n['share'])} "
        f"{_arrival(n['plain_steps'], n['horizon'])} with :gd[gradient descent] (η = {show(n['plain_rate'])}) and "
        f"{_arrival(n['momentum_steps'], n['horizon'])} with :momentum[momentum] (η = {show(n['momentum_rate'])}, "
        f"β = {show(n['beta'])}). Each has the best setting of one grid: {n['rates']} learning rates, times "
        f"{n['betas']} values of β where it has one{'; where none gets there, the best ends lowest' if never else ''}."
    )


def _alt(name: str, n: dict[str, Any]) -> str:
    def place(key: str) -> str:
        return f"({show(round(n[f'{key}_x'], 2))}, {show(round(n[f'{key}_y'], 2))})"

    plain, heavy = (_arrival(n[f"{key}_steps"], n["horizon"]) for key in ("plain", "momentum"))
    return (
        f"A map of the loss {name}. {LOSSES[name].about} Two paths begin at {place('start')}. After {n['clock']} steps "
        f"gradient descent is at {place('plain_end')} and momentum at {place('momentum_end')}. Beside the map, the "
        f"height above the minimum at every step: under {show(n['share'])} of the start's for good {plain} with "
        f"gradient descent, {heavy} with momentum."
    )


def figure(page_name: str) -> Figure:
    """The figure of a loss by the name that pages have for it."""
    name = catalogue.family("loss")[page_name]
    return Figure(
        title=f"{title(name)}, both runs",
        caption=_caption,
        alt=partial(_alt, name),
        draw=partial(draw, name),
        measure=partial(measure, name),
    )
