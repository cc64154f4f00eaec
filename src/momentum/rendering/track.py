"""A run as the raster draws it: where it is at any time, its steps' marks, and the window that it may paint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from momentum.rendering.markers import CASING, DOT, GHOST, HEAD, MEMORY, MEMORY_OPACITY, RIM, TRAIL, solid
from momentum.rendering.motion import spaced
from momentum.rendering.paint import Box, Sheet
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
        """Draws what the trail gains from time `now` to time `tick`, step by step; a `rough` trail has no casing."""
        if not self.run.trail:
            return []
        if rough:
            sheet.clip = self.window
            return [sheet.line(between(self.points, now, tick), TRAIL * self.scale, colour(self.run.role))]
        stops = [*range(int(np.floor(now + 1e-9)) + 1, int(np.ceil(tick - 1e-9))), tick]
        return [box for begin, end in pairwise([now, *stops]) for box in self._piece(sheet, begin, end)]

    def _piece(self, sheet: Sheet, now: float, tick: float) -> list[Box]:
        """A piece of one step: its casing, its line and its marks."""
        sheet.clip = self.window
        begun = int(np.floor(now + 1e-9))
        # The step that is under way is drawn whole again, so that no casing cuts the line that it goes on from.
        piece = between(self.points, begun, tick)
        if float(np.ptp(piece, axis=0).max()) < 1e-9:
            return []
        boxes = [sheet.line(piece, (TRAIL + 2 * CASING) * self.scale, colour("casing"))]
        passed = [k for k in range(self._last_mark(begun), int(np.floor(tick + 1e-9)) + 1) if k in self.marked]
        if passed:
            boxes.append(self._marks(sheet, passed, DOT + CASING, "casing"))
        if begun > 0:
            before = between(self.points, begun - 1, begun)
            boxes.append(sheet.line(before, TRAIL * self.scale, colour(self.run.role)))
        boxes.append(sheet.line(piece, TRAIL * self.scale, colour(self.run.role)))
        return [*boxes, self._marks(sheet, passed, DOT, self.run.role)] if passed else boxes

    def _last_mark(self, tick: int) -> int:
        """The tick since which the run has stood where it is at `tick`."""
        while tick > 0 and np.array_equal(self.points[tick - 1], self.points[tick]):
            tick -= 1
        return tick

    def _step(self, sheet: Sheet, step: int) -> None:
        self._marks(sheet, [step], DOT + CASING, "casing")
        self._marks(sheet, [step], DOT, self.run.role)

    def _marks(self, sheet: Sheet, steps: list[int], size: float, role: str) -> Box:
        shape = solid(self.run.marker, size * self.scale)
        return sheet.rings([self.points[step] + shape for step in steps], fill=colour(role))

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
            piece = between(self.points, step - 1, min(step, now))
            tone, width = colour(self.run.role), MEMORY * share * self.scale
            boxes.append(sheet.line(piece, width, tone, MEMORY_OPACITY * share, "butt"))
        return boxes

    def head(self, sheet: Sheet, now: float) -> list[Box]:
        """Draws the head; on a panel of curves, which changes at whole ticks, so does its head."""
        sheet.clip = self.window
        at = between(self.points, *([now if self.run.trail else float(np.floor(now + 1e-9))] * 2))[-1]
        ring = at + solid(self.run.marker, (HEAD + RIM / 2) * self.scale)
        fill, rim = colour(self.run.role), colour("casing")
        box = sheet.rings([ring], fill=fill, edge=rim, width=RIM * self.scale)
        return [box]


def between(points: np.ndarray, first: float, last: float) -> np.ndarray:
    """The piece of a path from time `first` to time `last`, each step taking one unit of time: (n, 2), n >= 2."""
    clock = np.arange(len(points))
    inner = clock[(clock > first) & (clock < last)]
    times = np.concatenate([[first], inner, [last]])
    return np.column_stack([np.interp(times, clock, points[:, 0]), np.interp(times, clock, points[:, 1])])
