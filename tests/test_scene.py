"""Scenes and marks: what they refuse, and where data lie in pixels."""

from __future__ import annotations

import numpy as np
import pytest

from momentum.rendering.layout import GAP, place
from momentum.rendering.scene import Area, Arrow, Event, Note, Panel, Readout, Run, Scene
from momentum.rendering.shapes import FAR, leaves, shaft_and_head, simplify, way
from momentum.rendering.style import METHODS, ROLES


def panel(*marks, size=(200, 100), name="plane", span="full", **options):
    return Panel(name, "A plane", size, (-1.0, 1.0), (0.0, 2.0), lambda axes: None, tuple(marks), span=span, **options)


def run(points, **options):
    return Run(points, "momentum", "momentum", **options)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: run([[0, 0, 0], [1, 1, 1]]), r"shape \(ticks \+ 1, 2\); got shape \(2, 3\) for 'momentum'"),
        (lambda: run([[0, 0], [np.nan, 1]]), "A run takes finite points"),
        (lambda: run([[0, 0], [1, 1]], marker="star"), "must be round, diamond, .* or None; got 'star'"),
        (lambda: Run([[0, 0], [1, 1]], "pink", "p"), "A colour role must be one of page, card, .*; got 'pink'"),
        (lambda: Arrow((0, 0), (np.inf, 0), "ink"), "An arrow takes finite numbers"),
        (lambda: Arrow((0, 0), (1, 0), "ink", first=3, last=3), "until a later tick; got 3 to 3"),
        (lambda: Area((), "ink"), "An area takes at least one ring; got none"),
        (lambda: Area([[[0, 0], [1, 0], [np.nan, 1]]], "ink"), "An area takes finite numbers"),
        (lambda: Note("here", (0, 0), anchor="left"), "must be start, middle or end; got 'left'"),
        (lambda: Scene(()), "A scene takes at least one panel; got none"),
        (lambda: Scene((panel(run([[0, 0], [1, 1]])),), ticks=2), "takes 3 points; 'momentum' in panel 'plane' has 2"),
        (lambda: Scene((panel(),), ticks=2, readouts=(Readout("a", "ink", [1.0]),)), "takes 3 values; 'a' has 1"),
        (lambda: Scene((panel(), panel())), "Panels of a scene must have names of their own; got 'plane' twice"),
        (lambda: panel(crop=2.5), "A crop must be narrower than its panel; got 2.5 for 'plane'"),
        (lambda: Scene((panel(),), ticks=2, events=(Event(3, "late"),)), "from tick 0 to 2; got 3 for 'late'"),
        (lambda: run([[0, 0], [1, 1]], beta=1.0), r"beta must lie in \[0, 1\); got 1.0"),
        (lambda: panel(span="most"), "must be full, two-thirds, half or third; got 'most'"),
    ],
)
def test_a_scene_refuses_what_it_cannot_show(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_data_lie_where_the_limits_and_margins_say():
    framed = panel(margin=(20, 10, 30, 40))
    assert framed.pixels([(-1, 0), (1, 2), (0, 1)]).tolist() == [[20, 60], [170, 10], [95, 35]]


def test_rows_fill_from_the_left_and_keep_a_gap():
    scene = Scene(
        (
            panel(size=(400, 100)),
            panel(name="left", size=(190, 80), span="half"),
            panel(name="right", size=(190, 60), span="half"),
        )
    )
    (width, height), spots = place(scene)
    assert spots == [(GAP, GAP), (GAP, 2 * GAP + 100), (2 * GAP + 190, 2 * GAP + 100)]
    assert (width, height) == (2 * GAP + 400, 3 * GAP + 180)


def test_a_run_that_flees_stops_on_its_straight_line():
    shown = way(panel(), run([[0, 1], [1e200, 1 + 1e200], [-1e300, 0]]))
    reach = FAR * 200
    assert np.abs(shown).max() <= reach * (1 + 1e-12)
    first = shown[1] - shown[0]
    assert first[1] / first[0] == pytest.approx(-50 / 100)  # 50 px a unit upwards for 100 px a unit to the right
    assert (shown[2] == shown[1]).all()


def test_a_run_leaves_its_panel_only_beyond_a_head_s_size():
    inside, outside = (way(panel(), run([[0, 1], [1, y]])) for y in (2.1, 3.0))
    assert not leaves(panel(), inside)
    assert leaves(panel(), outside)


def test_an_arrow_ends_at_its_tip_and_short_ones_have_small_heads():
    for tip in ((1, 1), (0.05, 1)):
        shaft, head = shaft_and_head(panel(), Arrow((0, 1), tip, "ink"))
        assert head[0] == pytest.approx(panel().pixels(tip))
        assert np.hypot(*(head[0] - shaft[0])) > np.hypot(*(head[0] - shaft[1]))
    nothing = shaft_and_head(panel(), Arrow((0, 1), (0, 1), "ink"))
    assert np.isfinite(np.concatenate(nothing)).all()


def test_simplified_outlines_stay_within_the_tolerance():
    angle = np.linspace(0, 2 * np.pi, 500)
    ring = 100 * np.column_stack([np.cos(angle), np.sin(angle)])
    few = simplify(ring, 0.3)
    assert len(few) < 500 / 7
    middles = (few[1:] + few[:-1]) / 2
    # A chord's middle is where it is furthest from the circle.
    assert (100 - np.hypot(*middles.T)).max() <= 0.3 + 1e-9


def test_a_role_brings_its_name_and_its_marker():
    for name in METHODS:
        run = Run([[0, 0], [1, 1]], name)
        assert (run.name, run.marker) == (ROLES[name].name, ROLES[name].marker)
    assert Run([[0, 0], [1, 1]], "momentum", marker=None).marker is None
