"""A curve that must be drawn, and ways to say where one goes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from retold import records

DASHED, DOTTED = (5.0, 1.6), (2.0, 2.0)
GD, HEAVY, NESTEROV = "gradient-descent", "momentum", "nesterov"


class Curve(NamedTuple):
    """A curve that must be drawn: its role, its dashes (None: solid), and places (n, 2) that it goes through."""

    role: str
    dashes: tuple[float, ...] | None
    points: np.ndarray


def through(role: str, dashes: tuple[float, ...] | None, *points: tuple[float, float]) -> Curve:
    """A curve that goes through some points."""
    return Curve(role, dashes, np.array(points, dtype=float))


def straight(role: str, dashes: tuple[float, ...] | None, start: Any, end: Any) -> Curve:
    """A straight line."""
    share = np.linspace(0, 1, 101)[:, None]
    return Curve(role, dashes, np.asarray(start, dtype=float) * (1 - share) + np.asarray(end, dtype=float) * share)


def over(role: str, dashes: tuple[float, ...] | None, values: Any, x: Any = None, *, log: bool = True) -> Curve:
    """A curve of values over steps, on a logarithmic axis."""
    heights = np.log10(np.maximum(values, 1e-300)) if log else np.asarray(values)
    return Curve(role, dashes, np.column_stack([np.arange(len(heights)) if x is None else x, heights]))


def numbers(name: str) -> dict[str, Any]:
    return dict(records()[name]["numbers"])
