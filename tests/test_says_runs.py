"""Every run, curve, readout and table row is the one that its name and colour say, and no two that meet are alike."""

from __future__ import annotations

import re
from html import unescape
from itertools import combinations

import numpy as np
import pytest

from momentum.rendering.scene import Run
from momentum.rendering.shapes import leaves, way
from momentum.rendering.style import ROLES
from momentum.store.rounding import show
from retold import FIGURES, records, scene
from retold_runs import TELLERS, told

MOVING = [name for name in FIGURES if records()[name]["steps"]]
SAYING = [name for name in MOVING if records()[name]["readouts"]]
# Two ways to add the same numbers differ in the last digits, and a chaotic run keeps fewer of them.
CLOSE = {"rtol": 1e-6, "atol": 1e-9}


def test_every_moving_figure_is_told_again():
    assert set(TELLERS) == set(MOVING) == {name for name in FIGURES if scene(name).ticks}
    assert [name for name in MOVING if scene(name).readouts] == SAYING
    assert all(len(records()[name]["events"]) == len(scene(name).events) for name in FIGURES)


def test_methods_that_meet_differ_in_more_than_colour():
    for name in FIGURES:
        for panel in scene(name).panels:
            marks: dict[str, set[str | None]] = {}
            for run in panel.marks:
                if isinstance(run, Run) and run.trail:
                    marks.setdefault(run.role, set()).add(run.marker)
            for one, other in combinations(marks, 2):
                assert marks[one].isdisjoint(marks[other]), f"{one} and {other} in {name}, panel {panel.name}"


@pytest.mark.parametrize("name", MOVING)
def test_a_run_is_the_one_that_its_panel_role_and_name_say(name):
    drawn = {
        (panel.name, run.role, run.name): run.places
        for panel in scene(name).panels
        for run in panel.marks
        if isinstance(run, Run)
    }
    expected = told(name).runs
    assert set(drawn) == set(expected)
    for key, points in expected.items():
        lifted = np.maximum(drawn[key], -300.0)
        np.testing.assert_allclose(lifted, np.maximum(points, -300.0), **CLOSE, err_msg=str(key))


@pytest.mark.parametrize("name", MOVING)
def test_a_readout_has_the_values_of_the_run_that_it_names(name):
    said = {(one.name, one.role, one.unit): np.asarray(one.values) for one in scene(name).readouts}
    expected = told(name).readouts
    assert set(said) == set(expected)
    for key, values in expected.items():
        np.testing.assert_allclose(said[key], values, rtol=1e-6, atol=1e-9, err_msg=str(key))


@pytest.mark.parametrize("name", SAYING)
def test_the_page_says_at_every_step_what_that_run_has_there(name):
    for readout in records()[name]["readouts"]:
        values = told(name).readouts[readout["name"], readout["role"], readout["unit"]]
        assert len(readout["values"]) == len(values)
        for step, (text, value) in enumerate(zip(readout["values"], values, strict=True)):
            assert near(text, value), f"{readout['name']} at {step}: {text}, not {value}"


def near(text: str, value: float) -> bool:
    """Whether a text is how a value prints, or how one prints that differs from it by rounding."""
    if text in {show(float(value * (1 + off))) for off in (0, 1e-6, -1e-6)}:
        return True
    # What is almost nothing keeps few digits: nobody reads them off a picture.
    return abs(value) < 1e-9 and abs(plain(text) - value) < 1e-9


def plain(text: str) -> float:
    """A number as pages print it, a power of ten in raised digits."""
    power = re.fullmatch(r"(?:(.+?)\s*×\s*)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    scale = 10.0 ** int(power[2].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) if power else 1.0
    return scale * float((power[1] or "1" if power else text).replace("−", "-"))


@pytest.mark.parametrize("name", SAYING)
def test_a_row_of_the_table_holds_the_values_of_its_own_step(name):
    table = records()[name]["table"]
    what = scene(name)
    assert table is not None
    assert table["head"] == [what.tick, *(f"{one.name}: {one.unit}" for one in what.readouts)]
    for tick, *cells in table["rows"]:
        for cell, one in zip(cells, what.readouts, strict=True):
            value = told(name).readouts[one.name, one.role, one.unit][int(tick)]
            assert near(cell, value), f"{one.name} at {tick}: {cell}, not {value}"


@pytest.mark.parametrize("name", MOVING)
def test_the_svg_draws_each_run_under_its_name_in_its_colour_to_its_end(name):
    for panel, drawn in zip(scene(name).panels, records()[name]["panels"], strict=True):
        groups = re.findall(r'<g class="run s-([\w-]+)" stroke="(#\w+)" data-run="([^"]*)".*?class="head s-casing '
                            r"f-([\w-]+)\".*?offset-path:path\('([^']*)'\)", drawn["svg"], re.DOTALL)  # fmt: skip
        runs = [run for run in panel.marks if isinstance(run, Run)]
        assert len(groups) == len(runs)
        for (role, tone, called, head, path), run in zip(groups, runs, strict=True):
            assert (role, head, unescape(called)) == (run.role, run.role, run.name)
            assert tone == ROLES[run.role].light
            pixels = panel.pixels(told(name).runs[panel.name, run.role, run.name])
            if not leaves(panel, way(panel, run)):
                begin = [float(part) for part in re.findall(r"-?[\d.]+", path)[:2]]
                assert np.abs(pixels[0] - begin).max() <= 0.11


@pytest.mark.parametrize("name", [name for name in FIGURES if records()[name]["events"]])
def test_an_event_names_the_run_that_arrives_at_its_step(name):
    for event in scene(name).events:
        called, _, tolerance = event.text.rpartition(": loss ")
        loss = told(name).readouts[called, event.role, "loss"]
        assert loss[event.tick] <= float(tolerance) < loss[event.tick - 1]
