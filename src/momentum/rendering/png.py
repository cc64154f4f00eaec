"""A scene's finished picture as PNG, two device pixels a CSS pixel."""

from __future__ import annotations

import io

import imageio.v3 as iio

from momentum.rendering.raster import Raster
from momentum.rendering.scene import Scene


def png(scene: Scene, scale: float = 2.0) -> bytes:
    """Scene -> the bytes of a PNG of its last moment."""
    picture = Raster(scene, scale)
    if scene.ticks:
        picture.advance(scene.ticks)
    stream = io.BytesIO()
    iio.imwrite(stream, picture.image, extension=".png", plugin="pillow", optimize=True)
    return stream.getvalue()
