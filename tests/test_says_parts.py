"""A figure has the parts that are kept for it."""

from __future__ import annotations

import pytest

import made
from retold import FIGURES

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
