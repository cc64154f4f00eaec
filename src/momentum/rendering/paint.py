"""A sheet of pixels that Matplotlib's Agg draws on; each call returns the rectangle that it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox
from matplotlib.typing import CapStyleType

from momentum.rendering import fonts
from momentum.rendering.markers import CURSOR, CURSOR_DASHES, HALO

Box = tuple[int, int, int, int]
OPAQUE = np.uint8(255)
FEW = 8  # of so many corners Python finds the outermost sooner than NumPy


@cache
def rgb(colour: str) -> np.ndarray:
    """A hexadecimal colour as uint8 (3,)."""
    return np.asarray(np.rint(np.array(to_rgb(colour)) * 255), dtype=np.uint8)


@cache
def _tone(colour: str) -> tuple[float, float, float]:
    return to_rgb(colour)


class Stamp(NamedTuple):
    """A closed shape round (0, 0), and how far it reaches from there along x or y."""

    path: Path
    reach: float

    @classmethod
    def of(cls, corners: np.ndarray) -> Stamp:
        """The shape with these corners (n, 2)."""
        return cls(Path(np.vstack([corners, corners[:1]]), closed=True), float(np.abs(corners).max()))


class Sheet:
    """Pixels (height, width, 3) uint8 in `image`; a renderer draws on them, y downwards, within the box `clip`.

    `pixels` are the same with an opaque fourth channel, as the renderer keeps them: whole ones are copied faster.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.renderer = RendererAgg(width, height, 72)
        self.pixels = np.asarray(self.renderer.buffer_rgba())
        self.pixels[..., 3] = OPAQUE
        self.image = self.pixels[..., :3]
        self.flip = Affine2D().scale(1, -1).translate(0, height)
        self.clip: Box = (0, 0, width, height)
        self._pens: dict[tuple[str, float, float, CapStyleType, Box], GraphicsContextBase] = {}

    def fill(self, tone: np.ndarray) -> None:
        """Paints all of the sheet in one colour, (3,) uint8."""
        self.pixels.view(np.uint32)[:] = np.append(tone, OPAQUE).view(np.uint32)

    def show(self, other: Sheet) -> None:
        """Takes over every pixel of another sheet of the same size."""
        self.pixels[:] = other.pixels

    def _box(self, x0: float, y0: float, x1: float, y1: float, reach: float) -> Box:
        """The rectangle round these corners and `reach` beyond, as far as the clip goes."""
        left, top, right, bottom = self.clip
        left = max(left, min(floor(x0 - reach), right))
        top = max(top, min(floor(y0 - reach), bottom))
        return left, top, min(right, max(ceil(x1 + reach), left)), min(bottom, max(ceil(y1 + reach), top))

    def _pen(self, tone: str, width: float, opacity: float, ends: CapStyleType) -> GraphicsContextBase:
        """How something is drawn, within the clip; looks come back again and again."""
        look = tone, width, opacity, ends, self.clip
        if look not in self._pens:
            x0, y0, x1, y1 = self.clip
            gc = self._pens[look] = self.renderer.new_gc()
            gc.set_joinstyle("round")
            gc.set_snap(False)
            gc.set_clip_rectangle(Bbox([[x0, self.height - y1], [x1, self.height - y0]]))
            gc.set_linewidth(width)
            gc.set_foreground(tone)
            gc.set_alpha(opacity)
            gc.set_capstyle(ends)
        return self._pens[look]

    def path(
        self,
        path: Path,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        opacity: float = 1.0,
        ends: CapStyleType = "round",
    ) -> Box:
        """A path filled, stroked or both, with round joins."""
        corners = np.asarray(path.vertices)
        if len(corners) > FEW:
            corners = np.array([corners.min(axis=0), corners.max(axis=0)])
        x, y = zip(*corners.tolist(), strict=True)
        box = self._box(min(x), min(y), max(x), max(y), width / 2 + 1)
        if box[2] > box[0] and box[3] > box[1]:
            pen = self._pen(edge or fill or "none", width if edge else 0.0, opacity, ends)
            self.renderer.draw_path(pen, path, self.flip, _tone(fill) if fill else None)
        return box

    def stamp(self, stamp: Stamp, at: np.ndarray, *, fill: str, edge: str | None = None, width: float = 0.0) -> Box:
        """A shape at a place, (2,)."""
        x, y = at.tolist()
        box = self._box(x, y, x, y, stamp.reach + width / 2 + 1)
        if box[2] > box[0] and box[3] > box[1]:
            pen = self._pen(edge or fill, width, 1.0, "round")
            there = Affine2D.from_values(1, 0, 0, -1, x, self.height - y)
            self.renderer.draw_path(pen, stamp.path, there, _tone(fill))
        return box

    def line(
        self, points: np.ndarray, width: float, colour: str, opacity: float = 1.0, ends: CapStyleType = "round"
    ) -> Box:
        """A polyline (n, 2)."""
        return self.path(Path(points), edge=colour, width=width, opacity=opacity, ends=ends)

    def rings(
        self,
        rings: Sequence[np.ndarray],
        *,
        fill: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        opacity: float = 1.0,
    ) -> Box:
        """Closed rings, filled or stroked; a ring inside another is a hole."""
        paths = [Path(np.vstack([ring, ring[:1]]), closed=True) for ring in rings]
        whole = paths[0] if len(paths) == 1 else Path.make_compound_path(*paths)
        return self.path(whole, fill=fill, edge=edge, width=width, opacity=opacity)

    def dotted(self, x: float, top: float, bottom: float, scale: float, colour: str) -> Box:
        """An upright dotted line, one device pixel wide or more."""
        left, width = round(x - scale / 2), max(1, round(CURSOR * scale))
        rows = np.arange(round(top), round(bottom))
        dash, whole = (round(size * scale) for size in (CURSOR_DASHES[0], sum(CURSOR_DASHES)))
        rows = rows[(rows - rows[0]) % max(3, whole) < max(1, dash)]
        self.image[rows, left : left + width] = rgb(colour)
        return left, round(top), left + width, round(bottom)

    def text(self, at: np.ndarray, words: str, size: float, colour: str, halo: str, scale: float, anchor: str) -> Box:
        """A bold line of text whose baseline begins, is centred or ends at `at`, ringed with the colour `halo`."""
        path, (left, low, right, high) = _letters(words, size * scale)
        x, y = float(at[0]) - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * right, float(at[1])
        box = self._box(x + left, y - high, x + right, y - low, HALO * scale / 2 + 1)
        if box[2] > box[0] and box[3] > box[1]:
            there = Affine2D.from_values(1, 0, 0, 1, x, self.height - y)
            self.renderer.draw_path(self._pen(halo, HALO * scale, 1.0, "round"), path, there)
            self.renderer.draw_path(self._pen(colour, 0.0, 1.0, "round"), path, there, _tone(colour))
        return box


def joined(boxes: Iterable[Box]) -> list[Box]:
    """The boxes that hold something, those that meet made one."""
    found: list[Box] = []
    for box in boxes:
        x0, y0, x1, y1 = box
        if x1 <= x0 or y1 <= y0:
            continue
        apart = []
        for other in found:
            if other[0] <= x1 and other[2] >= x0 and other[1] <= y1 and other[3] >= y0:
                x0, y0 = min(x0, other[0]), min(y0, other[1])
                x1, y1 = max(x1, other[2]), max(y1, other[3])
            else:
                apart.append(other)
        found = [*apart, (x0, y0, x1, y1)]
    return found


@cache
def _letters(words: str, size: float) -> tuple[Path, tuple[float, float, float, float]]:
    """Words as a path, y upwards, and how far it goes: left, down, right and up."""
    fonts.register()
    path = TextPath((0, 0), words, prop=FontProperties(family=fonts.families(words), weight=600, size=size))
    corners = np.asarray(path.vertices)
    x, y = corners.T.tolist() if len(corners) else ([0.0], [0.0])
    return path, (min(x), min(y), max(x), max(y))
