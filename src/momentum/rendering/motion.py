"""Exact step timing: the path of a pen that marks each step, and the easing that makes steps equal in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from momentum.rendering.markers import DOT, SPACING, TRAIL, outline
from momentum.rendering.outline import polyline


@cache
def stroke(marker: str | None) -> tuple[str, float]:
    """What the pen draws on the spot, back to where it began, and how far it goes for it, in pixels.

    The pen goes round inside the mark, so that its own width reaches the mark's edge.
    """
    if marker is None:
        return "", 0.0
    corners = outline(marker, DOT)
    reach = np.hypot(*corners.T)
    ring = np.round(corners * ((reach - TRAIL / 2) / reach)[:, None], 1)
    way = np.vstack([[(0.0, 0.0)], ring, ring[:1], [(0.0, 0.0)]])
    line = polyline(way)
    return line[len(polyline(way[:1])) :], float(np.hypot(*np.diff(way, axis=0).T).sum())


@dataclass(frozen=True)
class Trail:
    """An SVG path of `length` pixels, and for each tick the shares of it at which the pen arrives there and leaves."""

    d: str
    length: float
    arrive: np.ndarray
    leave: np.ndarray

    def easing(self) -> str:
        """The CSS `linear()` function that moves the pen along the path, one equal interval a tick.

        Shares are rounded to a fifth of a pixel of the path or better.
        """
        digits = max(3, math.ceil(math.log10(max(self.length, 1.0) / 0.4)))
        arrive, leave = ([_share(v, digits) for v in values] for values in (self.arrive, self.leave))
        if arrive == leave:
            return f"linear({','.join(arrive)})"
        ticks = len(arrive) - 1
        stops = [leave[0]]
        for tick in range(1, ticks + 1):
            at = f" {_share(100 * tick / ticks, 3)}%"
            stops.append(arrive[tick] + at)
            if leave[tick] != arrive[tick]:
                stops.append(leave[tick] + at)
        return f"linear({','.join(stops)})"


def _share(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.startswith("0.") else text


def spaced(pixels: np.ndarray) -> list[int]:
    """The ticks that get a mark of their own: the first, then each at least `SPACING` from the marked one before."""
    marked = [0]
    for tick, point in enumerate(pixels):
        if float(np.hypot(*(point - pixels[marked[-1]]))) >= SPACING:
            marked.append(tick)
    return marked


def trail(pixels: np.ndarray, marker: str | None) -> Trail:
    """Pixel positions (ticks + 1, 2) -> the path through them with a mark at each; crowded steps go unmarked.

    The mark is part of the path, so that one pen draws line and marks; the easing passes over it in no time.
    """
    pixels = np.round(np.asarray(pixels, dtype=float), 1)
    mark, length = stroke(marker)
    marked = set(spaced(pixels)) if mark else set()
    pieces, arrive, leave = [polyline(pixels[:1]) + mark], [0.0], [length]
    for tick, (before, point) in enumerate(pairwise(pixels), 1):
        line = polyline(np.array([before, point]))
        pieces.append(line[len(polyline(before[None])) :])
        arrive.append(leave[-1] + float(np.hypot(*(point - before))))
        leave.append(arrive[-1])
        if tick in marked:
            pieces.append(mark)
            leave[-1] += length
    total = max(leave[-1], 1e-9)
    return Trail("".join(pieces), total, np.array(arrive) / total, np.array(leave) / total)
