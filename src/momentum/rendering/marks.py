"""Marks: what moves, comes or goes over a panel's backdrop, in the panel's data coordinates and in ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.markers import AREA_WIDTH, ARROW_WIDTH, SHAPES
from momentum.rendering.style import colour, role

MARKERS = (None, *SHAPES)
OWN = "own"
ANCHORS = ("start", "middle", "end")


def _check(what: str, tone: str, places: Any, first: float = 0, last: float | None = None) -> None:
    """Raises ValueError unless the role is known, the places are finite and the mark is there for a while."""
    colour(tone)
    if not np.isfinite(np.asarray(places, dtype=float)).all():
        raise ValueError(f"{what} takes finite numbers; got {np.asarray(places).tolist()}.")
    if first < 0 or (last is not None and last <= first):
        raise ValueError(f"{what} must be shown from tick 0 or later and until a later tick; got {first} to {last}.")


@dataclass(frozen=True)
class Run:
    """A trail with a head: one point per tick, in the panel's data coordinates, shape (ticks + 1, 2).

    The role brings the name and the `marker` left at every step, the second cue beside the colour; both may be given
    (None: no marks). `trail=False` shows the head alone; `ghost=True` draws the path ahead as a thin line. With a
    `beta` the head drags its memory: the last 1/(1-beta) steps, each beta times as strong as the one after it.
    """

    points: ArrayLike
    role: str
    name: str = ""
    marker: str | None = OWN
    trail: bool = True
    ghost: bool = False
    beta: float = 0.0

    def __post_init__(self) -> None:
        points = np.asarray(self.points, dtype=float)
        named = role(self.role)
        name = self.name or named.name or self.role
        if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2 or not np.isfinite(points).all():
            raise ValueError(
                f"A run takes finite points of shape (ticks + 1, 2); got shape {points.shape} for {name!r}."
            )
        marker = named.marker if self.marker == OWN else self.marker
        if marker not in MARKERS:
            shapes = ", ".join(SHAPES)
            raise ValueError(f"A run's marker must be {shapes} or None; got {marker!r}.")
        if not 0 <= self.beta < 1:
            raise ValueError(f"A run's beta must lie in [0, 1); got {self.beta}.")
        for field, value in (("points", points), ("name", name), ("marker", marker)):
            object.__setattr__(self, field, value)

    @property
    def memory(self) -> int:
        """How many steps the head drags: 1/(1-beta), rounded; 0 without a beta."""
        return round(1 / (1 - self.beta)) if self.beta else 0

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
    width: float = ARROW_WIDTH

    def __post_init__(self) -> None:
        _check("An arrow", self.role, [*self.tail, *self.tip], self.first, self.last)


@dataclass(frozen=True)
class Area:
    """Closed rings (data coordinates) filled in a role's colour, or outlined, shown from `first` until `last`."""

    rings: Sequence[ArrayLike]
    role: str
    first: float = 0
    last: float | None = None
    hollow: bool = False
    opacity: float = 1.0
    width: float = AREA_WIDTH

    def __post_init__(self) -> None:
        if not len(self.rings):
            raise ValueError("An area takes at least one ring; got none.")
        for ring in self.rings:
            _check("An area", self.role, ring, self.first, self.last)


@dataclass(frozen=True)
class Note:
    """A line of text at a place of the panel, shown from tick `first` until tick `last`; `middle`: centred upright."""

    text: str
    at: Sequence[float]
    role: str = "ink"
    first: float = 0
    last: float | None = None
    anchor: str = "start"
    size: float = 15.0
    middle: bool = False

    def __post_init__(self) -> None:
        _check("A note", self.role, self.at, self.first, self.last)
        if self.anchor not in ANCHORS:
            raise ValueError(f"A note's anchor must be start, middle or end; got {self.anchor!r}.")


Mark = Run | Veil | Arrow | Area | Note
