"""Every number that a picture says in words is the measured one, from the step at which it is so."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from drawn import PANELS, TONES, drawn
from momentum.rendering.scene import Note
from retold import FIGURES
from retold_words import CHOSEN, WORDS, said


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
