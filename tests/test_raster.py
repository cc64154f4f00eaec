"""The picture of a scene at a step: what it changes, where, and in which colours."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from momentum.rendering.gif import SCALE
from momentum.rendering.layout import GAP
from momentum.rendering.markers import HALO
from momentum.rendering.paint import joined
from momentum.rendering.png import png
from momentum.rendering.raster import Raster
from momentum.rendering.scene import Area, Arrow, Note, Run, Scene, Veil
from small_scenes import PATH, TICKS, duel, near, one_plane


def test_what_is_under_way_leaves_nothing_behind():
    by_halves, by_steps = Raster(duel(), SCALE), Raster(duel(), SCALE)
    for tick in range(1, TICKS + 1):
        by_halves.advance(tick - 0.5)
        by_halves.advance(tick)
        by_steps.advance(tick)
        assert np.array_equal(by_halves.image, by_steps.image), tick


def test_what_changes_lies_within_what_is_said_to_change():
    picture = Raster(duel(), SCALE)
    for half in range(1, 2 * TICKS + 1):
        before = picture.image.copy()
        inside = np.zeros(before.shape[:2], dtype=bool)
        for x0, y0, x1, y1 in picture.advance(half / 2):
            inside[y0:y1, x0:x1] = True
        assert not ((before != picture.image).any(axis=-1) & ~inside).any()


def test_boxes_that_meet_are_joined_and_empty_ones_are_dropped():
    assert sorted(joined([(0, 0, 4, 4), (10, 0, 12, 2), (3, 3, 6, 5), (7, 7, 7, 9)])) == [(0, 0, 6, 5), (10, 0, 12, 2)]
    # One that bridges two others takes both in.
    assert joined([(0, 0, 4, 4), (10, 0, 12, 2), (3, 0, 11, 1)]) == [(0, 0, 12, 4)]


def test_a_memory_is_drawn_behind_the_head_and_nowhere_else():
    plain, heavy = (
        Raster(Scene((one_plane(Run(PATH, "momentum", beta=beta)),), ticks=TICKS), 1.0) for beta in (0, 0.5)
    )
    for picture in (plain, heavy):
        picture.advance(8)
    changed = np.argwhere((plain.image != heavy.image).any(axis=-1))[:, ::-1]
    panel = one_plane()
    last = panel.pixels(PATH[6:9]) + GAP
    assert len(changed) > 200
    assert (changed >= last.min(axis=0) - 9).all()
    assert (changed <= last.max(axis=0) + 9).all()


@pytest.mark.parametrize(("middle", "upright"), [(False, 0.0), (True, 0.5)])
@pytest.mark.parametrize(("anchor", "share"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_a_note_stands_at_its_place_by_its_anchor(anchor, share, middle, upright):
    note = Note("HHHHH", (0, 0), "adam", anchor=anchor, middle=middle)
    without, drawn = (Raster(Scene((one_plane(*marks),), ticks=TICKS), 2.0) for marks in ((), (note,)))
    rows, columns = np.nonzero((without.image != drawn.image).any(axis=-1))
    place = 2 * (one_plane().pixels(np.array([note.at]))[0] + GAP)
    wide, high = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert columns.min() + share * wide == pytest.approx(place[0], abs=2 * HALO)
    assert rows.max() + 1 - upright * high == pytest.approx(place[1], abs=2 * HALO)
    assert wide > 8 * HALO
    assert high > 4 * HALO


def test_marks_come_and_go_at_their_ticks():
    scene = Scene(
        (
            one_plane(
                Arrow((-9, 0), (-5, 0), "gradient-descent", first=2, last=5),
                Area([[(4, -4), (6, -4), (6, -2), (4, -2)]], "nesterov", first=3),
                Note("here", (0, 4), "adam", last=4),
                Arrow((-9, -4), (-5, -4), "lion", first=6, last=8),
            ),
        ),
        ticks=8,
    )
    picture, ticks = Raster(scene, 1.0), {"gradient-descent": [2, 3, 4], "nesterov": [3, 4, 5, 6, 7, 8],
                                          "adam": [0, 1, 2, 3], "lion": [6, 7]}  # fmt: skip
    for tick in range(9):
        picture.advance(tick)
        seen = [role for role in ticks if near(picture.image, role).any()]
        assert seen == [role for role, shown in ticks.items() if tick in shown], tick


def test_a_run_that_flees_paints_nothing_outside_its_panel():
    fleeing = PATH.copy()
    fleeing[6:, 1] = 10.0 ** np.arange(TICKS + 1 - 6)
    scene = Scene((one_plane(Run(fleeing, "nesterov", "fleeing")),), ticks=TICKS)
    picture = Raster(scene, 1.0)
    picture.advance(TICKS)
    found = near(picture.image, "nesterov")
    assert found[GAP : GAP + 250, GAP : GAP + 500].any()
    found[GAP : GAP + 250, GAP : GAP + 500] = False
    assert not found.any()


def test_greek_letters_are_drawn_in_their_own_face():
    scene = Scene((one_plane(Note("β = 0.9", (-9, 4), "ink")),))
    assert near(Raster(scene, 2.0).image[: 2 * (GAP + 45)], "ink").sum() > 200


def test_a_still_picture_is_two_pixels_a_css_pixel():
    image = Image.open(io.BytesIO(png(Scene((one_plane(),)))))
    assert image.size == (2 * (500 + 2 * GAP), 2 * (250 + 2 * GAP))


@pytest.mark.parametrize("stepped", [False, True])
def test_a_veil_ends_at_the_clock_or_behind_the_whole_bar_of_its_tick(stepped: bool) -> None:
    chart = duel().panels[1]
    others = tuple(mark for mark in chart.marks if not isinstance(mark, Veil | Run))
    scene = Scene((replace(chart, marks=(*others, Veil(cursor=False, stepped=stepped))),), ticks=TICKS)
    now, end = Raster(scene, 2.0), Raster(scene, 2.0)
    end.advance(TICKS)
    for tick in (0, 3, 8):
        now.advance(tick)
        veiled = (now.image != end.image).any(axis=(0, 2))

        def at(when: float) -> int:
            return round((chart.pixels((when, 0))[0] + GAP) * 2.0)

        front = at(tick + (0.5 if stepped else 0.0))
        assert not veiled[: front - 1].any(), tick
        assert veiled[front + 1 : at(tick + 1)].any(), tick
