"""A still picture shows the last moment, and a phone every path of a map."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageColor

from momentum.rendering.layout import place
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Panel, Run
from momentum.rendering.shapes import leaves, way
from momentum.rendering.style import ROLES
from momentum.store import store
from retold import FIGURES, records, scene
from retold_runs import told


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


PASSING = re.compile(r'class="(?:note|arrow|area)[^"]* flash"')


def test_what_is_gone_by_the_last_step_is_in_no_picture_of_it():
    seen = 0
    for name in MOVING:
        what = scene(name)

        def passes(mark: Any, ticks: int = what.ticks) -> bool:
            return getattr(mark, "last", None) is not None and mark.last <= ticks

        gone = [sum(map(passes, panel.marks)) for panel in what.panels]
        assert [len(PASSING.findall(panel["svg"])) for panel in records()[name]["panels"]] == gone, name
        if not any(gone):
            continue
        bare = [replace(panel, marks=tuple(mark for mark in panel.marks if not passes(mark))) for panel in what.panels]
        whole, rest = (Raster(one, 1.0, ends=True) for one in (what, replace(what, panels=tuple(bare))))
        for raster in (whole, rest):
            raster.advance(what.ticks)
        assert np.array_equal(whole.image, rest.image), name
        seen += sum(gone)
    assert seen > 100
