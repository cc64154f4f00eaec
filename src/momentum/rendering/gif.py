"""A scene as an animated GIF: one palette for all frames, and only the pixels that change, through imageio."""

from __future__ import annotations

import io

import imageio.v3 as iio
import numpy as np
from PIL import Image

from momentum.rendering.raster import Raster
from momentum.rendering.scene import Scene

COLOURS = 63
SCALE = 0.72
FRAME = 80
REST = 3000


class Palette:
    """At most 63 colours; index 63 stays free for "unchanged", which GIF needs to store differences."""

    def __init__(self, *pictures: np.ndarray) -> None:
        sample = np.concatenate([picture[::2, ::2].reshape(-1, 3) for picture in pictures])
        image = Image.fromarray(sample[None])
        quantised = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
        self.flat = (quantised.getpalette() or [])[: 3 * COLOURS]
        self.colours = np.array(self.flat, dtype=np.float32).reshape(-1, 3)
        self.table = np.full(1 << 18, -1, dtype=np.int16)

    def indices(self, picture: np.ndarray) -> np.ndarray:
        """(h, w, 3) uint8 -> (h, w) uint8, the nearest colour; each of 2^18 bins is looked up once."""
        part = picture >> 2
        bins = (part[..., 0].astype(np.int32) << 12) | (part[..., 1].astype(np.int32) << 6) | part[..., 2]
        found = self.table[bins]
        if (found < 0).any():
            new, first = np.unique(bins[found < 0], return_index=True)
            wanted = picture[found < 0][first].astype(np.float32)
            distance = ((wanted[:, None] - self.colours[None]) ** 2).sum(axis=-1)
            self.table[new] = distance.argmin(axis=1)
            found = self.table[bins]
        return found.astype(np.uint8)


def frames(scene: Scene, scale: float = SCALE) -> tuple[np.ndarray, list[int], Palette]:
    """Scene -> indices (n, height, width) uint8, the n durations in milliseconds, and the palette."""
    each = max(1, round(scene.seconds * 1000 / FRAME))
    pause = max(20, round(scene.seconds * 100 / each) * 10)
    picture = Raster(scene, scale)
    palette = Palette(picture.image, picture.ahead(scene.ticks).image)
    count = scene.ticks * each + 1
    stack = np.empty((count, *picture.image.shape[:2]), dtype=np.uint8)
    stack[0] = palette.indices(picture.image)
    for number in range(1, count):
        picture.advance(number / each)
        stack[number] = stack[number - 1]
        for x0, y0, x1, y1 in picture.changed:
            if x1 > x0 and y1 > y0:
                stack[number, y0:y1, x0:x1] = palette.indices(picture.image[y0:y1, x0:x1])
    return stack, [pause] * (count - 1) + [REST], palette


def gif(scene: Scene, scale: float = SCALE) -> bytes:
    """Scene -> the bytes of a GIF that plays for ever and rests on the finished picture for three seconds."""
    stack, durations, palette = frames(scene, scale)
    stream = io.BytesIO()
    iio.imwrite(
        stream, stack, extension=".gif", plugin="pillow", mode="P", is_batch=True, palette=bytes(palette.flat),
        duration=durations, loop=0, optimize=True, disposal=1,
    )  # fmt: skip
    return stream.getvalue()
