"""A figure has the parts that are kept for it."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

import made
from momentum import LOSSES, METHODS, descend
from momentum.rendering.scene import Run
from momentum.store import store
from retold import FIGURES

# A figure that is new has no parts kept for it yet.
LISTED = sorted(path.stem for path in made.KEPT.glob("*.tsv"))
WHEELS = [name for name, record in made.records().items() if record.get("wheel")]


@pytest.mark.parametrize("name", LISTED)
def test_a_figure_has_the_parts_that_are_kept_for_it(name):
    kept, found = (made.KEPT / f"{name}.tsv").read_text("utf-8").splitlines(), made.parts(name)
    changed = [
        (one, other) for one, other in zip(kept, found, strict=False) if made.differ(one, other, name in made.SINGLE)
    ]
    assert changed == [], "if this is meant, `make keep` writes the parts anew: read the difference"
    assert len(found) == len(kept)


@pytest.mark.parametrize("name", made.FIGURES)
def test_a_picture_that_stands_alone_has_its_title_and_its_description(name):
    record = made.records()[name]
    svg = store.file(record, f"{name}.svg").decode()
    title, described = (
        unescape(re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", svg, re.DOTALL)[1]) for tag in ("title", "desc")
    )
    assert title == record["title"]
    assert described == record["alt"]


def test_a_wheel_shows_what_the_figure_s_map_shows():
    assert len(WHEELS) >= 5
    for name in WHEELS:
        ground = made.scene(name).panels[0]
        assert made.records()[name]["wheel"]["view"] == [list(ground.xlim), list(ground.ylim)], name


def test_a_wheel_begins_with_the_runs_that_its_figure_draws():
    for name in WHEELS:
        state, what = made.records()[name]["wheel"]["state"], made.scene(name)
        maps = [panel for panel in what.panels if panel.rounded]
        drawn = [(mark, panel) for panel in maps for mark in panel.marks if isinstance(mark, Run)]
        assert state["steps"] == what.ticks
        assert len(state["runs"]) == len(drawn)
        for one, (run, panel) in zip(state["runs"], drawn, strict=True):
            method, loss = METHODS[one["method"]], LOSSES[state["loss"]]
            walked = descend(loss, method.make(**one["values"]), state["start"], state["steps"]).theta
            # A run that leaves its map stands where it left it.
            outside = np.flatnonzero(np.abs(walked[:, 1]) > panel.ylim[1])
            if len(outside):
                walked[outside[0] :] = walked[outside[0]]
            np.testing.assert_allclose(run.places, walked, rtol=1e-9, atol=1e-12, err_msg=f"{name}: {run.name}")


def test_parts_are_kept_of_figures_and_of_nearly_all():
    assert set(LISTED) <= set(FIGURES)
    assert len(LISTED) >= 50


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        ("dot\tmomentum\t0.9 1.301", False), ("dot\tmomentum\t0.9001 1.302", False), ("dot\tmomentum\t0.9 1.4", True),
        ("dot\tnesterov\t0.9 1.301", True), ("dot\tmomentum\t-0.9 1.301", True),
    ],
)  # fmt: skip
def test_a_part_differs_by_its_words_or_by_more_than_rounding(other, changed):
    assert made.differ("dot\tmomentum\t0.9 1.301", other) is changed
