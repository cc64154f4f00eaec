"""A scene as pixels at any moment of its clock: the backdrops drawn once, then only what changes."""

from __future__ import annotations

import numpy as np

from momentum.rendering.layer import Layer
from momentum.rendering.layout import place
from momentum.rendering.paint import Box, Sheet, rgb
from momentum.rendering.scene import Scene
from momentum.rendering.style import colour


class Raster:
    """The picture of all panels, (height, width, 3) uint8 in `image`; a layer a panel, each with its own moment."""

    def __init__(self, scene: Scene, scale: float, *, ends: bool = False) -> None:
        """The first moment; with `ends`, nothing is veiled that the last moment shows, which is to come next."""
        (width, height), spots = place(scene)
        lasting, passing = (Sheet(round(width * scale), round(height * scale)) for _ in range(2))
        lasting.fill(rgb(colour("card")))
        self.image: np.ndarray = passing.image
        self.layers = [
            Layer(panel, spot, scale, scene.ticks, lasting, passing, veiled=not ends)
            for panel, spot in zip(scene.panels, spots, strict=True)
        ]
        passing.show(lasting)
        for layer in self.layers:
            layer.begin()

    def advance(self, tick: float, *, rough: bool = False) -> list[Box]:
        """Moves every panel on to `tick`, not before where it is; the rectangles that changed.

        `rough` draws trails in one go and without their casings, where only the colours of the picture are asked for.
        """
        return [box for layer in self.layers for box in layer.advance(tick, rough=rough)]
