"""A scene as an animated GIF: one palette for all frames, and only the pixels that change, through imageio."""

from __future__ import annotations

import io

import imageio.v3 as iio
import numpy as np
from PIL import Image

from momentum.rendering import paint
from momentum.rendering.layer import Layer
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Scene
from momentum.rendering.style import BANDS, ROLES, colour

COLOURS = (31, 63)
FEW = 6
# Device pixels a CSS pixel; a picture that would be heavier than LIMIT bytes is drawn smaller.
SCALES: tuple[float, ...] = (0.72, 0.64, 0.6, 0.56, 0.52, 0.48, 0.44, 0.4)
SCALE = SCALES[0]
LIMIT = 110_000
FRAME, MOST = 80, 6
REST = 3000
SHORTEST = 20


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
        if (found < 0).any():
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


def frames(scene: Scene, scale: float = SCALE) -> tuple[np.ndarray, list[int], Palette]:
    """Scene -> indices (n, height, width) uint8, the n durations in milliseconds, and the palette.

    A panel of curves or bars changes in a frame of its own, 20 ms after the plane has reached the step: a frame's
    bytes grow with the rectangle round all that changes, and so each rectangle stays small.
    """
    picture = Raster(scene, scale)
    final = Raster(scene, scale)
    final.advance(scene.ticks, rough=True)
    palette = Palette(picture.image, final.image)
    smooth = [layer for layer in picture.layers if layer.moving and not layer.stepped]
    stepped = [layer for layer in picture.layers if layer.moving and layer.stepped]
    lengths = 1000 * np.diff(scene.times)
    groups = [*([smooth] if smooth else []), *([layer] for layer in stepped)]
    first = _parts(lengths[0], bool(smooth)) if len(lengths) else 1
    stack, times = [palette.indices(picture.image)], [float(lengths[0]) / first if len(lengths) else 0.0]

    def show(layers: list[Layer], moment: float, time: float) -> None:
        frame = stack[-1].copy()
        for layer in layers:
            for x0, y0, x1, y1 in layer.advance(moment):
                if x1 > x0 and y1 > y0:
                    frame[y0:y1, x0:x1] = palette.indices(picture.image[y0:y1, x0:x1])
        if np.array_equal(frame, stack[-1]):
            times[-1] += time
        else:
            stack.append(frame)
            times.append(time)

    for tick, length in enumerate(lengths):
        parts = _parts(length, bool(smooth))
        pause = float(length) / parts
        for part in range(1, parts):
            show(smooth, tick + part / parts, pause)
        following = lengths[min(tick + 1, len(lengths) - 1)]
        rest = float(following) / _parts(following, bool(smooth))
        late = [min(SHORTEST, rest / max(1, len(groups)))] * (len(groups) - 1)
        for layers, shown in zip(groups, [*late, rest - sum(late)], strict=True):
            show(layers, tick + 1, shown)
    times[-1] = REST
    return np.stack(stack), _whole(times), palette


def _parts(milliseconds: float, smooth: bool) -> int:
    """How many frames a tick takes."""
    return min(MOST, max(1, round(milliseconds / FRAME))) if smooth else 1


def _whole(times: list[float]) -> list[int]:
    """Milliseconds in tens, as GIF counts, each at least the shortest, without losing time on the way."""
    whole: list[int] = []
    for end in np.cumsum(times):
        whole.append(max(SHORTEST, round((float(end) - sum(whole)) / 10) * 10))
    return whole


def gif(scene: Scene, scale: float | None = None) -> bytes:
    """Scene -> the bytes of a GIF that plays for ever and rests on the finished picture for three seconds.

    Without a scale it is drawn at the largest of SCALES that keeps it within LIMIT.
    """
    if scale:
        return _written(*frames(scene, scale))
    sizes = SCALES
    while True:
        content = _written(*frames(scene, sizes[0]))
        # Bytes grow with the length of what is drawn rather than with the area.
        fits = sizes[0] * LIMIT / len(content)
        smaller = [size for size in sizes[1:] if size <= fits] or [*sizes[-1:]] * (len(sizes) > 1)
        if len(content) <= LIMIT or not smaller:
            return content
        sizes = tuple(smaller)


def _written(stack: np.ndarray, durations: list[int], palette: Palette) -> bytes:
    stream = io.BytesIO()
    iio.imwrite(
        stream, stack, extension=".gif", plugin="pillow", mode="P", is_batch=True, palette=bytes(palette.flat),
        duration=durations, loop=0, optimize=True, disposal=1,
    )  # fmt: skip
    return stream.getvalue()
