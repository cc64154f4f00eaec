"""Scenes: a still backdrop and the marks that move over it, on one clock of optimizer steps.

A scene knows nothing of losses or optimizers. The SVG, GIF and PNG writers are three readers of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.marks import Area, Arrow, Mark, Note, Run, Veil
from momentum.store.ties import tied

__all__ = ["Area", "Arrow", "Event", "Figure", "Mark", "Note", "Panel", "Readout", "Run", "Scene", "Veil"]

# A slow tick in seconds, and how much of the delay is left after each later one.
SLOWEST, QUICKER = 0.6, 0.75
SPANS = {"full": 6, "two-thirds": 4, "half": 3, "third": 2}
Draw = Callable[[Any], None]


@dataclass(frozen=True)
class Panel:
    """One picture of a scene: its size in CSS pixels, its data limits and margins, a Matplotlib backdrop, and marks.

    `margin` is (left, top, right, bottom) in pixels around the plotting area; `span` is the share of the scene's
    width that the panel takes on a desk ("full", "half", "third" or "two-thirds"). Phones show a map with a `crop`
    in that proportion of width to height, its middle part at full height.
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
    crop: float | None = None

    def __post_init__(self) -> None:
        if self.crop is not None and not 0 < self.crop <= self.size[0] / self.size[1]:
            raise ValueError(f"A crop must be narrower than its panel; got {self.crop} for {self.name!r}.")
        if self.span not in SPANS:
            raise ValueError(f"A panel's span must be full, two-thirds, half or third; got {self.span!r}.")

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


class Event(NamedTuple):
    """Something that happens at a tick, such as a run's arrival: a mark on the slider, and words for listeners."""

    tick: int
    text: str
    role: str = "ink"


@dataclass(frozen=True)
class Scene:
    """Panels on one clock of `ticks` intervals, each `seconds` long; 0 ticks is a still picture.

    `tick` names what one interval is, for the reader, and `moments` each of the ticks where a number would say little.
    A player lingers on the first `slow` ticks, then goes faster step by step until it has its pace. The animation
    itself knows only equal ticks: a step is a step, however long.
    """

    panels: tuple[Panel, ...]
    ticks: int = 0
    seconds: float = 0.16
    readouts: tuple[Readout, ...] = ()
    tick: str = "step"
    wide: bool = True
    events: tuple[Event, ...] = ()
    slow: int = 0
    moments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.panels:
            raise ValueError("A scene takes at least one panel; got none.")
        names = [panel.name for panel in self.panels]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"Panels of a scene must have names of their own; got {name!r} twice.")
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

        if self.moments and len(self.moments) != self.ticks + 1:
            raise ValueError(f"This clock takes {self.ticks + 1} names of moments; got {len(self.moments)}.")
        for event in self.events:
            if not 0 <= event.tick <= self.ticks:
                raise ValueError(f"An event happens from tick 0 to {self.ticks}; got {event.tick} for {event.text!r}.")

    @property
    def times(self) -> np.ndarray:
        """The seconds (ticks + 1,) at which a player reaches each tick."""
        late = np.maximum(np.arange(self.ticks) - self.slow + 1, 0)
        lengths = self.seconds + (max(SLOWEST, self.seconds) - self.seconds) * QUICKER**late * (self.slow > 0)
        return np.concatenate([[0.0], np.cumsum(lengths)])

    @property
    def duration(self) -> float:
        """Seconds from the first tick to the last."""
        return self.ticks * self.seconds


Text = str | Callable[[dict[str, Any]], str]


def _tied(text: Text) -> Text:
    """The same text, in which no line ends beside a sign of an equation."""
    if callable(text):
        return lambda numbers: _tied(text(numbers))  # type: ignore[return-value]
    return tied(text) if isinstance(text, str) else text


@dataclass(frozen=True)
class Figure:
    """What a file of `momentum.chapters` defines as `FIGURE`.

    `draw()` returns the scene; `measure()` the named numbers that the caption, the alternative text and the pages
    quote. `caption` and `alt` are texts or functions of those numbers. A figure whose wheel readers may take states in
    `wheel` what the explorer then begins with: the same runs on the map of its first panel.
    """

    title: str
    caption: Text
    alt: Text
    draw: Callable[[], Scene]
    measure: Callable[[], dict[str, Any]] = dict
    wheel: Callable[[], dict[str, Any]] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", _tied(self.caption))
