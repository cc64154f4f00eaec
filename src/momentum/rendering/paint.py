"""A sheet of pixels that Matplotlib's Agg draws on; each call returns the rectangle that it changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox
from matplotlib.typing import CapStyleType

from momentum.rendering import fonts

Box = tuple[int, int, int, int]


@cache
def rgb(colour: str) -> np.ndarray:
    """A hexadecimal colour as uint8 (3,)."""
    return np.asarray(np.rint(np.array(to_rgb(colour)) * 255), dtype=np.uint8)


class Sheet:
    """Pixels (height, width, 3) uint8 in `image`; a renderer draws on them, y downwards, within the box `clip`."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.renderer = RendererAgg(width, height, 72)
        self._pixels = np.asarray(self.renderer.buffer_rgba())
        self._pixels[..., 3] = 255
        self.image = self._pixels[..., :3]
        self.flip = Affine2D().scale(1, -1).translate(0, height)
        self.clip: Box = (0, 0, width, height)
        self._gc = self.renderer.new_gc()
        self._gc.set_joinstyle("round")
        self._gc.set_snap(False)

    def _box(self, points: np.ndarray, reach: float) -> Box:
        x0, y0, x1, y1 = self.clip
        low, high = np.floor(points.min(axis=0) - reach), np.ceil(points.max(axis=0) + reach)
        left, top = max(float(low[0]), x0), max(float(low[1]), y0)
        return int(left), int(top), int(max(left, min(float(high[0]), x1))), int(max(top, min(float(high[1]), y1)))

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
        box = self._box(np.asarray(path.vertices), width / 2 + 1)
        if box[2] <= box[0] or box[3] <= box[1]:
            return box
        x0, y0, x1, y1 = self.clip
        gc = self._gc
        gc.set_clip_rectangle(Bbox([[x0, self.height - y1], [x1, self.height - y0]]))
        gc.set_linewidth(width if edge else 0.0)
        gc.set_foreground(edge or fill or "none")
        gc.set_alpha(opacity)
        gc.set_capstyle(ends)
        self.renderer.draw_path(gc, path, self.flip, to_rgb(fill) if fill else None)
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
        left, width = round(x - scale / 2), max(1, round(1.2 * scale))
        rows = np.arange(round(top), round(bottom))
        rows = rows[(rows - rows[0]) % max(3, round(5 * scale)) < max(1, round(2 * scale))]
        self.image[rows, left : left + width] = rgb(colour)
        return left, round(top), left + width, round(bottom)

    def text(self, at: np.ndarray, words: str, size: float, colour: str, halo: str, scale: float, anchor: str) -> Box:
        """A bold line of text whose baseline begins, is centred or ends at `at`, ringed with the colour `halo`."""
        path = _letters(words, size * scale)
        corners = np.asarray(path.vertices)
        width = float(corners[:, 0].max()) if len(corners) else 0.0
        x = float(at[0]) - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
        placed = path.transformed(Affine2D().scale(1, -1).translate(x, float(at[1])))
        box = self.path(placed, edge=halo, width=4 * scale)
        self.path(placed, fill=colour)
        return box


@cache
def _letters(words: str, size: float) -> Path:
    fonts.register()
    return TextPath((0, 0), words, prop=FontProperties(family=fonts.FAMILIES, weight=600, size=size))
