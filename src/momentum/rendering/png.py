"""A scene's finished picture as PNG, two device pixels a CSS pixel."""

from __future__ import annotations

import io

from PIL import Image

from momentum.rendering.raster import Raster
from momentum.rendering.scene import Scene

COLOURS = 255


def png(scene: Scene, scale: float = 2.0) -> bytes:
    """Scene -> the bytes of a PNG of its last moment, in at most 255 colours."""
    picture = Raster(scene, scale)
    if scene.ticks:
        picture.advance(scene.ticks)
    image = Image.fromarray(picture.image).quantize(
        COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE
    )
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()
