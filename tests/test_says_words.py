"""Words stand beside the curves that they name, and a number inside a picture is the measured one."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from drawn import PANELS, TONES, drawn
from momentum.rendering.scene import Note, Panel, Run, Veil
from retold import FIGURES, scene
from retold_words import CHOSEN, WORDS, said
from test_says_charts import GUIDES


def _dense(panel: Panel, points: np.ndarray) -> np.ndarray:
    """Points (n, 2) in data -> places a pixel apart, y upwards as boxes of words have it, inside the panel."""
    pixels = panel.pixels(points[np.isfinite(points).all(axis=1)])
    pixels = np.column_stack([pixels[:, 0], panel.size[1] - pixels[:, 1]])
    pixels = np.clip(pixels, -1e4, 1e4)
    reach = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
    at = np.arange(0, reach[-1] + 1)
    found = np.column_stack([np.interp(at, reach, column) for column in pixels.T])
    width, height = panel.size
    return found[(found[:, 0] >= 0) & (found[:, 0] <= width) & (found[:, 1] >= 0) & (found[:, 1] <= height)]


def _away(box: tuple[float, float, float, float], places: np.ndarray) -> float:
    x0, y0, x1, y1 = box
    if not len(places):
        return np.inf
    dx = np.maximum(np.maximum(x0 - places[:, 0], places[:, 0] - x1), 0)
    dy = np.maximum(np.maximum(y0 - places[:, 1], places[:, 1] - y1), 0)
    return float(np.hypot(dx, dy).min())


# Pixels, of two words together.
FAR = 80


def _beside(name: str) -> list[tuple[str, dict[str, float]]]:
    """For the words in a curve's colour: the curve that they name, and how far they are from each."""
    panel = PANELS[name]
    known = {mark.name: [_dense(panel, mark.places)] for mark in panel.marks if isinstance(mark, Run)}
    roles: dict[str, list[np.ndarray]] = {}
    for role, places in [
        *((line.role, _dense(panel, line.points)) for line in drawn(name).lines),
        *((mark.role, _dense(panel, mark.places)) for mark in panel.marks if isinstance(mark, Run)),
    ]:
        roles.setdefault(role, []).append(places)
    found = []
    for words in drawn(name).words:
        role = TONES[words.tone]
        for group, own in ((known, words.text), (roles, role)):
            if own in group and role not in GUIDES:
                away = {key: min(_away(words.box, places) for places in one) for key, one in group.items()}
                found.append((own, away))
                break
    return found


@pytest.mark.parametrize("name", PANELS)
def test_two_words_in_the_colours_of_curves_would_stand_worse_in_each_other_s_place(name):
    # On a map of rates words name regions, not the borders between them.
    said = _beside(name) if name not in ("regions/map", "beta-map/map") else []
    for place, (one, near) in enumerate(said):
        for other, far in said[place + 1 :]:
            if other != one and other in near and one in far:
                own, exchanged = near[one] + far[other], near[other] + far[one]
                # Words that stand far from either curve are a title or a legend.
                assert own <= exchanged + 5 or min(own, exchanged) > FAR, f"{one} and {other} in {name}"


def numbers(name: str) -> Counter[tuple[str, str, str, float | None]]:
    """The words with a number in a figure's panels, in the colour of something: panel, role, text, first tick."""
    found: Counter[tuple[str, str, str, float | None]] = Counter()
    for panel in (one for one in PANELS if one.split("/")[0] == name):
        notes = [mark for mark in PANELS[panel].marks if isinstance(mark, Note)]
        for words in drawn(panel).words:
            note = next((one for one in notes if (one.text, tuple(one.at)) == (words.text, words.at)), None)
            if note is not None:
                notes.remove(note)
            if TONES[words.tone] != "muted" and re.search(r"\d|never", words.text):
                found[panel.split("/")[1], TONES[words.tone], words.text, note.first if note else None] += 1
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_a_number_inside_a_picture_is_the_measured_one_from_its_own_step_on(name):
    expected, found = Counter(said(name)), numbers(name)
    if name == "one-step":  # a number is written once for all the steps at which it is the same
        expected, found = ({(*key[:3], None) for key in one} for one in (expected, found))
        assert set(found) == set(expected)
        return
    chosen = [key for key in found if key[2] in CHOSEN.get(name, ())]
    assert len(chosen) == len(CHOSEN.get(name, ()))
    for key in chosen:
        del found[key]
    assert found == expected


def test_no_word_of_a_chart_stands_where_the_clock_s_line_comes_to_rest():
    seen, struck = 0, []
    for name, panel in PANELS.items():
        clocks = [mark for mark in panel.marks if isinstance(mark, Veil) and mark.cursor]
        if not clocks:
            continue
        seen += 1
        _, top, _, bottom = panel.area
        rest = panel.pixels((scene(name.partition("/")[0]).ticks + 0.5 * clocks[0].stepped, 0))[0]
        for words in drawn(name).words:
            left, low, right, high = words.box
            inside = top < panel.size[1] - (low + high) / 2 < bottom
            struck += [(name, words.text)] * bool(inside and left - 3 < rest < right + 3)
    assert seen > 30
    assert not struck


def test_what_is_told_again_is_there():
    assert set(WORDS) | set(CHOSEN) <= set(FIGURES)
