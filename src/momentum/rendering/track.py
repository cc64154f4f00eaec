"""A run as the raster draws it: where it is at any time, its steps' marks, and the window that it may paint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from momentum.rendering import paint
from momentum.rendering.motion import MARK_SIZES, TRAIL_WIDTH, spaced
from momentum.rendering.paint import Box
from momentum.rendering.scene import Panel, Run
from momentum.rendering.shapes import leaves, way
from momentum.rendering.style import colour

HEAD, RIM = 6.0, 2.0


@dataclass(frozen=True)
class Track:
    """A run in device pixels of a window (x0, y0, x1, y1) of the picture."""

    run: Run
    points: np.ndarray
    marked: frozenset[int]
    window: Box
    scale: float

    @classmethod
    def of(cls, run: Run, panel: Panel, spot: np.ndarray, scale: float, shape: tuple[int, ...]) -> Track:
        """The track of a run in a panel whose corner stands at `spot`; a run that leaves its panel is cut there."""
        pixels = way(panel, run)
        window = (0, 0, shape[1], shape[0])
        if leaves(panel, pixels):
            left, top, right, bottom = panel.area
            x0, y0, x1, y1 = (round((v + spot[i % 2]) * scale) for i, v in enumerate((left, top, right, bottom)))
            window = (x0, y0, min(x1, shape[1]), min(y1, shape[0]))
        points = (pixels + spot) * scale - window[:2]
        return cls(run, points, frozenset(spaced(pixels) if run.marker else ()), window, scale)

    def _boxes(self, *boxes: Box) -> list[Box]:
        x, y = self.window[:2]
        return [(x0 + x, y0 + y, x1 + x, y1 + y) for x0, y0, x1, y1 in boxes]

    def _view(self, picture: np.ndarray) -> np.ndarray:
        x0, y0, x1, y1 = self.window
        return picture[y0:y1, x0:x1]

    def lay(self, picture: np.ndarray) -> None:
        """What stands from the start: the faint path ahead, and the mark of step 0."""
        if self.run.trail and self.run.ghost:
            paint.line(self._view(picture), self.points, self.scale, colour(self.run.role), 0.35)
        if self.run.trail and self.run.marker:
            self._step(picture, 0)

    def advance(self, picture: np.ndarray, now: float, tick: float) -> list[Box]:
        """Draws what the trail gains from time `now` to time `tick`."""
        if not self.run.trail:
            return []
        piece = between(self.points, now, tick)
        box = paint.line(self._view(picture), piece, TRAIL_WIDTH * self.scale, colour(self.run.role))
        passed = range(int(np.floor(now + 1e-9)) + 1, int(np.floor(tick + 1e-9)) + 1)
        return self._boxes(box) + [box for k in passed if k in self.marked for box in self._step(picture, k)]

    def _step(self, picture: np.ndarray, step: int) -> list[Box]:
        shape = self.run.marker or "round"
        at, radius = self.points[step], MARK_SIZES[shape] * self.scale
        return self._boxes(paint.marker(self._view(picture), at, radius, colour(self.run.role), shape))

    def head(self, picture: np.ndarray, now: float) -> list[Box]:
        """Draws the head; on a panel of curves, which changes at whole ticks, so does its head."""
        at = between(self.points, *([now if self.run.trail else float(np.floor(now + 1e-9))] * 2))[-1]
        shape, view = self.run.marker or "round", self._view(picture)
        size = HEAD * {"diamond": 1.2, "square": 0.9}.get(shape, 1.0)
        box = paint.marker(view, at, (size + RIM) * self.scale, colour("card"), shape)
        paint.marker(view, at, size * self.scale, colour(self.run.role), shape)
        return self._boxes(box)


def between(points: np.ndarray, first: float, last: float) -> np.ndarray:
    """The piece of a path from time `first` to time `last`, each step taking one unit of time: (n, 2), n >= 2."""
    clock = np.arange(len(points))
    inner = clock[(clock > first) & (clock < last)]
    times = np.concatenate([[first], inner, [last]])
    return np.column_stack([np.interp(times, clock, points[:, 0]), np.interp(times, clock, points[:, 1])])
