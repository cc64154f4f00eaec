"""SVG: coordinates, keyframes, colours and ids of what is written, and exact step timing."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from momentum.rendering import motion, vector
from momentum.rendering.charts import Curve, curves
from momentum.rendering.markers import SPACING
from momentum.rendering.motion import trail
from momentum.rendering.scene import Area, Arrow, Note, Panel, Run, Scene, Veil
from momentum.rendering.style import ROLES
from momentum.rendering.svg import bodies, panel_svg, standalone

SVG = "{http://www.w3.org/2000/svg}"
ZIGZAG = np.array([[0, 0], [90, 40], [10, 60], [80, 30], [80, 30], [81, 31], [50, 50]], dtype=float)


def scene(*marks, ticks=6, draw=lambda axes: None, **options):
    panel = Panel("plane", "A plane", (100, 80), (0.0, 100.0), (0.0, 80.0), draw, tuple(marks), **options)
    return Scene((panel,), ticks=ticks, seconds=0.2)


def document(what, name="figure"):
    return standalone(what, bodies(what), name, "A title", 'Says "a < b" & more')


def stops(easing):
    """A CSS linear() function -> its (output, input) pairs; the input None where CSS is to space them evenly."""
    inside = re.fullmatch(r"linear\((.*)\)", easing)[1]
    parts = [stop.split() for stop in inside.split(",")]
    return [(float(part[0]), float(part[1][:-1]) / 100 if len(part) > 1 else None) for part in parts]


def arrivals(pixels):
    """The shares of a polyline's length at its points."""
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
    return along / along[-1]


def test_every_step_takes_the_same_time_whatever_its_length():
    easing = trail(ZIGZAG, None).easing()
    outputs = [output for output, place in stops(easing)]
    # Shares are rounded to a fifth of a pixel of some 290.
    assert outputs == pytest.approx(arrivals(ZIGZAG), abs=0.2 / 290)
    assert all(place is None for _, place in stops(easing))


@pytest.mark.parametrize("marker", ["round", "diamond", "square"])
def test_marks_cost_the_pen_no_time(marker):
    pen = trail(ZIGZAG, marker)
    found = stops(pen.easing())
    times = [place for _, place in found if place is not None]
    assert times == sorted(times)
    assert set(np.round(times, 5)) == set(np.round(np.arange(1, 7) / 6, 5))
    jumps = [b[0] - a[0] for a, b in pairwise(found) if a[1] == b[1]]
    assert len(jumps) == 4  # at the steps that are at least SPACING from the marked one before, but the first
    assert max(jumps) - min(jumps) < 0.003
    assert pen.leave[-1] == pytest.approx(1)


def test_crowded_steps_go_unmarked():
    near = np.column_stack([np.arange(10) * SPACING / 4, np.zeros(10)])
    dot = motion.stroke("round")[0]
    assert trail(near, "round").d.count(dot) < trail(near * 8, "round").d.count(dot) == 10


def test_long_paths_are_timed_to_a_fraction_of_a_pixel():
    far = np.array([[0, 0], [1000, 0]] * 200, dtype=float)
    easing = trail(far, None).easing()
    outputs = np.array([output for output, _ in stops(easing)])
    assert np.abs(outputs - arrivals(far)).max() * 399_000 <= 0.2


def test_head_and_trail_ride_the_same_points():
    text = document(scene(Run(ZIGZAG, "momentum", "momentum", marker=None)))
    path = re.search(r'class="case[^>]*><path id="[^"]*" d="([^"]*)"', text)[1]
    assert re.search(r"offset-path:path\('([^']*)'\)", text)[1] == path
    assert len(set(re.findall(r"--e:(linear\([^)]*\))", text))) == 1


def test_a_mark_is_there_from_its_first_tick_to_its_last():
    text = document(
        scene(
            Arrow((0, 0), (50, 50), "ink", first=2, last=4),
            Note("later", (10, 10), first=3),
            Area([[(0, 0), (9, 0), (9, 9)]], "band-3"),
        )
    )
    assert re.search(r'class="arrow [^"]*flash"[^>]*--b:0.4s;--t:0.4s', text)
    assert re.search(r'class="note hold" style="--t:0.6s"', text)
    assert re.search(r'class="area f-band-3"', text)


def test_a_veil_travels_from_the_first_tick_to_the_last():
    chart = curves([Curve(np.geomspace(100, 1, 7), "momentum", "momentum")], ticks=6, size=(300, 150))
    text = document(Scene((chart,), ticks=6))
    left, _, right, _ = chart.area
    assert f'x="{left:g}"' in re.search(r'<rect class="sweep[^>]*>', text)[0]
    assert f"translateX({right - left:g}px);--e:linear" in text
    stepped = Panel("bars", "", (100, 80), (-0.5, 3.5), (0, 1), lambda axes: None, (Veil(stepped=True, cursor=False),))
    assert "translateX(75px);--e:steps(3)" in document(Scene((stepped,), ticks=3))


