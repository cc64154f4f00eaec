"""A scene as pixels at any moment of its clock: the backdrop drawn once, then only what changes."""

from __future__ import annotations

import copy

import numpy as np
from PIL import Image, ImageDraw

from momentum.rendering import backdrop, paint
from momentum.rendering.layout import place
from momentum.rendering.paint import Box
from momentum.rendering.scene import Area, Arrow, Note, Panel, Run, Scene, Veil
from momentum.rendering.shapes import rings, shaft_and_head
from momentum.rendering.style import colour
from momentum.rendering.track import Track

VEIL = 0.78
CORNER = 8
Shape = Arrow | Area | Note


class Raster:
    """The picture at the tick `now`; `advance` moves it forward and `image` holds it, (height, width, 3) uint8.

    `lasting` holds what stays (backdrop, trails), `image` adds what passes (heads, arrows, the cursor). Between two
    ticks only trails move; panels with a veil change at whole ticks, which keeps a GIF's differences small.
    """

    def __init__(self, scene: Scene, scale: float) -> None:
        self.scene, self.scale, self.now = scene, scale, 0.0
        (width, height), spots = place(scene)
        self.lasting = np.full((round(height * scale), round(width * scale), 3), 255, dtype=np.uint8)
        self.lasting[:] = paint.rgb(colour("card"))
        self.passing: list[Box] = []
        self.tracks: list[Track] = []
        self.shapes: list[tuple[Shape, Panel, np.ndarray]] = []
        self.veils: list[tuple[Veil, Panel, np.ndarray, np.ndarray]] = []
        for panel, spot in zip(scene.panels, spots, strict=True):
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
        below = True
        for mark in panel.marks:
            if isinstance(mark, Veil):
                self.veils.append((mark, panel, spot, target.copy()))
                self._cover(mark, panel, spot)
            elif isinstance(mark, Run):
                below = False
                track = Track.of(mark, panel, spot, self.scale, self.lasting.shape)
                track.lay(self.lasting)
                self.tracks.append(track)
            elif below and _always(mark, self.scene.ticks):
                self._shape(self.lasting, mark, panel, spot)
            else:
                self.shapes.append((mark, panel, spot))

    def _front(self, veil: Veil, panel: Panel, spot: np.ndarray, tick: float) -> float:
        x = np.floor(tick + 1e-9) + (0.5 if veil.stepped else 0.0)
        return float((panel.pixels((x, 0))[0] + spot[0]) * self.scale)

    def _cover(self, veil: Veil, panel: Panel, spot: np.ndarray) -> None:
        top, bottom = (round((v + int(spot[1])) * self.scale) for v in (panel.area[1] - 4, panel.area[3] + 4))
        left = round(self._front(veil, panel, spot, 0))
        right = round((panel.area[2] + int(spot[0])) * self.scale)
        region = self.lasting[top:bottom, left:right]
        region[:] = np.rint(region + (paint.rgb(colour("card")) - region) * VEIL).astype(np.uint8)

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
        for track in self.tracks:
            lasting += track.advance(self.lasting, self.now, tick)
        self.now = tick
        self.changed = lasting + self.passing
        for x0, y0, x1, y1 in self.changed:
            self.image[y0:y1, x0:x1] = self.lasting[y0:y1, x0:x1]
        self._pass()
        self.changed = self.changed + self.passing

    def _pass(self) -> None:
        """Draws what is there only now."""
        self.passing = []
        for veil, panel, spot, _ in self.veils:
            if veil.cursor:
                x = self._front(veil, panel, spot, self.now)
                top, bottom = ((v + spot[1]) * self.scale for v in (panel.area[1], panel.area[3]))
                self.passing.append(paint.dotted(self.image, x, top, bottom, self.scale, colour("muted")))
        for mark, panel, spot in self.shapes:
            if _here(mark, self.now, self.scene.ticks):
                self.passing += self._shape(self.image, mark, panel, spot)
        for track in self.tracks:
            self.passing += track.head(self.image, self.now)

    def _shape(self, picture: np.ndarray, mark: Shape, panel: Panel, spot: np.ndarray) -> list[Box]:
        s, tone = self.scale, colour(mark.role)
        if isinstance(mark, Note):
            at = (panel.pixels(mark.at) + spot) * s
            size = mark.size * max(1.0, backdrop.LEGIBLE / s)
            return [paint.text(picture, at, mark.text, size, tone, colour("card"), s, mark.anchor)]
        if isinstance(mark, Arrow):
            shaft, head = ((part + spot) * s for part in shaft_and_head(panel, mark))
            boxes = [paint.line(picture, shaft, mark.width * s, tone)]
            boxes.append(paint.polygon(picture, [head], colour("card") if mark.hollow else tone))
            return [*boxes, paint.outline(picture, [head], mark.width * s * 0.8, tone)]
        outlines = [(ring + spot) * s for ring in rings(panel, mark)]
        if mark.hollow:
            return [paint.outline(picture, outlines, mark.width * s, tone, mark.opacity)]
        return [paint.polygon(picture, outlines, tone, mark.opacity)]


def _always(mark: Shape, ticks: int) -> bool:
    return mark.first <= 0 and (mark.last is None or mark.last > ticks)


def _here(mark: Shape, now: float, ticks: int) -> bool:
    if now + 1e-9 < mark.first:
        return False
    return mark.last is None or mark.last > ticks or now + 1e-9 < mark.last


def _round(picture: np.ndarray, radius: float) -> None:
    over = 4
    size = (picture.shape[1] * over, picture.shape[0] * over)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius * over, fill=255)
    alpha = np.asarray(mask.reduce(over), dtype=np.float32)[..., None] / 255
    card = paint.rgb(colour("card"))
    picture[:] = np.rint(card + (picture - card) * alpha).astype(np.uint8)
