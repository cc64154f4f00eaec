"""What every picture draws is where it says: bands of its loss, ticks, arrows, words inside, the last moment."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path
from PIL import Image, ImageColor

from drawn import PANELS, drawn
from momentum import LOSSES
from momentum.build import catalogue
from momentum.chapters.does_it_work import study_landscape
from momentum.rendering.layout import place
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Arrow, Panel, Run
from momentum.rendering.shapes import leaves, shaft_and_head, way
from momentum.rendering.style import BANDS, ROLES, colour
from momentum.store import store
from retold import FIGURES, RAVINE, bowl, ravine, records, scene
from retold_read import averaged
from retold_runs import told

# --- The bands of a map ------------------------------------------------------------------------------------------


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
def test_a_marked_minimum_is_lower_than_all_around_it(name):
    panel = PANELS[name]
    value = terrain(name)
    reach = 0.03 * np.array([np.ptp(panel.xlim), np.ptp(panel.ylim)])
    for at in drawn(name).minima:
        around = at + reach * np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 6, 13)])
        assert float(value(at)) < np.asarray(value(around)).min()


# --- Axes --------------------------------------------------------------------------------------------------------

NUMBER = re.compile(r"^(?:step |all )?(?P<sign>−?)(?P<number>[\d.,]+)(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)(?: steps)?$")
OWN_SCALES = {
    ("beta-sweep/sweep", "x"): lambda beta: -np.log10(1 - beta),
    ("noise-floor/floors", "x"): lambda beta: -np.log10(1 - beta),
    ("damped-spring/place", "x"): lambda time: time / np.sqrt(0.04),
    ("tuned-under-noise/batches", "x"): np.log2,
    **{(f"study-full-batch/{panel}", "x"): lambda step: step / 2 for panel in ("loss", "accuracy")},
    **{
        (f"study-same-{what}/{panel}", "x"): lambda step: step / 14
        for what in ("rate", "effective-rate")
        for panel in ("loss", "accuracy")
    },
}


def number(text: str) -> float | None:
    """The number that a tick's text says; None for other words."""
    match = NUMBER.match(text)
    if not match:
        return None
    value = float(match["number"].replace(",", ""))
    if match["power"]:
        assert value == 10
        value **= int(match["power"].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    return -value if match["sign"] else value


@cache
def ticks(name: str) -> dict[str, list[tuple[float, float]]]:
    """The ticks (number, place in data) of a panel, for "x" and "y"."""
    found: dict[str, list[tuple[float, float]]] = {"x": [], "y": []}
    low = PANELS[name].ylim[0] if "fading-weights" not in name else 0.0
    for words in drawn(name).words:
        value = number(words.text)
        if value is None or words.shift is None or words.tone != colour("muted"):
            continue
        if words.shift[0] < 0 and words.shift[1] == 0:
            found["y"].append((value, words.at[1]))
        elif words.shift[1] < 0 and abs(words.at[1] - low) < 1e-9:
            found["x"].append((value, words.at[0]))
    return found


def test_axes_are_found():
    axes = [(name, axis) for name in PANELS for axis in "xy" if ticks(name)[axis]]
    assert len(axes) >= 110
    assert set(OWN_SCALES) <= set(axes)


@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("name", PANELS)
def test_a_tick_stands_at_its_own_number(name, axis):
    if not ticks(name)[axis]:
        return
    values, places = np.transpose(ticks(name)[axis])
    assert len(values) >= 2
    if scale := OWN_SCALES.get((name, axis)):
        kinds = [scale]
    else:
        kinds = [lambda value: value, np.log10] if (values > 0).all() else [lambda value: value]
    # Within a fifth of a pixel.
    panel = PANELS[name]
    left, top, right, bottom = panel.area
    unit = np.ptp(panel.xlim) / (right - left) if axis == "x" else np.ptp(panel.ylim) / (bottom - top)
    gaps = [np.abs(kind(values) - places).max() / unit for kind in kinds]
    assert min(gaps) < 0.2


# --- Words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PANELS)
def test_words_stand_inside_their_picture(name):
    width, height = PANELS[name].size
    # A line's box has room for the deepest letter that there is.
    for words in drawn(name).words:
        x0, y0, x1, y1 = words.box
        assert x0 >= -1, f"{words.text!r} begins at {x0:.1f}"
        assert x1 <= width + 1, f"{words.text!r} ends at {x1:.1f} of {width}"
        assert y0 >= -2, f"{words.text!r} reaches {-y0:.1f} below"
        assert y1 <= height + 1, f"{words.text!r} reaches {y1 - height:.1f} above"


NAMES = {"gradient descent": "gradient-descent", **{ROLES[one].name: one for one in ("momentum", "nesterov")}} | {
    name: name.lower() for name in ("RMSProp", "Adam", "Lion")
}


@pytest.mark.parametrize("name", PANELS)
def test_the_name_of_a_method_has_its_colour(name):
    known = {colour(role) for role in NAMES.values()}
    for words in drawn(name).words:
        if words.text in NAMES and words.tone in known:
            assert words.tone == colour(NAMES[words.text]), words.text


# --- Arrows ------------------------------------------------------------------------------------------------------


def _duel(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = []
    for rate, beta in ((n["plain_rate"], 0.0), (n["momentum_rate"], n["beta"])):
        path = ravine(4, rate, beta)
        found += [
            ("gradient", path[k], path[k] - rate * (1 - beta) * RAVINE * path[k], k, k + 1, False) for k in range(4)
        ]
    return found


def _one_step(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    slopes, here, found = np.array([0.2, 1.0]), np.array([n["start_x"], n["start_y"]]), []
    for step in range(3):
        there, last = here - n["rate"] * slopes * here, 4 * step + 4 if step else None
        found += [("ink", here, here + slopes * here, 4 * step + 1, last, False)]
        found += [("gradient-descent", here, there, 4 * step + 2, last, False)]
        here = there
    return found


def _memory_step(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    path, found = ravine(n["steps"], n["rate"], n["beta"]), []
    for k in range(n["steps"]):
        bend = path[k] + (n["beta"] * (path[k] - path[k - 1]) if k else 0)
        last = None if k == n["steps"] - 1 else 4 * k + 4
        if k:
            found.append(("momentum", path[k], bend, 4 * k + 1, last, True))
        found.append(("ink", bend, bend - (1 - n["beta"]) * n["rate"] * RAVINE * path[k], 4 * k + 2, last, False))
        found.append(("momentum", path[k], path[k + 1], 4 * k + 3, last, False))
    return found


def _averaged(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    rate = records()["zigzag"]["numbers"]["rate"]
    path = ravine(n["steps"], rate)
    means = averaged(RAVINE * path, n["beta"])
    return [
        ("momentum", at, at - rate * mean, k, None, False) for k, (at, mean) in enumerate(zip(path, means, strict=True))
    ]


def _two_arrows(n: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = []
    for role, rule in (("momentum", "inside"), ("nesterov", "ahead")):
        path = ravine(n["built"], n["rate"], n["beta"], rule)
        for k in range(n["built"]):
            carried = path[k] + (n["beta"] * (path[k] - path[k - 1]) if k else 0)
            if k:
                found.append(("ink", path[k], carried, 3 * k + 1, 3 * k + 3, False))
            found.append((role, carried, path[k + 1], 3 * k + 2, 3 * k + 3, False))
    return found


ARROWS = {
    "ravine-duel": _duel, "one-step": _one_step, "memory-step": _memory_step, "zigzag-averaged": _averaged,
    "two-arrows": _two_arrows,
}  # fmt: skip


def arrows(name: str) -> list[tuple[Panel, Arrow]]:
    """The arrows of a figure with their panels."""
    return [(panel, mark) for panel in scene(name).panels for mark in panel.marks if isinstance(mark, Arrow)]


def test_every_figure_with_arrows_is_told_again():
    assert {name for name in FIGURES if arrows(name)} == set(ARROWS)


@pytest.mark.parametrize("name", ARROWS)
def test_an_arrow_goes_from_where_to_where_it_says_when_it_says(name):
    def order(arrow: tuple[Any, ...]) -> tuple[Any, ...]:
        role, tail, tip, first, last, hollow = arrow
        return role, hollow, first, -1 if last is None else last, *np.round([*tail, *tip], 6).tolist()

    found = sorted(order((a.role, a.tail, a.tip, a.first, a.last, a.hollow)) for _, a in arrows(name))
    expected = sorted(order(arrow) for arrow in ARROWS[name](dict(records()[name]["numbers"])))
    assert [one[:4] for one in found] == [one[:4] for one in expected]
    np.testing.assert_allclose([one[4:] for one in found], [one[4:] for one in expected], atol=2e-6)


@pytest.mark.parametrize("name", ARROWS)
def test_an_arrow_s_head_is_drawn_at_its_tip_and_points_away_from_its_tail(name):
    for panel, arrow in arrows(name):
        tail, tip = panel.pixels([arrow.tail, arrow.tip])
        shaft, head = shaft_and_head(panel, arrow)
        if np.hypot(*(tip - tail)) < 1:
            continue
        assert np.abs(shaft[0] - tail).max() < 1e-6
        assert np.abs(head[0] - tip).max() < 1e-6
        assert (head[0] - head[1:].mean(axis=0)) @ (tip - tail) > 0


# --- What a phone shows ------------------------------------------------------------------------------------------


def on_a_phone(panel: Panel) -> tuple[float, float, float, float]:
    """What a phone shows of a panel, in its pixels: left, top, right, bottom."""
    width, height = panel.size
    shown = min(width, height * panel.crop) if panel.crop else width
    return (width - shown) / 2, 0.0, (width + shown) / 2, float(height)


@pytest.mark.parametrize("name", FIGURES)
def test_what_a_phone_shows_of_a_map_holds_every_path(name: str) -> None:
    for panel in scene(name).panels:
        left, top, right, bottom = on_a_phone(panel)
        leaves = any("off the map" in getattr(mark, "text", "") for mark in panel.marks)
        for run in panel.marks if panel.rounded and not leaves else ():
            if isinstance(run, Run) and "out of sight" not in str(panel.marks):
                pixels = panel.pixels(run.places)
                inside = (pixels >= (left, top)).all() and (pixels <= (right, bottom)).all()
                assert inside, f"{run.name} in {panel.name}: {np.min(pixels, axis=0)} to {np.max(pixels, axis=0)}"


# --- The moment that a still picture shows -----------------------------------------------------------------------


def picture(name: str, suffix: str) -> np.ndarray:
    """The last frame of a kept file, (height, width, 3)."""
    image = Image.open(io.BytesIO(store.file(records()[name], f"{name}.{suffix}")))
    image.seek(getattr(image, "n_frames", 1) - 1)
    return np.asarray(image.convert("RGB")).astype(int)


MOVING = [name for name in FIGURES if records()[name]["steps"]]


@pytest.mark.parametrize("name", MOVING)
@pytest.mark.parametrize("suffix", ["png", "gif"])
def test_a_picture_that_leaves_the_site_shows_every_run_at_its_last_step(name, suffix):
    seen, what = picture(name, suffix), scene(name)
    (width, _), spots = place(what)
    scale = seen.shape[1] / width
    for panel, spot in zip(what.panels, spots, strict=True):
        runs = [mark for mark in panel.marks if isinstance(mark, Run) and not leaves(panel, way(panel, mark))]
        for run in runs[-1:]:
            end = told(name).runs[panel.name, run.role, run.name][-1]
            x, y = ((panel.pixels(end) + spot) * scale).round().astype(int)
            tone = np.array(ImageColor.getrgb(ROLES[run.role].light))
            assert np.abs(seen[y - 1 : y + 2, x - 1 : x + 2] - tone).sum(axis=-1).min() < 40, panel.name


@pytest.mark.parametrize("name", ["memory-step", "fading-weights", "twenty-directions", "averaging-calms"])
def test_a_still_picture_shows_what_is_there_in_the_end_and_not_before(name):
    what, seen = scene(name), picture(name, "png")
    raster = Raster(what, 2.0)
    gaps = []
    for tick in (what.ticks - 1, what.ticks):
        raster.advance(tick)
        gaps.append(float(np.abs(seen - raster.image.astype(int)).mean()))
    # 255 colours are hardly less than all.
    assert gaps[1] < 0.5
    assert gaps[1] < gaps[0]
