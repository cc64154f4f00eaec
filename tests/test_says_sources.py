"""Who is cited, with which year and which address, agrees over all pages; links by a page's name lead to that page."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from built import PAGES, ROOT
from equations import source

CITED = re.compile(
    r"\[(?P<who>[^\W\d_][^\]\[]*?),? \(?(?P<year>[12]\d{3})\)?\]\((?P<address>https?://(?:[^()\s]|\([^()\s]*\))+)\)"
)
ARXIV = re.compile(r"arxiv\.org/abs/(\d\d)\d\d\.\d{4,5}$")


def _citations() -> list[tuple[str, int, str]]:
    """(first author, year, address) of every citation with a link."""
    found = [match for page in PAGES for match in CITED.finditer(source(page))]
    return [
        (re.split(r",| and | et ", match["who"])[0], int(match["year"]), match["address"])
        for match in found
        if not re.search(r"reported|again", match["who"])
    ]


def test_citations_are_found():
    assert len(_citations()) >= 35


def test_an_address_is_cited_for_one_author_and_one_year_and_they_for_one_address():
    works, addresses = defaultdict(set), defaultdict(set)
    for author, year, address in _citations():
        works[address].add((author, year))
        addresses[author, year].add(address)
    assert {address: found for address, found in works.items() if len(found) > 1} == {}
    assert {work: found for work, found in addresses.items() if len(found) > 1} == {}


def test_a_work_was_published_in_the_years_after_it_was_first_put_down():
    # The number of a preprint begins with its year; proceedings and journals follow within a few years.
    for author, year, address in _citations():
        if number := ARXIV.search(address):
            assert 0 <= year - 2000 - int(number[1]) <= 3, f"{author} {year}: {address}"


NAV = {
    re.sub(r"^the |[?]", "", name.lower()): page
    for name, page in re.findall(r"^ +- ([^:\n]+): (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
}
LINK = re.compile(r"(?<!:card)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([\w-]+\.md)[^)]*\)")


@pytest.mark.parametrize("name", PAGES)
def test_a_link_by_the_name_of_a_page_leads_to_that_page(name):
    for said, target in LINK.findall(source(name)):
        called = re.sub(r"^(the page (on|of) )?(the |a )?|[?*]", "", said.lower())
        assert NAV.get(called, target) == target, f"{name}: [{said}] leads to {target}"
