"""The list of every number: complete, with the values of the records, and with tests that are there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import prose
from built import ROOT
from momentum.authoring.rounding import show
from momentum.build import build, catalogue
from momentum.site import claims

DOCS = ROOT / "docs"
QUOTED = claims.quoted(DOCS)


@pytest.fixture(scope="module")
def holders() -> dict[claims.Claim, claims.Holder | None]:
    """Who holds each number; where its module is, is looked up once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "module", catalogue.modules().__getitem__)
        return {claim: claims.holder(claim) for every in QUOTED.values() for claim in dict.fromkeys(every)}


def test_every_number_that_a_page_computes_is_held_by_a_test(holders: dict[claims.Claim, claims.Holder | None]) -> None:
    assert sum(map(len, QUOTED.values())) > 400
    assert [claim for every in QUOTED.values() for claim in every if holders[claim] is None] == []


@pytest.mark.parametrize(
    ("source", "key", "file", "function"),
    [
        ("tuning", "edge_70", "test_pages_tuning.py", "test_the_edges_are_where_runs_begin_to_diverge"),
        ("how-we-know", "dive_lost_y", "test_how_we_know.py", "test_the_runs_of_dive_into_deep_learning"),
    ],
)
def test_a_number_leads_to_the_function_that_reads_it(source: str, key: str, file: str, function: str) -> None:
    assert claims.holder(claims.Claim(source, key)) == claims.Holder(file, function)


def test_every_test_that_is_named_is_there(holders: dict[claims.Claim, claims.Holder | None]) -> None:
    for found in set(holders.values()):
        assert found is not None
        text = (ROOT / "tests" / found.file).read_text("utf-8")
        assert found.function is None or f"def {found.function}(" in text


def test_a_number_without_a_test_has_no_holder(tmp_path: Path) -> None:
    assert claims.holder(claims.Claim("tuning", "edge_70"), tmp_path) is None


def test_a_module_that_is_tested_without_the_name_is_held_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "from momentum.chapters.tuning import numbers\n\ndef test_all():\n    assert numbers.numbers()\n"
    )
    assert claims.holder(claims.Claim("tuning", "edge_70"), tmp_path) == claims.Holder("test_a.py", None)


def test_names_put_together_are_recognised_and_the_closest_wins(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "from momentum.chapters.tuning import numbers as n\n\n"
        "def test_some(x):\n    assert n.numbers()[f'{x}_steps']\n\n"
        "def test_more(x):\n    assert n.numbers()[f'kept_steps_{x}']\n"
    )
    assert claims.holder(claims.Claim("tuning", "kept_steps_90"), tmp_path) == claims.Holder("test_a.py", "test_more")


def test_the_page_lists_each_number_with_its_value(site_dir: Path) -> None:
    rows = [row for row in prose.rows(prose.article(site_dir, "claims.md")) if row[0] != "name"]
    find = cache(build.find)
    names = [f"{claim.source}.{claim.key}" for every in QUOTED.values() for claim in every]
    assert [row[0] for row in rows] == names
    for name, value, *_ in rows:
        source, _, key = name.partition(".")
        number = find(source)["numbers"][key]
        # A power of ten is an element on the page.
        plain = prose.SPACES.sub(" ", show(number)).replace("−", "-")
        assert value == re.sub(
            "10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "10" + m[0][2:].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")), plain
        )


def test_a_test_s_name_is_told_as_a_sentence(site_dir: Path) -> None:
    rows = prose.rows(prose.article(site_dir, "claims.md"))
    said = [row[2].partition(": ")[2] for row in rows if ": " in row[2]]
    assert len(said) > 100
    assert [one for one in said if re.search(r"\b\w+ s\b", one)] == []
