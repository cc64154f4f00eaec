"""Smooth lines, polygons, discs and text on an array of pixels; each call returns the rectangle that it changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

from momentum.rendering import fonts

OVER = 4
_SHADES = ContextVar("shades", default=OVER * OVER)
Box = tuple[int, int, int, int]


@contextmanager
def shades(number: int) -> Iterator[None]:
    """Within it, edges are smoothed in this many shades only, which makes the differences of a GIF's frames cheaper."""
    token = _SHADES.set(number)
    try:
        yield
    finally:
        _SHADES.reset(token)


@cache
def rgb(colour: str) -> np.ndarray:
    """A hexadecimal colour as float32 (3,)."""
    return np.array(ImageColor.getrgb(colour)[:3], dtype=np.float32)


def _box(points: np.ndarray, reach: float, canvas: np.ndarray) -> Box:
    low, high = np.floor(points.min(axis=0) - reach), np.ceil(points.max(axis=0) + reach)
    height, width = canvas.shape[:2]
    x0, y0 = int(max(low[0], 0)), int(max(low[1], 0))
    return x0, y0, int(min(max(high[0], x0), width)), int(min(max(high[1], y0), height))


def _smooth(mask: Image.Image, shades: int) -> np.ndarray:
    """A mask OVER times too large -> what it covers of each pixel, 0 to 1 in so many shades, (height, width, 1)."""
    return np.rint(np.asarray(mask.reduce(OVER), dtype=np.float32)[..., None] * (shades / 255)) / shades


def _mix(canvas: np.ndarray, box: Box, alpha: np.ndarray, colour: str) -> None:
    x0, y0, x1, y1 = box
    patch = canvas[y0:y1, x0:x1]
    patch[:] = np.rint(patch + (rgb(colour) - patch) * alpha).astype(np.uint8)


def _blend(canvas: np.ndarray, box: Box, mask: Image.Image, colour: str, opacity: float) -> None:
    _mix(canvas, box, _smooth(mask, _SHADES.get()) * opacity, colour)


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


CORNERS = {
    "diamond": np.array([(0, -1), (1, 0), (0, 1), (-1, 0)]),
    "square": np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]),
}


@cache
def _stamp(shape: str, radius: float, right: int, down: int, shades: int) -> np.ndarray:
    """What a marker covers of each pixel; its centre lies `right` and `down` OVERths within the middle one."""
    half = math.ceil(radius) + 1
    image = Image.new("L", ((2 * half + 1) * OVER,) * 2)
    pen, centre = ImageDraw.Draw(image), np.array([half * OVER + right, half * OVER + down])
    if shape == "round":
        pen.ellipse([*(centre - radius * OVER), *(centre + radius * OVER)], fill=255)
    else:
        pen.polygon([(float(x), float(y)) for x, y in centre + CORNERS[shape] * radius * OVER], fill=255)
    return _smooth(image, shades)


def marker(canvas: np.ndarray, centre: np.ndarray, radius: float, colour: str, shape: str) -> Box:
    """A filled disc, or a square that lies on a side or stands on a corner, to a quarter of a pixel."""
    (x, right), (y, down) = (divmod(int(v), OVER) for v in np.rint(np.asarray(centre) * OVER))
    alpha = _stamp(shape, round(radius, 2), right, down, _SHADES.get())
    half = len(alpha) // 2
    height, width = canvas.shape[:2]
    x0, y0, x1, y1 = max(x - half, 0), max(y - half, 0), min(x + half + 1, width), min(y + half + 1, height)
    box = (x0, y0, max(x0, x1), max(y0, y1))
    if not _empty(box):
        left, top = half - x, half - y
        _mix(canvas, box, alpha[y0 + top : y1 + top, x0 + left : x1 + left], colour)
    return box


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
