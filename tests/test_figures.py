"""Every figure in the registry: budgets, texts with numbers in them, the same bytes twice, decoded frames."""

from __future__ import annotations

import gzip
import io
import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageColor

from momentum.build import build, catalogue
from momentum.build.figure import make
from momentum.engine.methods import METHODS
from momentum.rendering.gif import REST, SCALES
from momentum.rendering.layout import place
from momentum.rendering.palette import COLOURS
from momentum.rendering.scene import Run
from momentum.rendering.shapes import leaves, way
from momentum.rendering.style import ROLES
from momentum.store import store
from retold import FIGURES as NAMES
from retold import scene

# Bytes of an SVG, raw and compressed; three figures may weigh more.
BUDGETS = {False: (30_000, 8_000), True: (45_000, 12_000)}
HEAVIEST = ("averaging-calms", "beta-too-large", "six-methods")


@pytest.fixture(scope="module")
def records():
    """All records; what the store lacks is made by a pool of processes."""
    return build.build()


def kept(record):
    return {filename: store.file(record, filename) for filename in record["files"]}


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_light(records, name):
    files = kept(records[name])
    raw, packed = BUDGETS[name in HEAVIEST]
    assert len(files[f"{name}.svg"]) <= raw
    assert len(gzip.compress(files[f"{name}.svg"], 9)) <= packed
    assert len(files.get(f"{name}.gif", b"")) <= 110_000
    assert len(files[f"{name}.png"]) <= 150_000


@pytest.mark.parametrize("name", NAMES)
def test_the_page_s_copy_is_as_light(records, name):
    panels = "".join(panel["svg"] for panel in records[name]["panels"])
    raw, packed = BUDGETS[name in HEAVIEST]
    assert len(panels) <= raw
    assert len(gzip.compress(panels.encode(), 9)) <= packed


@pytest.mark.parametrize("name", NAMES)
def test_another_process_makes_the_same_bytes(records, name):
    # The store's entry comes from a pool's worker or from an earlier build; this one is made here, alone.
    record, files = make(name, catalogue.module(name))
    assert files == kept(records[name])
    assert record == {key: value for key, value in records[name].items() if key in record}


@pytest.mark.parametrize("name", NAMES)
def test_the_texts_say_what_happened_in_numbers(records, name):
    record = records[name]
    assert re.search(r"\d", record["caption"]), record["caption"]
    assert re.search(r"\d", record["alt"]), record["alt"]
    assert len(record["alt"]) >= 80
    assert record["alt"].endswith(".")
    assert not re.search(r"[<>$*`]|:\w+\[", record["alt"])
    assert record["title"]
    assert not record["title"].endswith(".")
    assert record["command"] == f"python -m momentum render {name}"
    assert record["title"] in record["citation"]


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_are_plain_and_finite(records, name):
    for key, value in records[name]["numbers"].items():
        assert re.fullmatch("[a-z][a-z0-9_]*", key)
        assert type(value) in (int, float, str, bool)
        assert not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_moving_figure_says_what_each_step_measures(records, name):
    record = records[name]
    assert (f"{name}.gif" in record["files"]) == (record["steps"] > 0)
    labels = {method.label.lower(): method.label for method in METHODS.values()}
    for readout in record["readouts"]:
        assert len(readout["values"]) == record["steps"] + 1
        assert labels.get(readout["name"].lower(), readout["name"]) == readout["name"], "a method has one spelling"
    if record["readouts"]:
        rows = record["table"]["rows"]
        assert rows[0][0] == "0"
        assert rows[-1][0] == str(record["steps"])
        assert 3 <= len(rows) <= 12
        assert {len(row) for row in rows} == {len(record["table"]["head"])}


@pytest.mark.parametrize("name", NAMES)
def test_a_panel_has_a_label_and_colours_with_a_meaning(records, name):
    for panel in records[name]["panels"]:
        assert panel["label"]
        painted = set(re.findall(r"#[0-9a-f]{6}", panel["svg"]))
        assert painted <= {role.light for role in ROLES.values()}
        ElementTree.fromstring(panel["svg"])


@pytest.mark.parametrize("name", NAMES)
def test_the_motion_is_exact(records, name):
    """One keyframe a step: each head's easing has the shares of its path's length at the steps, equally spaced."""
    runs = [(panel, run) for panel in scene(name).panels for run in panel.marks if isinstance(run, Run)]
    heads = re.findall(r'class="head [^>]*--e:linear\(([^)]*)\)', "".join(p["svg"] for p in records[name]["panels"]))
    assert len(heads) == len(runs)
    for (panel, run), easing in zip(runs, heads, strict=True):
        pixels = np.round(way(panel, run), 1)
        lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
        shares = np.array([float(share) for share in easing.split(",")])
        assert len(shares) == scene(name).ticks + 1
        assert np.abs(shares - lengths / max(lengths[-1], 1e-9)).max() * lengths[-1] <= 0.21


def decode(content):
    image = Image.open(io.BytesIO(content))
    for number in range(image.n_frames):
        image.seek(number)
        yield np.asarray(image.convert("RGB")), image.info["duration"]


@pytest.mark.parametrize("name", NAMES)
def test_the_gif_shows_every_step_and_a_still_figure_has_none(records, name):
    what = scene(name)
    content = kept(records[name]).get(f"{name}.gif")
    assert (content is None) == (what.ticks == 0)
    if content is None:
        return
    decoded = list(decode(content))
    (width, height), spots = place(what)
    scale = next(scale for scale in SCALES if round(width * scale) == decoded[0][0].shape[1])
    assert decoded[0][0].shape == (round(height * scale), round(width * scale), 3)
    assert 2 ** ((content[10] & 7) + 1) - 1 in COLOURS
    with Image.open(io.BytesIO(content)) as image:
        assert image.info["loop"] == 0, "it begins again and again"
    times = [time for _, time in decoded]
    assert times[-1] == REST
    assert sum(times[:-1]) == pytest.approx(1000 * what.times[-1], abs=100)
    last = decoded[-1][0].astype(int)
    for panel, spot in zip(what.panels, spots, strict=True):
        heads = [run for run in panel.marks if isinstance(run, Run) and not leaves(panel, way(panel, run))]
        # A head may rest under another one, or under a label: the topmost head of each panel is seen.
        if heads:
            x, y = ((way(panel, heads[-1])[-1] + spot) * scale).round().astype(int)
            tone = np.array(ImageColor.getrgb(ROLES[heads[-1].role].light))
            assert np.abs(last[y - 1 : y + 2, x - 1 : x + 2] - tone).sum(axis=-1).min() < 40, panel.name
