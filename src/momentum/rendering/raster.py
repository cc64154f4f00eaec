"""A scene as pixels at any moment of its clock: the backdrop drawn once, then only what changes."""

from __future__ import annotations

import copy

import numpy as np
from PIL import Image, ImageDraw

from momentum.rendering import backdrop, paint
from momentum.rendering.layout import place
from momentum.rendering.motion import RADIUS, SPACING
from momentum.rendering.paint import Box
from momentum.rendering.scene import Area, Arrow, Note, Panel, Run, Scene, Veil
from momentum.rendering.shapes import rings, shaft_and_head
from momentum.rendering.style import colour

VEIL = 0.78
CORNER = 8


class Raster:
    """The picture at the tick `now`; `advance` moves it forward and `image` holds it, (height, width, 3) uint8.

    `lasting` holds what stays (backdrop, trails), `image` adds what passes (heads, arrows, the cursor). Between two
    ticks only trails move; panels with a veil change at whole ticks, which keeps a GIF's differences small.
    """

    def __init__(self, scene: Scene, scale: float) -> None:
        self.scene, self.scale, self.now = scene, scale, 0.0
        (width, height), self.spots = place(scene)
        self.lasting = np.full((round(height * scale), round(width * scale), 3), 255, dtype=np.uint8)
        self.lasting[:] = paint.rgb(colour("card"))
        self.passing: list[Box] = []
        self.tracks: list[tuple[Run, np.ndarray, list[int]]] = []
        self.veils: list[tuple[Veil, Panel, np.ndarray, np.ndarray]] = []
        for panel, spot in zip(scene.panels, self.spots, strict=True):
            self._lay(panel, np.array(spot))
        self.image = self.lasting.copy()
        self.changed: list[Box] = [(0, 0, self.image.shape[1], self.image.shape[0])]
        self._pass()

    def ahead(self, tick: float) -> Raster:
        """A copy of the picture, moved on to `tick`."""
        other = copy.copy(self)
        other.lasting, other.image = self.lasting.copy(), self.image.copy()
        other.advance(tick)
        return other

    def _lay(self, panel: Panel, spot: np.ndarray) -> None:
        picture = backdrop.raster(panel, self.scale)
        if panel.rounded:
            _round(picture, CORNER * self.scale)
        x, y = (round(float(v)) for v in spot * self.scale)
        height = min(picture.shape[0], self.lasting.shape[0] - y)
        width = min(picture.shape[1], self.lasting.shape[1] - x)
        target = self.lasting[y : y + height, x : x + width]
        target[:] = picture[:height, :width]
        for mark in panel.marks:
            if isinstance(mark, Veil):
                self.veils.append((mark, panel, spot, target.copy()))
                self._cover(mark, panel, spot)
            elif isinstance(mark, Run):
                points = (panel.pixels(mark.places) + spot) * self.scale
                if mark.trail:
                    if mark.ghost:
                        paint.line(self.lasting, points, self.scale, colour(mark.role), 0.35)
                    if mark.marker:
                        self._step(mark, points[0])
                self.tracks.append((mark, points, _spaced(points, SPACING * self.scale)))

    def _front(self, veil: Veil, panel: Panel, spot: np.ndarray, tick: float) -> float:
        x = np.floor(tick + 1e-9) + (0.5 if veil.stepped else 0.0)
        return float((panel.pixels((x, 0))[0] + spot[0]) * self.scale)

    def _cover(self, veil: Veil, panel: Panel, spot: np.ndarray) -> None:
        top, bottom = (round((v + int(spot[1])) * self.scale) for v in (panel.area[1] - 4, panel.area[3] + 4))
        left = round(self._front(veil, panel, spot, 0))
        right = round((panel.area[2] + int(spot[0])) * self.scale)
        region = self.lasting[top:bottom, left:right]
        region[:] = np.rint(region + (paint.rgb(colour("card")) - region) * VEIL).astype(np.uint8)

    def _step(self, run: Run, at: np.ndarray) -> Box:
        radius = (RADIUS + 1.3) * (1.15 if run.marker == "diamond" else 1.0)
        return paint.MARKERS[run.marker or "round"](self.lasting, at, radius * self.scale, colour(run.role))

    def advance(self, tick: float) -> None:
        """Moves the picture on to `tick` (not before `now`) and lists the changed rectangles in `changed`."""
        lasting: list[Box] = []
        for veil, panel, spot, full in self.veils:
            first, last = (round(self._front(veil, panel, spot, t)) for t in (self.now, tick))
            x, y = (round(float(v)) for v in spot * self.scale)
            last = min(last, x + full.shape[1])
            if last > first:
                self.lasting[y : y + full.shape[0], first:last] = full[:, first - x : last - x]
                lasting.append((first, y, last, y + full.shape[0]))
        for run, points, marked in self.tracks:
            if run.trail:
                piece = _between(points, self.now, tick)
                lasting.append(paint.line(self.lasting, piece, 2.6 * self.scale, colour(run.role)))
                if run.marker:
                    passed = range(int(np.floor(self.now + 1e-9)) + 1, int(np.floor(tick + 1e-9)) + 1)
                    lasting += [self._step(run, points[k]) for k in passed if k in marked]
        self.now = tick
        self.changed = lasting + self.passing
        for x0, y0, x1, y1 in self.changed:
            self.image[y0:y1, x0:x1] = self.lasting[y0:y1, x0:x1]
        self._pass()
        self.changed = self.changed + self.passing

    def _pass(self) -> None:
        """Draws what is there only now."""
        self.passing = []
        s, now = self.scale, self.now
        for veil, panel, spot, _ in self.veils:
            if veil.cursor:
                x = self._front(veil, panel, spot, now)
                top, bottom = ((v + spot[1]) * s for v in (panel.area[1], panel.area[3]))
                self.passing.append(paint.dotted(self.image, x, top, bottom, s, colour("muted")))
        for panel, spot in zip(self.scene.panels, self.spots, strict=True):
            for mark in panel.marks:
                if isinstance(mark, Arrow | Area | Note) and _here(mark, now, self.scene.ticks):
                    self.passing += self._shape(mark, panel, np.array(spot))
        for run, points, _ in self.tracks:
            moment = now if run.trail else np.floor(now + 1e-9)
            at = _between(points, moment, moment)[-1]
            head = paint.diamond if run.marker == "diamond" else paint.disc
            grow = 1.2 if run.marker == "diamond" else 1.0
            self.passing.append(head(self.image, at, (8 * grow) * s, colour("card")))
            head(self.image, at, (6 * grow) * s, colour(run.role))

    def _shape(self, mark: Arrow | Area | Note, panel: Panel, spot: np.ndarray) -> list[Box]:
        s, tone = self.scale, colour(mark.role)
        if isinstance(mark, Note):
            at = (panel.pixels(mark.at) + spot) * s
            return [paint.text(self.image, at, mark.text, mark.size, tone, colour("card"), s, mark.anchor)]
        if isinstance(mark, Arrow):
            shaft, head = ((part + spot) * s for part in shaft_and_head(panel, mark))
            boxes = [paint.line(self.image, shaft, mark.width * s, tone)]
            boxes.append(paint.polygon(self.image, [head], colour("card") if mark.hollow else tone))
            return [*boxes, paint.outline(self.image, [head], mark.width * s * 0.8, tone)]
        outlines = [(ring + spot) * s for ring in rings(panel, mark)]
        if mark.hollow:
            return [paint.outline(self.image, outlines, mark.width * s, tone, mark.opacity)]
        return [paint.polygon(self.image, outlines, tone, mark.opacity)]