def test_text_stays_above_the_veil():
    chart = curves([Curve(np.geomspace(100, 1, 7), "momentum", "momentum", label_at=5)], ticks=6)
    text = document(Scene((chart,), ticks=6))
    assert text.index('class="sweep') < text.index("<text") < text.index('class="head')


def test_powers_of_ten_are_raised_in_the_figure_s_own_face():
    chart = curves([Curve(np.geomspace(100, 1e-6, 7), "momentum", "momentum")], ticks=6)
    text = document(Scene((chart,), ticks=6))
    assert re.search(r'>10<tspan dy="-.36em" font-size="75%">−\d</tspan><', text)
    assert not re.search("[⁰-⁹⁻]", text)


def test_a_file_to_take_away_is_well_formed_and_says_what_it_shows():
    root = ElementTree.fromstring(document(scene(Run(ZIGZAG, "momentum", "a < b & c"))))
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    texts = {element.get("id"): element.text for element in root.iter() if element.get("id") in named}
    assert list(texts.values()) == ["A title", 'Says "a < b" & more']
    assert root.find(f"{SVG}rect").get("fill") == ROLES["card"].light


def test_every_id_carries_the_prefix_and_every_reference_has_its_id():
    what = scene(Run(ZIGZAG * 3, "momentum", "momentum"), rounded=True)
    panel = what.panels[0]
    text = panel_svg(panel, what, bodies(what)[0], "duel-2-")
    ids, references = re.findall(r' id="([^"]*)"', text), re.findall(r"url\(#([^)]*)\)", text)
    assert ids
    assert all(one.startswith("duel-2-plane-") for one in ids)
    assert set(references) <= set(ids)


def test_a_run_that_leaves_its_panel_is_cut_at_the_edge():
    assert "clip-path" in re.search("<g class=.run[^>]*>", document(scene(Run(ZIGZAG * 3, "momentum", "m"))))[0]
    assert "clip-path" not in re.search("<g class=.run[^>]*>", document(scene(Run(ZIGZAG, "momentum", "m"))))[0]


def test_colours_are_variables_with_the_light_value_to_fall_back_on():
    text = document(scene(Run(ZIGZAG, "momentum", "momentum")))
    assert ".f-momentum{fill:var(--fig-momentum,#1448b4)}" in text
    assert re.search(r'<path class="head s-casing f-momentum" d="[^"]*" fill="#1448b4"', text)
    assert set(re.findall(r"#[0-9a-f]{6}", text)) <= {role.light for role in ROLES.values()}


def test_opacities_are_not_rounded_away():
    def draw(axes):
        axes.fill([0, 50, 50], [0, 0, 50], color=ROLES["band-3"].light, alpha=0.075, lw=0)

    assert re.search(r'opacity="0?\.075"', document(scene(draw=draw)))


def test_a_scene_without_ticks_is_still():
    still = document(scene(ticks=0, draw=lambda axes: axes.plot([0, 50], [0, 50], color=ROLES["ink"].light)))
    inside = still[still.index("</style>") :]
    assert "--e:" not in inside
    assert 'class="trail' not in inside


def test_reduced_motion_and_print_show_the_finished_picture():
    text = document(scene(Run(ZIGZAG, "momentum", "momentum")))
    assert "@media (prefers-reduced-motion:reduce),print{*{animation:none!important}}" in text


def test_a_run_with_a_beta_drags_its_last_steps_each_beta_times_as_strong():
    text = document(scene(Run(ZIGZAG, "momentum", beta=0.5)))
    memory = re.search(r'<g class="memory" style="--p:0.2s;--n:2;--e:linear\(0,0.5,0.75\)">(.*?)</g>', text)[1]
    steps = re.findall(r'style="--i:(\d)(?:;--o:([\d.]+))?"', memory)
    # Step 4 goes nowhere and step 5 a pixel and a half: they would lie under the head.
    assert steps == [("1", ""), ("2", ""), ("3", ""), ("6", "1")]
    assert 'class="memory"' not in document(scene(Run(ZIGZAG, "gradient-descent")))


def test_a_map_that_phones_crop_says_how():
    what = scene(crop=1.1)
    assert 'preserveAspectRatio="xMidYMid slice"' in (text := panel_svg(what.panels[0], what, "", "figure"))
    assert ";--h:80;--a:1.1" in text


def test_a_section_sign_in_a_label_stays_one():
    text = document(scene(Note("see § 4.6", (10, 10)), draw=lambda axes: axes.text(5, 5, "§ 2")))
    assert "see § 4.6<" in text
    assert ">§ 2<" in text
    assert vector.PREFIX not in text
