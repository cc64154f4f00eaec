"""What a mark looks like is said once: pictures, style sheets and the explorer take it from `markers`."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw

import explored
from built import ROOT
from momentum.rendering import markers, parts
from momentum.rendering.layer import Layer
from momentum.rendering.motion import stroke
from momentum.rendering.paint import Sheet
from momentum.rendering.scene import Arrow, Note, Panel, Scene
from momentum.rendering.shapes import shaft_and_head
from momentum.rendering.style import colour
from momentum.rendering.svg import bodies
from momentum.site.tokens import stylesheet

ASSETS = ROOT / "docs" / "assets"
SHEETS = {name: (ASSETS / name).read_text("utf-8") for name in ("figure.css", "explorer/explorer.css")}
RULE = re.compile(r"(?P<selector>[^{}]+)\{(?P<body>[^{}]*)\}")
# The parts of a run and of the map under it, in figures and, behind `mx-`, in the explorer.
PARTS = re.compile(
    r"\.(?:mx-)?(?:pen|trail|case|casing|ghost|memory|head|halo|label|note|minimum|clock|strong)\b|mx-band\]"
)
WIDTH = re.compile(r"stroke-width: *(?P<value>[^;}]+)")
# Marks that only the explorer has: the hollow dots of a second run, and the curves of its charts.
OWN = (".mx-second .mx-dots", ".mx-chart .mx-trail")
DRAWING = [path for path in (ROOT / "src/momentum/rendering").glob("*.py") if path.name != "markers.py"]


def rules(sheet: str) -> list[tuple[str, str]]:
    bare = re.sub(r"/\*.*?\*/", "", SHEETS[sheet], flags=re.DOTALL)
    return [(match["selector"].strip(), match["body"]) for match in RULE.finditer(bare)]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_has_no_width_of_a_mark_of_its_own(sheet):
    found = [
        (selector, width["value"].strip())
        for selector, body in rules(sheet)
        if PARTS.search(selector) and not selector.endswith(OWN)
        for width in WIDTH.finditer(body)
    ]
    assert len(found) >= 5
    assert [pair for pair in found if "var(--mark-" not in pair[1]] == []


def test_sheets_and_markers_know_the_same_variables():
    used = {name for text in SHEETS.values() for name in re.findall(r"--mark-([\w-]+)", text)}
    assert used == set(markers.VARIABLES)
    for name, size in markers.VARIABLES.items():
        assert re.search(rf"--mark-{name}:{size:g}(?:px)?;", stylesheet())


@pytest.mark.parametrize("path", DRAWING, ids=lambda path: path.name)
def test_no_writer_of_pictures_types_the_width_of_a_line(path):
    assert re.findall(r"stroke-width[:=]\\?\"?[\d.]*[1-9]", path.read_text("utf-8")) == []


def test_the_explorer_reads_the_sizes_that_figures_have():
    looks = explored.model()["looks"]
    assert looks["arrow"] == [markers.ARROW, markers.ARROW_SHARE, markers.ARROW_WING]
    assert (looks["dot"], looks["head"], looks["spacing"]) == (markers.DOT, markers.HEAD, markers.SPACING)


@pytest.mark.parametrize("length", [4.0, 60.0])
def test_an_arrow_is_the_same_in_a_vector_picture_and_in_pixels(length):
    mark = Arrow((20, 50), (20 + length, 50), "momentum")
    panel = Panel("a", "An arrow", (100, 100), (0, 100), (0, 100), lambda axes: None, (mark,))
    _, head = shaft_and_head(panel, mark)
    size = np.ptp(head[:, 0])
    assert size == pytest.approx(min(markers.ARROW, markers.ARROW_SHARE * length))
    assert np.ptp(head[:, 1]) == pytest.approx(2 * markers.ARROW_WING * size)
    assert f'stroke-width="{markers.ARROW_WIDTH}"' in bodies(Scene((panel,)))[0]
    sheets = [Sheet(400, 400) for _ in range(2)]
    for sheet in sheets:
        sheet.image[:] = 255
    layer = Layer(panel, (0, 0), 4.0, 0, *sheets)
    layer.begin()
    painted = np.argwhere((sheets[0].image == [int(colour("momentum")[k : k + 2], 16) for k in (1, 3, 5)]).all(axis=-1))
    # Along the arrow, half a line's width beyond either end; across it, beyond the head's wings.
    low, high = painted.min(axis=0) / 4, (painted.max(axis=0) + 1) / 4
    reach = markers.ARROW_WIDTH / 2
    assert (low[1], high[1]) == pytest.approx((20 - reach, 20 + length + reach), abs=0.5)
    assert (low[0], high[0]) == pytest.approx((head[:, 1].min() - reach, head[:, 1].max() + reach), abs=0.5)


@pytest.mark.parametrize("scale", [0.4, 0.72, 0.9, 2.0])
def test_a_note_is_as_large_as_the_words_of_its_ground_however_small_the_picture(scale):
    note, place = Note("HHH", (10, 50), "momentum", size=15), ((200, 100), (0, 200), (0, 100))
    ground = Panel("a", "A word", *place, lambda axes: parts.write(axes, *note.at, note.text, size=note.size))
    moving = Panel("b", "A note", *place, lambda axes: None, (note,))
    heights = []
    for panel in (ground, moving):
        sheets = [Sheet(round(200 * scale), round(100 * scale)) for _ in range(2)]
        for sheet in sheets:
            sheet.image[:] = 255
        Layer(panel, (0, 0), scale, 0, *sheets).begin()
        inked = np.abs(sheets[0].image.astype(int) - 255).sum(axis=-1) > 300
        heights.append(np.ptp(np.flatnonzero(inked.any(axis=1))) + 1)
    assert heights[1] == pytest.approx(heights[0], abs=2), "a pixel of a ring at either end"


@pytest.mark.parametrize("shape", markers.SHAPES)
def test_a_mark_has_no_hole_however_large_its_picture_is_shown(shape):
    floor = re.search(r"--s: *max\(([\d.]+),", SHEETS["figure.css"])
    least, zoom = float(floor[1]) if floor else 0.6, 50
    place, way = np.zeros(2), [(0.0, 0.0)]
    for kind, numbers in re.findall("([lhv])([^lhv]+)", stroke(shape)[0]):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for step in np.reshape(values, (-1, 2)) if kind == "l" else [(values[0], 0) if kind == "h" else (0, values[0])]:
            place = place + step
            way.append(tuple(place))
    assert np.allclose(place, 0, atol=1e-9)
    points = [tuple(point) for point in (np.array(way) + 8) * zoom]
    mark = ImageDraw.Draw(drawn := Image.new("1", (16 * zoom, 16 * zoom)))
    mark.line(points, 1, round(markers.TRAIL * least * zoom), joint="curve")
    for x, y in points:
        mark.circle((x, y), markers.TRAIL * least * zoom / 2, 1)
    ImageDraw.Draw(ring := Image.new("1", drawn.size)).polygon(points[1:-1], 1)
    left = (np.array(ring) & ~np.array(drawn)).sum() / zoom**2
    assert left < 0.25, "square pixels: less than can be seen, and in four corners"
