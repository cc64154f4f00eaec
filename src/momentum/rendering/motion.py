"""Exact step timing: the path of a pen that marks each step, and the easing that makes steps equal in time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from momentum.rendering.outline import polyline

RADIUS = 1.6
SPACING = 3.0
_SQRT2 = 2**0.5
# What the pen draws on the spot, back to where it began, and how far it goes for it, in pixels.
_MARKS: dict[str | None, tuple[str, float]] = {
    None: ("", 0.0),
    "round": (f"v-{RADIUS}a{RADIUS} {RADIUS} 0 1 1 0 {2 * RADIUS:g} {RADIUS} {RADIUS} 0 1 1 0-{2 * RADIUS:g}v{RADIUS}",
              2 * RADIUS * (np.pi + 1)),
    "diamond": ("v-2.5l2.5 2.5-2.5 2.5-2.5-2.5 2.5-2.5v2.5", 10 * _SQRT2 + 5),
    "square": ("h2v2h-4v-4h4v2h-2", 20.0),
}  # fmt: skip


@dataclass(frozen=True)
class Trail:
    """An SVG path, and for each tick the shares of its length at which the pen arrives there and leaves again."""

    d: str
    arrive: np.ndarray
    leave: np.ndarray

    def easing(self) -> str:
        """The CSS `linear()` function that moves the pen along the path, one equal interval a tick."""
        ticks = len(self.arrive) - 1
        if np.allclose(self.arrive, self.leave, rtol=0, atol=1e-9):
            return f"linear({','.join(_share(v) for v in self.arrive)})"
        stops = [_share(self.leave[0])]
        for tick in range(1, ticks + 1):
            at = f" {_share(100 * tick / ticks, 3)}%"
            stops.append(_share(self.arrive[tick]) + at)
            if self.leave[tick] - self.arrive[tick] > 1e-9:
                stops.append(_share(self.leave[tick]) + at)
        return f"linear({','.join(stops)})"


def _share(value: float, digits: int = 4) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.startswith("0.") else text


def trail(pixels: np.ndarray, marker: str | None) -> Trail:
    """Pixel positions (ticks + 1, 2) -> the path through them with a mark at each; crowded steps go unmarked.

    The mark is part of the path, so that one pen draws line and marks; the easing passes over it in no time.
    """
    pixels = np.round(np.asarray(pixels, dtype=float), 1)
    mark, length = _MARKS[marker]
    last = pixels[0]
    pieces, arrive, leave = [polyline(pixels[:1]) + mark], [0.0], [length]
    for before, point in pairwise(pixels):
        line = polyline(np.array([before, point]))
        pieces.append(line[len(polyline(before[None])) :])
        arrive.append(leave[-1] + float(np.hypot(*(point - before))))
        here = bool(mark) and float(np.hypot(*(point - last))) >= SPACING
        if here:
            pieces.append(mark)
            last = point
        leave.append(arrive[-1] + (length if here else 0.0))
    total = max(leave[-1], 1e-9)
    return Trail("".join(pieces), np.array(arrive) / total, np.array(leave) / total)
