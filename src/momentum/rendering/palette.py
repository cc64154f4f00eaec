"""The few colours of a picture: each role keeps its own, and every other pixel takes the nearest."""

from __future__ import annotations

import numpy as np
from PIL import Image

from momentum.rendering import paint
from momentum.rendering.style import BANDS, ROLES, colour

COLOURS = (31, 63)
FEW = 6


def _packed(picture: np.ndarray) -> np.ndarray:
    """Colours (..., 3) uint8 -> (...) integers below 2^24."""
    wide = picture.astype(np.int32)
    return (wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2]


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
        part = picture >> 2
        bins = (part[..., 0].astype(np.int32) << 12) | (part[..., 1].astype(np.int32) << 6) | part[..., 2]
        found = self.table.take(bins)
        if found.size and found.min() < 0:
            new, first = _firsts(bins[found < 0], len(self.table))
            wanted = picture[found < 0][first].astype(np.float32)
            distance = ((wanted[:, None] - self.colours[None]) ** 2).sum(axis=-1)
            self.table[new] = distance.argmin(axis=1)
            found = self.table.take(bins)
        return found.astype(np.uint8)


def _firsts(bins: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The bins (n,) that there are, of `count`, and where each is first; many are not sorted, but marked."""
    if len(bins) < count:
        new, first = np.unique(bins, return_index=True)
        return new, first
    seen = np.full(count, -1)
    seen[bins[::-1]] = np.arange(len(bins))[::-1]  # the first of a kind is written last, and so it stays
    new = np.flatnonzero(seen >= 0)
    return new, seen[new]
