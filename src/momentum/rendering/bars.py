"""The panel of bars: for each axis the gradient at every step, and its moving average."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike

from momentum.rendering.scene import Panel, Veil
from momentum.rendering.style import colour


def _bars(values: np.ndarray, base: float, width: float) -> Path:
    """One compound path of upright bars at 0, 1, 2, ... from `base`."""
    shown = [(k, v) for k, v in enumerate(values) if abs(v) > 2e-3]
    corners = [
        Path([(k - width / 2, base), (k + width / 2, base), (k + width / 2, base + v), (k - width / 2, base + v),
              (k - width / 2, base)], closed=True)
        for k, v in shown
    ]  # fmt: skip
    return Path.make_compound_path(*corners) if corners else Path(np.empty((0, 2)))


def axis_bars(
    rows: Sequence[tuple[str, ArrayLike, ArrayLike]],
    *,
    shown: int,
    role: str = "momentum",
    size: tuple[int, int] = (530, 200),
    name: str = "bars",
    label: str = "Gradient and moving average at each step, along and across the valley",
    span: str = "half",
    animated: bool = True,
) -> Panel:
    """One row of bars for each axis: the gradient as an outline, its moving average filled, all on one scale.

    `rows` holds (title, gradient, average), one value a step; the first `shown` + 1 steps are drawn.
    """
    drawn = [(title, np.asarray(a)[: shown + 1], np.asarray(b)[: shown + 1]) for title, a, b in rows]
    largest = max(float(np.max(np.abs([first, second]))) for _, first, second in drawn) or 1.0
    tops = [max(float(np.max([a, b])) / largest, 0.0) for _, a, b in drawn]
    depths = [max(-float(np.min([a, b])) / largest, 0.0) for _, a, b in drawn]
    left, top, right, bottom = 4.0, 4.0, 4.0, 4.0
    heading = 24.0
    unit = (size[1] - top - bottom - heading * len(drawn) - 10 * (len(drawn) - 1)) / (sum(tops) + sum(depths))
    bases: list[float] = []
    y = float(size[1]) - bottom
    for high, depth in zip(tops, depths, strict=True):
        y -= heading + high * unit
        bases.append(y)
        y -= depth * unit + 10

    def draw(axes: Any) -> None:
        for (title, outline, filled), base, high in zip(drawn, bases, tops, strict=True):
            axes.plot([-0.5, shown + 0.5], [base, base], color=colour("hairline"), lw=1)
            axes.text(-0.5, base + high * unit + 9, title, color=colour("muted"), size=13)
            for values, width, options in (
                (filled, 0.62, {"facecolor": colour(role), "edgecolor": "none"}),
                (outline, 0.84, {"facecolor": "none", "edgecolor": colour("ink"), "lw": 1.1}),
            ):
                axes.add_patch(PathPatch(_bars(values / largest * unit, base, width), clip_on=False, **options))

    return Panel(
        name, label, size, (-0.5, shown + 0.5), (bottom, size[1] - top), draw,
        (Veil(cursor=False, stepped=True),) if animated else (), margin=(left, top, right, bottom), span=span,
    )  # fmt: skip
