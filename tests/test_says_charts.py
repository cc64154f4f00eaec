"""Every still curve goes where what it is named after goes; words, numbers and all other parts are where they belong.

They are one file, so that one process draws every panel once.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

import made
from drawn import PANELS, TONES, Line, drawn
from momentum.rendering.scene import Note, Panel, Run
from retold import FIGURES, scene
from retold_charts import CHARTS
from retold_runs import told
from retold_words import CHOSEN, WORDS, said

GUIDES = ("muted", "casing", "minimum", "hairline")


def curves(name: str) -> list[Line]:
    """The curves of a panel that are more than a guide or a sample beside a word."""
    return [line for line in drawn(name).lines if len(line.points) > 2]


def runs(name: str) -> dict[str, list[np.ndarray]]:
    """The runs of a panel that a clock moves, by role, as they are told."""
    figure, panel = name.split("/")
    found: dict[str, list[np.ndarray]] = {}
    if scene(figure).ticks:
        for (where, role, _), points in told(figure).runs.items():
            if where == panel:
                found.setdefault(role, []).append(points)
    return found


def gap(panel: Panel, line: np.ndarray, points: np.ndarray) -> float:
    """How far a drawn curve is from the points that it should go through, at the most, in pixels, inside the panel."""
    low, high = panel.ylim
    if np.ptp(line[:, 0]) < 1e-9:
        return float(np.abs(panel.pixels(line) - panel.pixels(points)).max())
    kept = points[np.isfinite(points).all(axis=1)]
    inside = (kept[:, 1] > low - 1e-9) & (kept[:, 1] < high + 1e-9)
    ends = sorted((line[0, 0], line[-1, 0]))
    width, height = (edge[1] - edge[0] for edge in (panel.area[::2], panel.area[1::2]))
    pixel = np.ptp(panel.xlim) / width
    inside &= (kept[:, 0] >= ends[0] - pixel) & (kept[:, 0] <= ends[1] + pixel)
    assert inside.sum() >= min(2, len(points)), "nothing to compare"
    known = line[np.isfinite(line).all(axis=1)]
    known = known[np.argsort(known[:, 0], kind="stable")]
    drawn_at = np.interp(kept[inside, 0], *known.T)
    return float(np.abs(drawn_at - kept[inside, 1]).max() / (high - low) * height)


def moves(name: str) -> bool:
    """Whether a panel has curves, and runs that a clock moves along them."""
    return any(isinstance(mark, Run) and not mark.trail for mark in PANELS[name].marks) and bool(curves(name))


OTHERS = [name for name in PANELS if name not in CHARTS]


def test_no_curve_is_left_untold():
    still = [name for name in OTHERS if not moves(name)]
    assert len(OTHERS) - len(still) >= 30
    assert not [
        name for name in still if not drawn(name).bands and any(line.role not in GUIDES for line in curves(name))
    ]


def test_every_panel_is_looked_at():
    assert [*PANELS] == [f"{name}/{panel.name}" for name in FIGURES for panel in scene(name).panels]


@pytest.mark.parametrize("name", CHARTS)
def test_a_still_curve_goes_where_what_it_is_named_after_goes(name):
    panel, expected, found = PANELS[name], CHARTS[name](), drawn(name).lines
    looks = {(line.role, line.dashes) for line in expected}
    assert looks >= {(line.role, line.dashes) for line in curves(name)}
    for look in looks:
        due = [line.points for line in expected if (line.role, line.dashes) == look]
        drawings = [line.points for line in found if (line.role, line.dashes) == look]
        assert len(drawings) >= len(due), look
        for points, line in zip(due, drawings, strict=False):
            assert gap(panel, line, points) < 1.5, look


@pytest.mark.parametrize("name", OTHERS)
def test_a_curve_behind_its_run_is_that_run_s(name):
    if not moves(name):
        return
    panel, by_role = PANELS[name], runs(name)
    for line in curves(name):
        if line.role in by_role:
            assert min(gap(panel, line.points, points) for points in by_role[line.role]) < 1.5, line.role
        elif line.role not in GUIDES:
            # It has left the picture, so that no head runs on it; its loss is in words.
            said = [values for (_, role, _), values in told(name.split("/")[0]).readouts.items() if role == line.role]
            heights = np.log10(np.array(said))
            assert min(np.abs(line.points[:2, 1] - one[:2]).max() for one in heights) < 1e-6, line.role
    assert {line.role for line in curves(name)} >= set(by_role) - set(GUIDES)


# --- Words beside curves -----------------------------------------------------------------------------------------


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


# --- Numbers inside pictures ------------------------------------------------------------------------------------


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


def test_what_is_told_again_is_there():
    assert set(WORDS) | set(CHOSEN) <= set(FIGURES)


# --- The parts of a figure ---------------------------------------------------------------------------------------


# A figure that is new has no parts kept for it yet.
LISTED = sorted(path.stem for path in made.KEPT.glob("*.tsv"))


@pytest.mark.parametrize("name", LISTED)
def test_a_figure_has_the_parts_that_are_kept_for_it(name):
    kept, found = (made.KEPT / f"{name}.tsv").read_text("utf-8").splitlines(), made.parts(name)
    changed = [(one, other) for one, other in zip(kept, found, strict=False) if made.differ(one, other)]
    assert changed == [], "if this is meant, `make keep` writes the parts anew: read the difference"
    assert len(found) == len(kept)


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
