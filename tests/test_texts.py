"""The texts of figures: words, and no typed numbers."""

from __future__ import annotations

import pytest

from momentum.build.fault import FigureError
from momentum.build.texts import refuse_typed_numbers, text, typed_numbers


def test_a_number_that_is_typed_into_a_text_is_found(tmp_path):
    path = tmp_path / "figure.py"
    path.write_text('"""About 0.5."""\nX = 0.25\nA = f"{X:.2f} and {X:g}"\nB = f"β = 0.9 and {X:g}"\nC = "1.5"\n')
    assert list(typed_numbers(path)) == [(4, "0.9"), (5, "1.5")]


def test_a_figure_with_a_typed_number_is_refused(tmp_path):
    path = tmp_path / "figure.py"
    path.write_text("CAPTION = 'After 0.5 steps.'\n")
    with pytest.raises(FigureError, match=r"wrong: the number 0\.5 is typed into a text \(.*figure\.py:1\)"):
        refuse_typed_numbers(path, "wrong")


@pytest.mark.parametrize("made", ["So $x$ is.", "<b>Bold</b>", "<script>go()</script>", "It is [[a.b]]."])
def test_a_caption_holds_words_alone(made):
    with pytest.raises(FigureError, match="wrong: the caption must be words"):
        text(made, {}, "caption", "wrong")
