"""A scene's finished picture as PNG, two device pixels a CSS pixel."""

from __future__ import annotations

import io

from momentum.rendering.palette import reduced
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Scene

COLOURS = 255
# Two levels above take two and a half times as long, for a twentieth of the bytes.
LEVEL = 6


def png(scene: Scene, scale: float = 2.0) -> bytes:
    """Scene -> the bytes of a PNG of its last moment, in at most 255 colours."""
    picture = Raster(scene, scale, ends=True)
    if scene.ticks:
        picture.advance(scene.ticks)
    stream = io.BytesIO()
    reduced(picture.image, COLOURS).save(stream, "PNG", compress_level=LEVEL)
    return stream.getvalue()
