"""A scene as pixels at any moment of its clock: the backdrops drawn once, then only what changes."""

from __future__ import annotations

import numpy as np

from momentum.rendering import paint
from momentum.rendering.layer import Layer
from momentum.rendering.layout import place
from momentum.rendering.paint import Box
from momentum.rendering.scene import Scene
from momentum.rendering.style import colour


class Raster:
    """The picture of all panels, (height, width, 3) uint8 in `image`; a layer a panel, each with its own moment."""

    def __init__(self, scene: Scene, scale: float) -> None:
        (width, height), spots = place(scene)
        lasting = np.empty((round(height * scale), round(width * scale), 3), dtype=np.uint8)
        lasting[:] = paint.rgb(colour("card"))
        self.layers = [
            Layer(panel, spot, scale, scene.ticks, lasting) for panel, spot in zip(scene.panels, spots, strict=True)
        ]
        self.image = lasting.copy()
        for layer in self.layers:
            layer.onto(lasting, self.image)

    def advance(self, tick: float) -> list[Box]:
        """Moves every panel on to `tick`, not before where it is; the rectangles that changed."""
        return [box for layer in self.layers for box in layer.advance(tick)]
