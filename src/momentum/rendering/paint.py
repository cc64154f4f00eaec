"""Smooth lines, polygons, discs and text on an array of pixels; each call returns the rectangle that it changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

from momentum.rendering import fonts

OVER = 4
Box = tuple[int, int, int, int]


@cache
def rgb(colour: str) -> np.ndarray:
    """A hexadecimal colour as float32 (3,)."""
    return np.array(ImageColor.getrgb(colour)[:3], dtype=np.float32)


def _box(points: np.ndarray, reach: float, canvas: np.ndarray) -> Box:
    low, high = np.floor(points.min(axis=0) - reach), np.ceil(points.max(axis=0) + reach)
    height, width = canvas.shape[:2]
    x0, y0 = int(max(low[0], 0)), int(max(low[1], 0))
    return x0, y0, int(min(max(high[0], x0), width)), int(min(max(high[1], y0), height))


def _blend(canvas: np.ndarray, box: Box, mask: Image.Image, colour: str, opacity: float) -> None:
    x0, y0, x1, y1 = box
    alpha = np.asarray(mask.reduce(OVER), dtype=np.float32)[..., None] * (opacity / 255)
    patch = canvas[y0:y1, x0:x1]
    patch[:] = np.rint(patch + (rgb(colour) - patch) * alpha).astype(np.uint8)


def _mask(box: Box) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", ((box[2] - box[0]) * OVER, (box[3] - box[1]) * OVER))
    return image, ImageDraw.Draw(image)


def _empty(box: Box) -> bool:
    return box[2] <= box[0] or box[3] <= box[1]


def line(canvas: np.ndarray, points: np.ndarray, width: float, colour: str, opacity: float = 1.0) -> Box:
    """A polyline (n, 2) with round joins and ends."""
    box = _box(points, width + 1, canvas)
    if _empty(box):
        return box
    mask, pen = _mask(box)
    local = [(float(x), float(y)) for x, y in (points - box[:2]) * OVER]
    pen.line(local, fill=255, width=max(1, round(width * OVER)), joint="curve")
    radius = width * OVER / 2
    for x, y in (local[0], local[-1]):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    _blend(canvas, box, mask, colour, opacity)
    return box


def dotted(canvas: np.ndarray, x: float, top: float, bottom: float, scale: float, colour: str) -> Box:
    """An upright dotted line, one device pixel wide or more."""
    left, width = round(x - scale / 2), max(1, round(1.2 * scale))
    rows = np.arange(round(top), round(bottom))
    rows = rows[(rows - rows[0]) % max(3, round(5 * scale)) < max(1, round(2 * scale))]
    canvas[rows, left : left + width] = rgb(colour)
    return left, round(top), left + width, round(bottom)


def polygon(canvas: np.ndarray, rings: Sequence[np.ndarray], colour: str, opacity: float = 1.0) -> Box:
    """Filled rings; a ring inside another is not a hole."""
    box = _box(np.concatenate(list(rings)), 1, canvas)
    if _empty(box):
        return box
    mask, pen = _mask(box)
    for ring in rings:
        pen.polygon([(float(x), float(y)) for x, y in (ring - box[:2]) * OVER], fill=255)
    _blend(canvas, box, mask, colour, opacity)
    return box


def outline(canvas: np.ndarray, rings: Sequence[np.ndarray], width: float, colour: str, opacity: float = 1.0) -> Box:
    """The edges of closed rings."""
    box = _box(np.concatenate(list(rings)), width + 1, canvas)
    if _empty(box):
        return box
    mask, pen = _mask(box)
    for ring in rings:
        local = [(float(x), float(y)) for x, y in (ring - box[:2]) * OVER]
        pen.line([*local, local[0], local[1]], fill=255, width=max(1, round(width * OVER)), joint="curve")
    _blend(canvas, box, mask, colour, opacity)
    return box


def disc(canvas: np.ndarray, centre: np.ndarray, radius: float, colour: str) -> Box:
    """A filled disc."""
    box = _box(np.asarray(centre)[None], radius + 1, canvas)
    if _empty(box):
        return box
    mask, pen = _mask(box)
    x, y = (np.asarray(centre) - box[:2]) * OVER
    r = radius * OVER
    pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
    _blend(canvas, box, mask, colour, 1.0)
    return box


def diamond(canvas: np.ndarray, centre: np.ndarray, radius: float, colour: str) -> Box:
    """A filled square that stands on a corner."""
    corners = np.array([(0, -1), (1, 0), (0, 1), (-1, 0)]) * radius
    return polygon(canvas, [np.asarray(centre) + corners], colour)


def square(canvas: np.ndarray, centre: np.ndarray, radius: float, colour: str) -> Box:
    """A filled square."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * radius
    return polygon(canvas, [np.asarray(centre) + corners], colour)


MARKERS = {"round": disc, "diamond": diamond, "square": square}


@cache
def _face(size: float, family: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.path(family, 600)), size)


def _pieces(words: str) -> list[tuple[str, str]]:
    """Words cut where the alphabet changes: (face, piece), Greek letters having a face of their own."""
    latin, greek = fonts.FACES
    found: list[tuple[str, str]] = []
    for letter in words:
        family = greek if "\u0370" <= letter <= "\u03ff" else latin
        if found and found[-1][0] == family:
            found[-1] = (family, found[-1][1] + letter)
        else:
            found.append((family, letter))
    return found


def text(
    canvas: np.ndarray, at: np.ndarray, words: str, size: float, colour: str, halo: str, scale: float, anchor: str
) -> Box:
    """A bold line of text whose baseline begins, is centred or ends at `at`, ringed with the colour `halo`."""
    pieces = [(_face(size * scale, family), piece) for family, piece in _pieces(words)]
    widths = [face.getlength(piece) for face, piece in pieces]
    x, y = float(at[0]) - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * sum(widths), float(at[1])
    ascent, descent = pieces[0][0].getmetrics()
    box = _box(np.array([[x, y - ascent], [x + sum(widths), y + descent]]), 4 * scale, canvas)
    if _empty(box):
        return box
    x0, y0, x1, y1 = box
    image = Image.fromarray(canvas[y0:y1, x0:x1])
    pen = ImageDraw.Draw(image)
    for stroke, tone in ((round(2 * scale), halo), (0, colour)):
        left = x
        for (face, piece), width in zip(pieces, widths, strict=True):
            pen.text((left - x0, y - y0), piece, font=face, fill=tone, anchor="ls", stroke_width=stroke)
            left += width
    canvas[y0:y1, x0:x1] = np.asarray(image)
    return box
