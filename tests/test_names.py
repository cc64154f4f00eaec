"""Names of figures and of sets of numbers: each belongs to one file, and who claims one that is taken is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from momentum.build import catalogue
from momentum.build.catalogue import CatalogueError


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("one/a.py", "two/a.py", "a"),  # figures of two chapters
        ("a_figure/numbers.py", "two/a_figure.py", "a-figure"),  # a chapter's numbers, and a figure
        ("one/a_b.py", "one/a-b.py", "a-b"),  # two files of a chapter that pages can't tell apart
        ("one/loss.py", "two/loss_ravine.py", "loss-ravine"),  # one of a registry's figures, and a figure
    ],
)
def test_a_name_that_two_files_claim_is_refused(tmp_path: Path, first: str, second: str, name: str) -> None:
    for claimed in (first, second):
        path = tmp_path / "chapters" / claimed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
        if claimed == first:
            assert catalogue.files(tmp_path)[name] == path
    with pytest.raises(CatalogueError) as told:
        catalogue.files(tmp_path)
    assert str(told.value).startswith("A name must belong to one file of the chapters; ")
    assert str(told.value).endswith(f" claim {name!r}.")
    assert first in str(told.value)
    assert second in str(told.value)
