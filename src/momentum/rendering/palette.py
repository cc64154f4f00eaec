"""The few colours of a picture: each role keeps its own, and every other pixel takes the nearest."""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image

from momentum.rendering import paint
from momentum.rendering.style import BANDS, ROLES, colour

COLOURS = (31, 63)
FEW = 6
# What the colours are mixed from: so many pixels, evenly spread, say what there is much of, and so many colours, one
# pixel of each, what there is at all.
SAMPLE = 8_000
# Mixing is at its end where so many samples or fewer change their colour: the last ones take most of the time.
RESTLESS = 30
# So many distances at a time.
ROWS = 1 << 13


def _packed(picture: np.ndarray) -> np.ndarray:
    """Colours (..., 3) uint8 -> (...) integers below 2^24, red lowest.

    Pixels that lie in fours in memory, as a sheet's do, are read as they lie: that takes a tenth of the time.
    """
    if picture.ndim == 3 and picture.strides[1:] == (4, 1) and sys.byteorder == "little":
        fours = np.lib.stride_tricks.as_strided(picture, (*picture.shape[:2], 4), writeable=False)
        return fours.view(np.uint32)[..., 0] & 0xFFFFFF
    packed = picture[..., 2].astype(np.uint32)
    for channel in (1, 0):
        packed = (packed << 8) | picture[..., channel]
    return packed


def _unpacked(packed: np.ndarray) -> np.ndarray:
    """Integers (n,) -> the colours (n, 3) uint8 that they stand for."""
    return packed.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]


class Palette:
    """At most `most` colours, by default 31, or 63 where more than six roles meet; each role seen keeps its own.

    One index stays free for "unchanged", which GIF needs to store differences.
    """

    def __init__(self, *pictures: np.ndarray, most: int | None = None) -> None:
        tones = {colour(role): paint.rgb(colour(role)) for role in ROLES}
        seen = np.zeros(1 << 24, dtype=bool)
        for picture in pictures:
            packed = _packed(picture).ravel()
            # The last pixel of every run of one colour: a picture has thirty times fewer of these than pixels.
            seen[packed[:-1][packed[1:] != packed[:-1]]] = seen[packed[-1]] = True
        kept = [tone for tone in tones.values() if seen[_packed(tone)]]
        bands = {colour(band) for band in BANDS}
        count = (
            most or COLOURS[sum(tone not in bands and bool(seen[_packed(rgb)]) for tone, rgb in tones.items()) > FEW]
        )
        stride = max(1, int(np.sqrt(sum(picture[..., 0].size for picture in pictures) / SAMPLE)))
        every = np.flatnonzero(seen)
        some = _unpacked(every[:: 1 + len(every) // SAMPLE])
        sample = np.concatenate([some, *(picture[::stride, ::stride].reshape(-1, 3) for picture in pictures)])
        quantised = Image.fromarray(sample[None]).quantize(
            count - len(kept), method=Image.Quantize.MEDIANCUT, kmeans=RESTLESS, dither=Image.Dither.NONE
        )
        mixed = (quantised.getpalette() or [])[: 3 * (count - len(kept))]
        self.flat = [int(part) for tone in kept for part in tone] + mixed
        self.colours = np.array(self.flat, dtype=np.float32).reshape(-1, 3)
        self._squares = (self.colours**2).sum(axis=1)
        # Of every colour that has been asked for, one more than the index of the nearest.
        self._nearest = np.zeros(1 << 24, dtype=np.uint8)
        self._learn(every)

    def indices(self, picture: np.ndarray) -> np.ndarray:
        """(h, w, 3) uint8 -> (h, w) uint8, the nearest colour; each colour is looked up once."""
        packed = _packed(picture)
        found = self._nearest.take(packed)
        new = found == 0
        if new.any():
            self._learn(packed[new])
            found = self._nearest.take(packed)
        found -= 1
        return found

    def _learn(self, packed: np.ndarray) -> None:
        """Finds what is nearest to these colours (n,), in whole numbers throughout: 32 bits hold them exactly."""
        for first in range(0, len(packed), ROWS):
            some = packed[first : first + ROWS]
            far = self._squares - 2 * _unpacked(some).astype(np.float32) @ self.colours.T
            self._nearest[some] = far.argmin(axis=1) + 1


def reduced(picture: np.ndarray, most: int) -> Image.Image:
    """A picture (h, w, 3) uint8 in at most `most` colours of its own, to be written as a file."""
    palette = Palette(picture, most=most)
    image = Image.fromarray(palette.indices(picture))
    image.putpalette(palette.flat)
    return image
