"""A figure is made of the parts that are kept for it: nothing changes its place, its words or its role unseen."""

from __future__ import annotations

import pytest

from made import KEPT, differ, parts
from retold import FIGURES


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_the_parts_that_are_kept_for_it(name):
    kept, found = (KEPT / f"{name}.tsv").read_text("utf-8").splitlines(), parts(name)
    changed = [(one, other) for one, other in zip(kept, found, strict=False) if differ(one, other)]
    assert changed == [], "if this is meant, `python tests/made.py` writes the parts anew: read the difference"
    assert len(found) == len(kept)


def test_no_parts_of_a_figure_are_left_over():
    assert {path.stem for path in KEPT.glob("*.tsv")} >= set(FIGURES)


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        ("dot\tmomentum\t0.9 1.301", False), ("dot\tmomentum\t0.9001 1.302", False), ("dot\tmomentum\t0.9 1.4", True),
        ("dot\tnesterov\t0.9 1.301", True), ("dot\tmomentum\t-0.9 1.301", True),
    ],
)  # fmt: skip
def test_a_part_differs_by_its_words_or_by_more_than_rounding(other, changed):
    assert differ("dot\tmomentum\t0.9 1.301", other) is changed
