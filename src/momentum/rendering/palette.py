"""The few colours of a picture: each role keeps its own, and every other pixel takes the nearest."""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image

from momentum.rendering import paint
from momentum.rendering.style import BANDS, ROLES, colour

COLOURS = (31, 63)
FEW = 6


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


def _bins(picture: np.ndarray) -> np.ndarray:
    """Colours (..., 3) uint8 -> (...), the bin of each: six bits a channel."""
    packed = _packed(picture)
    return ((packed >> 2) & 0x3F) | ((packed >> 4) & 0xFC0) | ((packed >> 6) & 0x3F000)


class Palette:
    """At most `most` colours, by default 31, or 63 where more than six roles meet; each role seen keeps its own.

    One index stays free for "unchanged", which GIF needs to store differences.
    """

    def __init__(self, *pictures: np.ndarray, most: int | None = None) -> None:
        tones = {colour(role): paint.rgb(colour(role)) for role in ROLES}
        seen = np.zeros(1 << 24, dtype=bool)
        for picture in pictures:
            seen[_packed(picture)] = True
        kept = [tone for tone in tones.values() if seen[_packed(tone)]]
        bands = {colour(band) for band in BANDS}
        count = (
            most or COLOURS[sum(tone not in bands and bool(seen[_packed(rgb)]) for tone, rgb in tones.items()) > FEW]
        )
        sample = np.concatenate([picture[::4, ::4].reshape(-1, 3) for picture in pictures])
        quantised = Image.fromarray(sample[None]).quantize(
            count - len(kept), method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE
        )
        mixed = (quantised.getpalette() or [])[: 3 * (count - len(kept))]
        self.flat = [int(part) for tone in kept for part in tone] + mixed
        self.colours = np.array(self.flat, dtype=np.float32).reshape(-1, 3)
        self.table = np.full(1 << 18, -1, dtype=np.int16)

    def indices(self, picture: np.ndarray) -> np.ndarray:
        """(h, w, 3) uint8 -> (h, w) uint8, the nearest colour; each of 2^18 bins is looked up once."""
        bins = _bins(picture)
        found = self.table.take(bins)
        if found.size and found.min() < 0:
            lacking = np.flatnonzero(found < 0)
            new, first = _firsts(bins.ravel()[lacking], len(self.table))
            wanted = picture[np.unravel_index(lacking[first], found.shape)].astype(np.float32)
            distance = ((wanted[:, None] - self.colours[None]) ** 2).sum(axis=-1)
            self.table[new] = distance.argmin(axis=1)
            found = self.table.take(bins)
        return found.astype(np.uint8)


def _firsts(bins: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The bins (n,) that there are, of `count`, and where each is first; many are not sorted, but marked."""
    if len(bins) < count:
        new, first = np.unique(bins, return_index=True)
        return new, first
    seen = np.full(count, -1, dtype=np.int32)
    seen[bins[::-1]] = np.arange(len(bins), dtype=np.int32)[::-1]  # the first of a kind is written last and stays
    new = np.flatnonzero(seen >= 0)
    return new, seen[new]
