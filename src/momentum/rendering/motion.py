"""Exact step timing: the path of a pen that marks each step, and the easing that makes steps equal in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from momentum.rendering.outline import polyline

RADIUS = 1.6
SPACING = 3.0
TRAIL_WIDTH = 2.6
# How far a step's mark reaches with the pen's own width, in pixels.
MARK_SIZES = {"round": RADIUS + TRAIL_WIDTH / 2, "diamond": 3.7, "square": 2.9}
_SQRT2 = 2**0.5
# What the pen draws on the spot, back to where it began, and how far it goes for it, in pixels.
_MARKS: dict[str | None, tuple[str, float]] = {
    None: ("", 0.0),
    # Six straight sides, round enough with the pen's joins: browsers disagree about the length of small arcs, and the
    # trail would lag behind its head.
    "round": ("v-1.6l1.4.8v1.6l-1.4.8-1.4-.8v-1.6l1.4-.8v1.6", 6.4 + 4 * float(np.hypot(1.4, 0.8))),
    "diamond": ("v-2.5l2.5 2.5-2.5 2.5-2.5-2.5 2.5-2.5v2.5", 10 * _SQRT2 + 5),
    "square": ("h1.6v1.6h-3.2v-3.2h3.2v1.6h-1.6", 16.0),
}  # fmt: skip


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
    mark, length = _MARKS[marker]
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
