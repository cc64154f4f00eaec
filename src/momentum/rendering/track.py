"""A run as the raster draws it: where it is at any time, its steps' marks, and the window that it may paint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from momentum.rendering.markers import CASING, DOT, GHOST, HEAD, MEMORY, MEMORY_OPACITY, RIM, TRAIL, solid
from momentum.rendering.motion import spaced
from momentum.rendering.paint import Box, Sheet, Stamp
from momentum.rendering.scene import Panel, Run
from momentum.rendering.shapes import leaves, way
from momentum.rendering.style import colour

# A memory fades in this many levels only: what doesn't change from frame to frame costs a GIF nothing.
LEVELS = 3


@dataclass(frozen=True)
class Track:
    """A run in device pixels, and the rectangle of the picture (x0, y0, x1, y1) that it may paint."""

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
        marked = frozenset(spaced(pixels) if run.marker else ())
        return cls(run, (pixels + spot) * scale, marked, window, scale)

    def lay(self, sheet: Sheet) -> None:
        """What stands from the start: the path ahead where it is shown, and the mark of step 0."""
        sheet.clip = self.window
        if self.run.trail and self.run.ghost:
            sheet.line(self.points, GHOST * self.scale, colour(self.run.role))
        if self.run.trail and self.run.marker:
            self._step(sheet, 0)

    def advance(self, sheet: Sheet, now: float, tick: float, *, rough: bool = False) -> list[Box]:
        """Draws the steps that are done at time `tick` and were not at time `now`; a `rough` trail has no casing."""
        first, last = whole(now), whole(tick)
        if not self.run.trail or first == last:
            return []
        if rough:
            sheet.clip = self.window
            return [sheet.line(self.points[first : last + 1], TRAIL * self.scale, colour(self.run.role))]
        return [box for step in range(first, last) for box in self._piece(sheet, step, step + 1)]

    def under_way(self, sheet: Sheet, now: float) -> list[Box]:
        """Draws what is there of the step that time `now` lies within."""
        begun = whole(now)
        return self._piece(sheet, begun, now) if self.run.trail and now - begun > 1e-9 else []

    def _piece(self, sheet: Sheet, begun: int, now: float) -> list[Box]:
        """The step after `begun` as far as it is at `now`: its casing, its line and its marks."""
        end = self.at(now)
        piece = np.array([self.points[begun], end])
        if abs(piece[1] - piece[0]).max() < 1e-9:
            return []
        sheet.clip, tone = self.window, colour(self.run.role)
        boxes = [sheet.line(piece, (TRAIL + 2 * CASING) * self.scale, colour("casing"))]
        passed = [k for k in range(self._last_mark(begun), whole(now) + 1) if k in self.marked]
        boxes += self._marks(sheet, passed, DOT + CASING, "casing")
        # No casing cuts the line that it goes on from: that is drawn again as far back as the casing may reach.
        boxes.append(sheet.line(np.vstack([*self._before(begun), piece]), TRAIL * self.scale, tone))
        return boxes + self._marks(sheet, passed, DOT, self.run.role)

    def _before(self, begun: int) -> list[np.ndarray]:
        """The last points of the way to that of tick `begun`, as far back as a casing reaches."""
        way: list[np.ndarray] = []
        left = (TRAIL + 2 * CASING) * self.scale
        while begun > 0 and left > 0:
            here, before = self.points[begun], self.points[begun - 1]
            length = float(np.hypot(*(before - here)))
            way.insert(0, before if length <= left else here + (before - here) * (left / length))
            left -= length
            begun -= 1
        return way

    def at(self, now: float) -> np.ndarray:
        """Where the run is at time `now`, (2,)."""
        step = whole(now)
        share = now - step
        if share < 1e-9:
            return np.asarray(self.points[step])
        return np.asarray(self.points[step] + share * (self.points[step + 1] - self.points[step]))

    def _last_mark(self, tick: int) -> int:
        """The tick since which the run has stood where it is at `tick`."""
        while tick > 0 and np.array_equal(self.points[tick - 1], self.points[tick]):
            tick -= 1
        return tick

    def _step(self, sheet: Sheet, step: int) -> None:
        self._marks(sheet, [step], DOT + CASING, "casing")
        self._marks(sheet, [step], DOT, self.run.role)

    def _marks(self, sheet: Sheet, steps: list[int], size: float, role: str) -> list[Box]:
        shape = stamp(self.run.marker, size * self.scale)
        return [sheet.stamp(shape, self.points[step], fill=colour(role)) for step in steps]

    def memory(self, sheet: Sheet, now: float) -> list[Box]:
        """Draws what the head drags: the last steps, each beta times as strong as the one after it."""
        boxes: list[Box] = []
        if not (self.run.trail and self.run.memory):
            return boxes
        sheet.clip = self.window
        newest = int(np.ceil(now - 1e-9))
        for step in range(max(1, newest - self.run.memory + 1), newest + 1):
            share = self.run.beta ** max(0.0, np.floor(now + 1e-9) - step)
            share = np.ceil(share * LEVELS) / LEVELS
            piece = np.array([self.points[step - 1], self.at(min(step, now))])
            tone, width = colour(self.run.role), MEMORY * share * self.scale
            boxes.append(sheet.line(piece, width, tone, MEMORY_OPACITY * share, "butt"))
        return boxes

    def head(self, sheet: Sheet, now: float) -> list[Box]:
        """Draws the head; on a panel of curves, which changes at whole ticks, so does its head."""
        sheet.clip = self.window
        there = self.at(now if self.run.trail else whole(now))
        shape = stamp(self.run.marker, (HEAD + RIM / 2) * self.scale)
        return [sheet.stamp(shape, there, fill=colour(self.run.role), edge=colour("casing"), width=RIM * self.scale)]


@cache
def stamp(marker: str | None, size: float) -> Stamp:
    """A run's mark of this size in device pixels."""
    return Stamp.of(solid(marker, size))


def whole(time: float) -> int:
    """The last tick that is reached at a time."""
    return int(time + 1e-9)
