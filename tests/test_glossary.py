"""The glossary: one definition each, tooltips and links taken from it, and unknown terms refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from momentum.authoring import AuthoringError
from momentum.authoring.glossary import identifier, terms

GLOSSARY = Path(__file__).parent.parent / "docs" / "glossary.md"
PLAIN = ("def_list", "toc", "tables")
ENTRIES = """---
title: x
---

Condition number
:   The *largest* `eigenvalue` of the [Hessian](a.md)
    by the smallest :gd[one], [[=0.5]] or more.

Minimum
Minima
:   The lowest point.
"""


FORMULA = "Window\n:   About 1/(1 − β) of them, as θ ← θ − η g + *β v* has it.\n"


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "glossary.md"
    file.write_text(ENTRIES, "utf-8")
    return file


def page(text: str, source: Path) -> str:
    name = "momentum.authoring.glossary"
    return Markdown(
        extensions=[name, "def_list", "toc"], extension_configs={name: {"source": source, "page": "glossary.md"}}
    ).convert(text)


def test_a_term_links_to_its_definition_and_shows_it(source):
    assert page("the :term[condition number]", source) == (
        '<p>the <a class="sm-term" href="glossary.md#condition-number" title="The largest eigenvalue of the Hessian '
        'by the smallest one, 0.5 or more.">condition number</a></p>'
    )


@pytest.mark.parametrize(
    "text", [":term[Condition  numbers]", ":term[how long it is](condition number)", ":term[*it*](Condition number)"]
)
def test_capitals_plurals_and_other_words_find_the_term(text, source):
    assert 'href="glossary.md#condition-number"' in page(text, source)


def test_a_term_may_have_two_names(source):
    known = terms(source)
    assert known["minimum"] == known["minima"] == "The lowest point."


def test_terms_on_the_glossary_page_have_ids(source):
    html = page("# Velocity\n\nVelocity\n:   What is kept.\n\nCondition number\n:   Two.", source)
    assert '<dt id="velocity">' in html
    assert '<dt id="condition-number">' in html
    assert html.count('id="velocity"') == 1


def test_an_unknown_term_is_named_with_near_ones(source):
    with pytest.raises(AuthoringError, match=r"no term 'condition nubmer'\. Near it: condition number\."):
        page(":term[condition nubmer]", source)


def test_a_term_defined_twice_is_refused(source):
    source.write_text(ENTRIES + "\nMinimum\n:   Again.\n", "utf-8")
    with pytest.raises(AuthoringError, match="defines 'Minimum' twice"):
        terms(source)


def test_a_definition_quotes_no_computed_number(source):
    source.write_text("A\n:   It takes [[ravine.steps]] steps.\n", "utf-8")
    with pytest.raises(AuthoringError, match="can't quote the computed number of 'ravine'"):
        terms(source)


def test_a_missing_glossary_is_named(tmp_path):
    with pytest.raises(AuthoringError, match="does not exist"):
        page(":term[velocity]", tmp_path / "none.md")


def test_the_projects_glossary_is_whole_sentences_in_alphabetical_order():
    known = terms(GLOSSARY)
    assert len(known) >= 40
    assert list(known) == sorted(known)
    for term, definition in known.items():
        assert definition.endswith("."), term
        assert definition[0].isupper(), term
        assert len(definition) <= 240, term


@pytest.mark.parametrize(
    "term",
    ["gradient", "loss", "learning rate", "momentum coefficient", "velocity", "dampening", "condition number"],
)
def test_the_terms_of_the_naming_table_are_defined(term):
    assert term in terms(GLOSSARY)


def test_the_glossary_page_converts_and_every_id_is_its_own():
    text = GLOSSARY.read_text("utf-8").split("---", 2)[2]
    html = Markdown(
        extensions=[*(f"momentum.authoring.{name}" for name in ("quantities", "formulas", "glossary")), *PLAIN],
        extension_configs={"momentum.authoring.glossary": {"source": GLOSSARY}},
    ).convert(text)
    for term in terms(GLOSSARY):
        assert html.count(f'id="{identifier(term)}"') == 1


def test_no_line_of_a_definition_ends_beside_a_sign_of_a_formula(tmp_path):
    file = tmp_path / "glossary.md"
    file.write_text(FORMULA, "utf-8")
    for text in (terms(file)["window"], page(FORMULA, file)):
        assert [sign for sign in "−←+" if f"\u00a0{sign}" not in text or f" {sign}" in text] == []
