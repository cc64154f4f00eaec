"""One panel as pixels within the picture: its backdrop, what lasts and what passes, at any moment of the clock."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from momentum.rendering import backdrop, paint
from momentum.rendering.markers import RADIUS, RISE, VEIL
from momentum.rendering.paint import Box, Sheet
from momentum.rendering.scene import Area, Arrow, Note, Panel, Run, Veil
from momentum.rendering.shapes import rings, shaft_and_head
from momentum.rendering.style import colour
from momentum.rendering.track import Track

Shape = Arrow | Area | Note


class Layer:
    """A panel whose corner stands at `spot`; it draws on two sheets that panels share.

    `lasting` holds what stays (backdrop, trails), `passing` adds what passes (memory, heads, arrows, the cursor).
    """

    def __init__(
        self,
        panel: Panel,
        spot: tuple[int, int],
        scale: float,
        ticks: int,
        lasting: Sheet,
        passing: Sheet,
        *,
        veiled: bool = True,
    ) -> None:
        self.panel, self.spot, self.scale, self.ticks = panel, np.array(spot), scale, ticks
        self.now = 0.0
        self.lasting, self.shown = lasting, passing
        self.tracks: list[Track] = []
        self.shapes: list[Shape] = []
        self.veils: list[Veil] = []
        self.touched: list[Box] = []
        self.corner = (round(float(self.spot[0] * scale)), round(float(self.spot[1] * scale)))
        self.bare = _paste(lasting.pixels, backdrop.raster(panel, scale), self.corner)
        if panel.rounded:
            _round(self.bare, RADIUS * scale)
        if any(isinstance(mark, Veil) for mark in panel.marks):
            self.bare = self.bare.copy()  # what a veil uncovers; else nobody asks for it
        self._lay(veiled)

    @property
    def stepped(self) -> bool:
        """Whether the panel changes at whole ticks only."""
        return bool(self.veils) or not any(track.run.trail for track in self.tracks)

    @property
    def moving(self) -> bool:
        """Whether anything ever changes here."""
        return bool(self.veils or self.tracks or self.shapes)

    def begin(self) -> None:
        """Draws what passes at the first moment, once what lasts is on both sheets."""
        self._pass()

    def _lay(self, veiled: bool) -> None:
        below = True
        for mark in self.panel.marks:
            if isinstance(mark, Veil):
                self.veils.append(mark)
                if veiled:
                    self._cover(mark)
            elif isinstance(mark, Run):
                below = False
                self.tracks.append(Track.of(mark, self.panel, self.spot, self.scale, self.lasting.image.shape))
                self.tracks[-1].lay(self.lasting)
            elif below and mark.first <= 0 and (mark.last is None or mark.last > self.ticks):
                self._shape(self.lasting, mark)
            else:
                self.shapes.append(mark)

    def _front(self, veil: Veil, tick: float) -> float:
        x = np.floor(tick + 1e-9) + (0.5 if veil.stepped else 0.0)
        return float((self.panel.pixels((x, 0))[0] + self.spot[0]) * self.scale)

    def _cover(self, veil: Veil) -> None:
        _, up, far, down = self.panel.area
        top, bottom = (round((v + int(self.spot[1])) * self.scale) for v in (up - 4, down + 4))
        left, right = round(self._front(veil, 0)), round((far + int(self.spot[0]) + 8) * self.scale)
        region = self.lasting.pixels[top:bottom, left:right]
        x, y = self.corner
        wordless = backdrop.raster(self.panel, self.scale, words=False)[top - y : bottom - y, left - x : right - x]
        under = np.full_like(region, 255)
        _paste(under, wordless, (0, 0))
        dimmed = np.rint(region + (_card() - region) * VEIL).astype(np.uint8)
        region[:] = np.where((region == under).all(axis=-1, keepdims=True), dimmed, region)

    def advance(self, tick: float, *, rough: bool = False) -> list[Box]:
        """Moves the panel on to `tick` (not before `now`); the rectangles that changed."""
        lasting: list[Box] = []
        x, y = self.corner
        height, width = self.bare.shape[:2]
        for veil in self.veils:
            first, last = (min(round(self._front(veil, t)), x + width) for t in (self.now, tick))
            if tick >= self.ticks:
                last = x + width
            if last > first:
                self.lasting.pixels[y : y + height, first:last] = self.bare[:, first - x : last - x]
                lasting.append((first, y, last, y + height))
        for track in self.tracks:
            lasting += track.advance(self.lasting, self.now, tick, rough=rough)
        self.now = tick
        changed = paint.joined(lasting + self.touched)
        for x0, y0, x1, y1 in changed:
            self.shown.pixels[y0:y1, x0:x1] = self.lasting.pixels[y0:y1, x0:x1]
        self._pass()
        return paint.joined(changed + self.touched)

    def _pass(self) -> None:
        """Draws what is there only now."""
        self.touched = []
        self.shown.clip = (0, 0, self.shown.width, self.shown.height)
        for veil in self.veils:
            if veil.cursor:
                x = self._front(veil, self.now)
                top, bottom = ((v + self.spot[1]) * self.scale for v in (self.panel.area[1], self.panel.area[3]))
                self.touched.append(self.shown.dotted(x, top, bottom, self.scale, colour("muted")))
        for track in self.tracks:
            self.touched += track.under_way(self.shown, self.now)
        for track in self.tracks:
            self.touched += track.memory(self.shown, self.now)
        self.shown.clip = (0, 0, self.shown.width, self.shown.height)
        for mark in self.shapes:
            if self._here(mark):
                self.touched += self._shape(self.shown, mark)
        for track in self.tracks:
            self.touched += track.head(self.shown, self.now)

    def _here(self, mark: Shape) -> bool:
        if self.now + 1e-9 < mark.first:
            return False
        return mark.last is None or mark.last > self.ticks or self.now + 1e-9 < mark.last

    def _shape(self, sheet: Sheet, mark: Shape) -> list[Box]:
        s, tone = self.scale, colour(mark.role)
        if isinstance(mark, Note):
            at = (self.panel.pixels(mark.at) + self.spot) * s
            size = mark.size * max(1.0, backdrop.LEGIBLE / s)
            if mark.middle:
                at = at + np.array([0, RISE * size * s])
            return [sheet.text(at, mark.text, size, tone, colour("casing"), s, mark.anchor)]
        if isinstance(mark, Arrow):
            shaft, head = ((part + self.spot) * s for part in shaft_and_head(self.panel, mark))
            inside, width = colour("card") if mark.hollow else tone, mark.width * s
            return [sheet.line(shaft, width, tone), sheet.rings([head], fill=inside, edge=tone, width=width)]
        outlines = [(ring + self.spot) * s for ring in rings(self.panel, mark)]
        if mark.hollow:
            return [sheet.rings(outlines, edge=tone, width=mark.width * s, opacity=mark.opacity)]
        return [sheet.rings(outlines, fill=tone, opacity=mark.opacity)]


def _card() -> np.ndarray:
    """The colour of what panels lie on, (4,), opaque."""
    return np.append(paint.rgb(colour("card")), paint.OPAQUE).astype(float)


def _paste(target: np.ndarray, picture: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
    """Puts a picture where it belongs, and shows it there: what of it the target has room for."""
    x, y = corner
    room = target[y : y + picture.shape[0], x : x + picture.shape[1]]
    room[:] = picture[: room.shape[0], : room.shape[1]]
    return room


def _round(picture: np.ndarray, radius: float) -> None:
    """Rounds the corners: all of it happens in four squares a little larger than they are."""
    over, side = 4, int(np.ceil(radius)) + 1
    mask = Image.new("L", (2 * side * over, 2 * side * over))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius * over, fill=255)
    alpha = np.asarray(mask.reduce(over), dtype=np.float32)[..., None] / 255
    card = _card()
    for rows in (slice(side), slice(-side, None)):
        for columns in (slice(side), slice(-side, None)):
            square = picture[rows, columns]
            square[:] = np.rint(card + (square - card) * alpha[rows, columns]).astype(np.uint8)
