"""A scene as an animated GIF: one palette for all frames, and only the pixels that change."""

from __future__ import annotations

import numpy as np

from momentum.rendering.blocks import Patch, written
from momentum.rendering.layer import Layer
from momentum.rendering.paint import Box
from momentum.rendering.palette import Palette
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Scene

# Device pixels a CSS pixel; a picture that would be heavier than LIMIT bytes is drawn smaller.
SCALES: tuple[float, ...] = (0.72, 0.64, 0.6, 0.56, 0.52, 0.48, 0.44, 0.4)
SCALE = SCALES[0]
LIMIT = 110_000
FRAME, MOST = 80, 6
REST = 3000
SHORTEST = 20


def frames(scene: Scene, scale: float = SCALE) -> tuple[list[Patch], list[int], Palette]:
    """Scene -> the first picture and what each later frame changes, their durations in milliseconds, and the palette.

    A panel of curves or bars changes in a frame of its own, 20 ms after the plane has reached the step: a frame's
    bytes grow with the rectangle round all that changes, and so each rectangle stays small.
    """
    picture = Raster(scene, scale)
    final = Raster(scene, scale, ends=True)
    final.advance(scene.ticks, rough=True)
    palette = Palette(picture.image, final.image)
    smooth = [layer for layer in picture.layers if layer.moving and not layer.stepped]
    stepped = [layer for layer in picture.layers if layer.moving and layer.stepped]
    lengths = 1000 * np.diff(scene.times)
    groups = [*([smooth] if smooth else []), *([layer] for layer in stepped)]
    first = _parts(lengths[0], bool(smooth)) if len(lengths) else 1
    shown = palette.indices(picture.image)
    patches, times = [Patch(0, 0, shown.copy())], [float(lengths[0]) / first if len(lengths) else 0.0]

    def show(layers: list[Layer], moment: float, time: float) -> None:
        boxes = [box for layer in layers for box in layer.advance(moment)]
        patch = _changed(shown, picture.image, boxes, palette)
        if patch is None:
            times[-1] += time
        else:
            patches.append(patch)
            times.append(time)

    for tick, length in enumerate(lengths):
        parts = _parts(length, bool(smooth))
        pause = float(length) / parts
        for part in range(1, parts):
            show(smooth, tick + part / parts, pause)
        following = lengths[min(tick + 1, len(lengths) - 1)]
        rest = float(following) / _parts(following, bool(smooth))
        late = [min(SHORTEST, rest / max(1, len(groups)))] * (len(groups) - 1)
        for layers, stay in zip(groups, [*late, rest - sum(late)], strict=True):
            show(layers, tick + 1, stay)
    times[-1] = REST
    return patches, _whole(times), palette


def _changed(shown: np.ndarray, image: np.ndarray, boxes: list[Box], palette: Palette) -> Patch | None:
    """What of `shown`, the indices so far, differs from `image` within these boxes; `shown` is brought up to date."""
    found = []
    for x0, y0, x1, y1 in boxes:
        now = palette.indices(image[y0:y1, x0:x1])
        new = now != shown[y0:y1, x0:x1]
        rows, columns = np.flatnonzero(new.any(axis=1)), np.flatnonzero(new.any(axis=0))
        if len(rows):
            up, down, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
            new, now = new[up:down, left:right], now[up:down, left:right]
            found.append((x0 + int(left), y0 + int(up), new, now))
    if not found:
        return None
    left, top = min(x for x, *_ in found), min(y for _, y, *_ in found)
    right = max(x + new.shape[1] for x, _, new, _ in found)
    bottom = max(y + new.shape[0] for _, y, new, _ in found)
    pixels = np.full((bottom - top, right - left), len(palette.colours), dtype=np.uint8)
    for x, y, new, now in found:
        height, width = new.shape
        np.copyto(pixels[y - top : y - top + height, x - left : x - left + width], now, where=new)
        shown[y : y + height, x : x + width] = now
    return Patch(left, top, pixels)


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
        return _made(scene, scale)
    sizes = SCALES
    while True:
        content = _made(scene, sizes[0])
        # Bytes grow with the length of what is drawn rather than with the area.
        fits = sizes[0] * LIMIT / len(content)
        smaller = [size for size in sizes[1:] if size <= fits] or [*sizes[-1:]] * (len(sizes) > 1)
        if len(content) <= LIMIT or not smaller:
            return content
        sizes = tuple(smaller)


def _made(scene: Scene, scale: float) -> bytes:
    patches, durations, palette = frames(scene, scale)
    return written(patches, durations, palette.flat)
