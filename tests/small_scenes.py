"""Scenes small enough to look at pixel by pixel: a valley, a run in it and its curve."""

from __future__ import annotations

import numpy as np
from PIL import Image

from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import plane
from momentum.rendering.scene import Run, Scene
from momentum.rendering.style import colour

TICKS = 12
PATH = np.column_stack([np.linspace(-8, 8, TICKS + 1), 4 * np.cos(np.arange(TICKS + 1))])


def valley(theta):
    return theta[..., 0] ** 2 / 2 + theta[..., 1] ** 2 * 2


def one_plane(*marks):
    return plane(valley, (-10, 10), (-5, 5), levels=(1, 4, 9), size=(500, 250), marks=marks, minimizers=((0, 0),))


def duel(seconds=0.16):
    run = Run(PATH, "momentum", "momentum", marker="diamond")
    chart = curves([Curve(np.geomspace(50, 1e-3, TICKS + 1), "momentum", "momentum")], ticks=TICKS, size=(500, 180))
    return Scene((one_plane(run), chart), ticks=TICKS, seconds=seconds)


def rgb(role):
    return np.array(Image.new("RGB", (1, 1), colour(role)))[0, 0].astype(int)


def near(picture, role, tolerance=40):
    """Where a picture has a role's colour, give or take what the palette does to it: (height, width) bool."""
    return np.abs(picture.astype(int) - rgb(role)).sum(axis=-1) < tolerance