def _here(mark: Arrow | Area | Note, now: float, ticks: int) -> bool:
    if now + 1e-9 < mark.first:
        return False
    return mark.last is None or mark.last > ticks or now + 1e-9 < mark.last


def _between(points: np.ndarray, first: float, last: float) -> np.ndarray:
    """The piece of a path from time `first` to time `last`, each step taking one unit of time: (n, 2), n >= 2."""
    clock = np.arange(len(points))
    inner = clock[(clock > first) & (clock < last)]
    times = np.concatenate([[first], inner, [last]])
    return np.column_stack([np.interp(times, clock, points[:, 0]), np.interp(times, clock, points[:, 1])])


def _spaced(points: np.ndarray, distance: float) -> list[int]:
    """The steps that get a mark of their own: those at least `distance` from the marked one before."""
    marked = [0]
    for index, point in enumerate(points):
        if np.hypot(*(point - points[marked[-1]])) >= distance:
            marked.append(index)
    return marked


def _round(picture: np.ndarray, radius: float) -> None:
    over = 4
    size = (picture.shape[1] * over, picture.shape[0] * over)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius * over, fill=255)
    alpha = np.asarray(mask.reduce(over), dtype=np.float32)[..., None] / 255
    card = paint.rgb(colour("card"))
    picture[:] = np.rint(card + (picture - card) * alpha).astype(np.uint8)
