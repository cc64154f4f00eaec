"""Marks: what moves, comes or goes over a panel's backdrop, in the panel's data coordinates and in ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.rendering.style import colour

MARKERS = (None, "round", "diamond", "square")
ANCHORS = ("start", "middle", "end")


def _check(what: str, role: str, places: Any, first: float = 0, last: float | None = None) -> None:
    """Raises ValueError unless the role is known, the places are finite and the mark is there for a while."""
    colour(role)
    if not np.isfinite(np.asarray(places, dtype=float)).all():
        raise ValueError(f"{what} takes finite numbers; got {np.asarray(places).tolist()}.")
    if first < 0 or (last is not None and last <= first):
        raise ValueError(f"{what} must be shown from tick 0 or later and until a later tick; got {first} to {last}.")


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
        if self.marker not in MARKERS:
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
    width: float = 1.5

    def __post_init__(self) -> None:
        if not len(self.rings):
            raise ValueError("An area takes at least one ring; got none.")
        for ring in self.rings:
            _check("An area", self.role, ring, self.first, self.last)


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

    def __post_init__(self) -> None:
        _check("A note", self.role, self.at, self.first, self.last)
        if self.anchor not in ANCHORS:
            raise ValueError(f"A note's anchor must be start, middle or end; got {self.anchor!r}.")


Mark = Run | Veil | Arrow | Area | Note
