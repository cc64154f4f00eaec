"""The bands of a map are bands of its loss, and a marked minimum is one."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path

from drawn import PANELS, drawn
from momentum import LOSSES
from momentum.build import catalogue
from momentum.chapters.does_it_work import study_landscape
from momentum.rendering.markers import CONTOUR, STRONG
from momentum.rendering.style import BANDS, colour
from retold import FIGURES, RAVINE, bowl, records


def _rate(point: np.ndarray, *, average: bool) -> np.ndarray:
    """The larger root of z^2 - (1 + beta - rate curvature) z + beta, over both curvatures of the ravine."""
    eta, beta = point[..., 0], point[..., 1]
    eta = eta * (1 - beta) if average else eta
    half = (1 + beta - np.multiply.outer(RAVINE, eta)) / 2
    root = np.sqrt((half**2 - beta).astype(complex))
    return np.asarray(np.maximum(np.abs(half + root), np.abs(half - root)).max(axis=0))


def terrain(name: str) -> Any:
    """The loss that a map is a map of, by the figure's name and the panel's."""
    figure, panel = name.split("/")
    if figure in catalogue.family("loss"):
        return LOSSES[catalogue.family("loss")[figure]].value
    if figure == "six-valleys":
        return LOSSES[panel.replace("-", " ") if panel.replace("-", " ") in LOSSES else panel].value
    if figure == "study-landscape":
        found = study_landscape.field()
        grid = np.array(found.loss)

        def value(point: np.ndarray) -> np.ndarray:
            column = np.interp(point[..., 0], found.x, np.arange(len(found.x))).round().astype(int)
            row = np.interp(point[..., 1], found.y, np.arange(len(found.y))).round().astype(int)
            return np.asarray(grid[row, column])

        return value
    if figure in ("beta-map", "regions"):
        return lambda point: _rate(point, average=figure == "beta-map")
    if figure == "turned-valley":
        turn = np.array([[0.8, -0.6], [0.6, 0.8]])
        return lambda point: bowl(RAVINE, point @ turn)
    curvatures = {"one-step": np.array([0.2, 1.0])}.get(figure, RAVINE)
    if figure == "condition-numbers":
        curvatures = np.array([1.0, float(panel.removeprefix("valley-"))])
    if figure == "rescaled-valley":
        curvatures = np.array([1.0, (25.0, 4.0, 1.0)[int(panel.removeprefix("stretch-"))]])
    return lambda point: bowl(curvatures, point)


# A map is a panel with contours, of which a map of basins has none of a loss.
MAPS = [
    f"{name}/{panel['name']}"
    for name in FIGURES
    for panel in records()[name]["panels"]
    if name != "basins" and "s-contour" in panel["svg"]
]


# A coarse grid of measured losses, which the map draws as it is between its points.
COARSE = {"study-landscape/plane": 0.02}


def test_maps_are_found():
    assert len(MAPS) >= 50
    assert [name for name in PANELS if name.partition("/")[0] != "basins" and drawn(name).bands] == MAPS
    assert {name.partition("/")[0] for name in MAPS} >= {"ravine-duel", "zigzag", "beta-map", "study-landscape"}


@pytest.mark.parametrize("name", MAPS)
def test_a_band_holds_what_is_lower_on_its_own_loss(name):
    panel = PANELS[name]
    generator = np.random.default_rng(7)
    points = generator.uniform(*np.transpose([panel.xlim, panel.ylim]), size=(2500, 2))
    values = np.asarray(terrain(name)(points))
    shades, before = [], np.inf
    for tone, path in drawn(name).bands:
        # A ring within a ring is a hole.
        rings = [Path(ring).contains_points(points) for ring in path.to_polygons()]
        inside = np.logical_xor.reduce(rings)
        shades.append([colour(band) for band in BANDS].index(tone))
        if not inside.any() or inside.all():
            continue
        # The level that parts inside from outside best; next to the line the drawing is exact to half a pixel.
        order = np.argsort(values)
        wrong = np.concatenate([[inside.sum()], inside.sum() - np.cumsum(np.where(inside[order], 1, -1))])
        assert wrong.min() <= COARSE.get(name, 0.004) * len(points), f"{wrong.min()} points on the wrong side"
        level = values[order][max(0, int(wrong.argmin()) - 1)]
        assert level <= before
        before = level
    assert shades == sorted(shades)
    assert shades[-1] > shades[0] or len(shades) == 1


@pytest.mark.parametrize("name", MAPS)
def test_every_fifth_line_from_the_lowest_is_a_strong_one(name):
    wide = [width > min(CONTOUR, STRONG) for width in drawn(name).widths[::-1]]
    strong = [rank for rank, one in enumerate(wide, 1) if one]
    assert {second - first for first, second in pairwise(strong)} <= {5}
    # The lowest levels of a loss need not lie where a map looks; where its minimum is marked, they do.
    assert all(first <= 5 for first in strong[:1])
    if len(drawn(name).minima):
        assert strong[:1] == [5] * (len(wide) >= 5)


@pytest.mark.parametrize("name", MAPS)
def test_a_marked_minimum_is_lower_than_all_around_it(name):
    panel = PANELS[name]
    value = terrain(name)
    reach = 0.03 * np.array([np.ptp(panel.xlim), np.ptp(panel.ylim)])
    for at in drawn(name).minima:
        around = at + reach * np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 6, 13)])
        assert float(value(at)) < np.asarray(value(around)).min()
