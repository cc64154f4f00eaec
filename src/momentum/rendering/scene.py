"""Scenes: a still backdrop and the marks that move over it, on one clock of optimizer steps.

A scene knows nothing of losses or optimizers. The SVG, GIF and PNG writers are three readers of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.style import colour

Draw = Callable[[Any], None]


@dataclass(frozen=True)
class Run:
    """A trail with a head: one point per tick, in the panel's data coordinates, shape (ticks + 1, 2).

    `marker` is the shape left at every step ("round", "diamond", "square" or None), the second cue beside the colour;
    `trail=False` shows the head alone; `ghost=False` leaves out the faint path ahead.
    """

    points: ArrayLike
    role: str
    name: str
    marker: str | None = "round"
    trail: bool = True
    ghost: bool = True

    def __post_init__(self) -> None:
        points = np.asarray(self.points, dtype=float)
        if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2 or not np.isfinite(points).all():
            raise ValueError(
                f"A run takes finite points of shape (ticks + 1, 2); got shape {points.shape} for {self.name!r}."
            )
        if self.marker not in (None, "round", "diamond", "square"):
            raise ValueError(f"A run's marker must be round, diamond, square or None; got {self.marker!r}.")
        colour(self.role)
        object.__setattr__(self, "points", points)

    @property
    def places(self) -> np.ndarray:
        """The points as an array, (ticks + 1, 2)."""
        return np.asarray(self.points)


@dataclass(frozen=True)
class Veil:
    """Dims what lies ahead of the clock on a panel whose x axis counts ticks; `cursor` draws a dotted line at now.

    `stepped` uncovers a whole bar at a time, where the bar of tick k stands between k - 1/2 and k + 1/2.
    """

    cursor: bool = True
    stepped: bool = False


@dataclass(frozen=True)
class Arrow:
    """An arrow from `tail` to `tip` in data coordinates, shown from tick `first` until `last` (None: to the end)."""

    tail: Sequence[float]
    tip: Sequence[float]
    role: str
    first: float = 0
    last: float | None = None
    hollow: bool = False
    width: float = 2.5


@dataclass(frozen=True)
class Area:
    """Closed rings (data coordinates) filled in a role's colour, or outlined, shown from `first` until `last`."""

    rings: Sequence[ArrayLike]
    role: str
    first: float = 0
    last: float | None = None
    hollow: bool = False
    opacity: float = 1.0
    width: float = 1.5


@dataclass(frozen=True)
class Note:
    """A line of text at a place of the panel, shown from tick `first` until tick `last`."""

    text: str
    at: Sequence[float]
    role: str = "ink"
    first: float = 0
    last: float | None = None
    anchor: str = "start"
    size: float = 15.0


Mark = Run | Veil | Arrow | Area | Note


@dataclass(frozen=True)
class Panel:
    """One picture of a scene: its size in CSS pixels, its data limits and margins, a Matplotlib backdrop, and marks.

    `margin` is (left, top, right, bottom) in pixels around the plotting area; `span` is the share of the scene's
    width that the panel takes on a desk ("full", "half", "third" or "two-thirds").
    """

    name: str
    label: str
    size: tuple[int, int]
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    draw: Draw
    marks: tuple[Mark, ...] = ()
    margin: tuple[float, float, float, float] = (0, 0, 0, 0)
    span: str = "full"
    rounded: bool = False

    @property
    def area(self) -> tuple[float, float, float, float]:
        """The plotting area as (left, top, right, bottom) in pixels."""
        left, top, right, bottom = self.margin
        return left, top, self.size[0] - right, self.size[1] - bottom

    def pixels(self, points: Any) -> np.ndarray:
        """Data coordinates (..., 2) -> pixels (..., 2), y downwards."""
        left, top, right, bottom = self.area
        (x0, x1), (y0, y1) = self.xlim, self.ylim
        points = np.asarray(points, dtype=float)
        x = left + (points[..., 0] - x0) / (x1 - x0) * (right - left)
        y = bottom - (points[..., 1] - y0) / (y1 - y0) * (bottom - top)
        return np.stack([x, y], axis=-1)


@dataclass(frozen=True)
class Readout:
    """What a figure says in words at each tick: a name, its colour role and one value per tick."""

    name: str
    role: str
    values: ArrayLike
    unit: str = "loss"


@dataclass(frozen=True)
class Scene:
    """Panels on one clock of `ticks` equal intervals, each `seconds` long; 0 ticks is a still picture.

    `tick` names what one interval is, for the reader.
    """

    panels: tuple[Panel, ...]
    ticks: int = 0
    seconds: float = 0.16
    readouts: tuple[Readout, ...] = ()
    tick: str = "step"
    wide: bool = True

    def __post_init__(self) -> None:
        if not self.panels:
            raise ValueError("A scene takes at least one panel; got none.")
        for panel in self.panels:
            for mark in panel.marks:
                if isinstance(mark, Run) and len(mark.places) != self.ticks + 1:
                    raise ValueError(
                        f"A run on this clock takes {self.ticks + 1} points; "
                        f"{mark.name!r} in panel {panel.name!r} has {len(mark.places)}."
                    )
        for readout in self.readouts:
            if len(np.asarray(readout.values)) != self.ticks + 1:
                raise ValueError(
                    f"A readout takes {self.ticks + 1} values; {readout.name!r} has {len(np.asarray(readout.values))}."
                )

    @property
    def duration(self) -> float:
        """Seconds from the first tick to the last."""
        return self.ticks * self.seconds


Text = str | Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class Figure:
    """What a file of `momentum.figures` defines as `FIGURE`.

    `draw()` returns the scene; `measure()` the named numbers that the caption, the alternative text and the pages
    quote. `caption` and `alt` are texts or functions of those numbers.
    """

    title: str
    caption: Text
    alt: Text
    draw: Callable[[], Scene]
    measure: Callable[[], dict[str, Any]] = dict
