"""What the explorer reads, put together: the engine's losses and methods, the read's presets, the maps' terrain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from momentum.chapters._presets import presets
from momentum.engine.losses import LOSSES
from momentum.explorer.document import written
from momentum.explorer.losses import ASPECT
from momentum.rendering import markers
from momentum.rendering.parts import ladder, level_sets
from momentum.rendering.style import METHODS, ROLES

WIDTH = 800
HEIGHT = round(WIDTH / ASPECT)
GRID = (241, 149)
COUNT = 14  # level sets on a map
# Level sets enclose shares of the map that grow a little faster than evenly: near the minima they stand closer.
GROWTH = 1.7


def terrain(loss: Mapping[str, Any]) -> dict[str, Any]:
    """The level sets of a described loss, from high ground to low: paths in a picture of WIDTH by HEIGHT, or levels."""
    (x0, x1), (y0, y1) = across, up = loss["view"]
    picture: dict[str, Any] = {"width": WIDTH, "height": HEIGHT}
    if loss["condition"]:  # ellipses, which the browser stretches: the levels suffice, some of them beyond this map
        steps = abs(loss["start"][0]) * np.arange(0.1, 1.9, 0.117)
        levels = [{"kind": _kind(role, strong), "level": level} for level, role, strong in ladder(steps**2 / 2)]
        return picture | {"levels": levels}
    value = LOSSES[loss["name"]].value
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, GRID[0]), np.linspace(y0, y1, GRID[1])), axis=-1)
    heights = np.quantile(value(grid), np.linspace(0, 1, COUNT + 2)[1:-1] ** GROWTH)
    corner, scale = np.array([x0, y1]), np.array([WIDTH / (x1 - x0), HEIGHT / (y0 - y1)])
    sets = level_sets(value, across, up, heights, size=(WIDTH, HEIGHT), grid=GRID)
    return picture | {
        "sets": [
            {"kind": _kind(role, strong), "d": "".join(_path((ring - corner) * scale) for ring in outlines)}
            for _, role, strong, outlines in sets
        ]
    }


def _kind(role: str, strong: bool) -> str:
    return f"{role} mx-strong" if strong else role


def _path(ring: np.ndarray) -> str:
    """A closed outline (n, 2) as a path in tenths of a pixel: where it begins, and from there in steps."""
    places = np.rint(ring * 10).astype(int)
    first, *steps = (f"{x / 10:g} {y / 10:g}" for x, y in [places[0], *np.diff(places, axis=0)[:-1]])
    return f"M{first}l{' '.join(steps)}z"


def looks() -> dict[str, Any]:
    """How runs look, from the style of the figures: every role's marker, the markers' corners, and their sizes."""
    shapes = {name: np.round(corners, 3).tolist() for name, corners in markers.SHAPES.items()}
    roles = {name: ROLES[name].marker for name in METHODS}
    arrow = [markers.ARROW, markers.ARROW_SHARE, markers.ARROW_WING]
    sizes = {"dot": markers.DOT, "head": markers.HEAD, "spacing": markers.SPACING, "arrow": arrow}
    return {"marks": shapes, "roles": roles, **sizes}


def model() -> bytes:
    """The file that the browser reads."""
    return written(presets(), looks(), terrain).encode()
