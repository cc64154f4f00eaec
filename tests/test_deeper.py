"""The five deeper pages as a group: their place in the navigation, what a search finds, and how each is built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

import said
from built import ROOT, where
from explorer_page import PAGE, shown

DEEPER = ("which-momentum.md", "nesterov.md", "theory.md", "noise.md", "limits.md")
SUBJECTS = {
    "dampening": "which-momentum.md",
    "PyTorch": "which-momentum.md",
    "Nesterov": "nesterov.md",
    "restart": "nesterov.md",
    "Chebyshev": "theory.md",
    "early stopping": "theory.md",
    "minibatch": "noise.md",
    "stationary variance": "noise.md",
    "basins": "limits.md",
    "lower bound": "limits.md",
}


class Loader(yaml.SafeLoader):
    """Reads mkdocs.yml without its tags."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
Loader.add_multi_constructor("tag:yaml.org,2002:python", lambda loader, suffix, node: None)


def test_the_navigation_has_the_read_then_the_deeper_pages_then_what_is_looked_up() -> None:
    nav = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)["nav"]
    titles = [next(iter(entry)) for entry in nav]
    pages = [entry for entry in nav if isinstance(next(iter(entry.values())), str)]
    assert len(pages) == 7
    assert titles[7:] == ["Deeper", "Explore", "Look up"]
    assert tuple(next(iter(entry.values())) for entry in nav[7]["Deeper"]) == DEEPER


def test_search_finds_each_page_by_its_own_subject_first(tab: Page) -> None:
    tab.goto("")
    field, found = tab.get_by_role("textbox", name="Search"), tab.locator(".md-search-result__item a")
    field.click()
    for words, page_name in SUBJECTS.items():
        field.fill("")
        expect(found).to_have_count(0)
        field.fill(words[:-1])
        field.press(words[-1])  # a search begins with a key
        expect(found.first).to_have_attribute("href", re.compile(rf"(^|/){re.escape(where(page_name))}"))


@pytest.mark.parametrize("page_name", DEEPER)
def test_a_deeper_page_asks_shows_says_and_goes_on(page_name: str) -> None:
    text = (ROOT / "docs" / page_name).read_text("utf-8")
    assert re.search(r"^# .+\?$", text, re.MULTILINE), "the title asks"
    assert len(re.findall(r"^!\[\]\(figures/", text, re.MULTILINE)) >= 2
    assert "$$" in text
    assert '--8<-- "src/momentum/' in text, "code that is tested"
    tail = text.partition("## Try next")[2]
    assert "??? predict" in tail
    assert re.search(r"\]\([\w-]+\.md", tail), "a way on"
    assert text.count("??? ") == 1, "nothing of the argument is folded"


@pytest.mark.parametrize("page_name", DEEPER)
def test_a_deeper_page_says_what_v_means_before_its_first_section(page_name: str) -> None:
    top = (ROOT / "docs" / page_name).read_text("utf-8").partition("\n## ")[0]
    assert "$v" in top


def test_every_deeper_figure_stands_on_its_page(site_dir: Path) -> None:
    for page_name in DEEPER:
        room = ROOT / "src" / "momentum" / "chapters" / page_name.removesuffix(".md").replace("-", "_")
        figures = {p.stem.replace("_", "-") for p in room.glob("*.py") if "FIGURE =" in p.read_text("utf-8")}
        built = (site_dir / where(page_name) / "index.html").read_text("utf-8")
        assert figures
        assert figures == set(re.findall(r'<figure[^>]* data-figure="([\w-]+)"', built))


@pytest.mark.parametrize("page_name", ["theory.md", "limits.md"])
def test_every_link_into_the_explorer_opens_what_it_asks_for(tab: Page, page_name: str) -> None:
    tab.goto(where(page_name))
    links = tab.locator('article a[href*="explorer/?"]').evaluate_all("links => links.map(link => link.href)")
    assert links
    explorer = tab.evaluate("(to) => new URL(`../${to}`, location).href", PAGE)
    for link in links:
        address, _, query = link.partition("?")
        assert address == explorer
        shown(tab, f"?{query}")
        expect(tab.locator("momentum-explorer svg").first).to_be_visible()
        expect(tab.get_by_text("The address asks for")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "value", "agreed"),
    [
        ("0.837", 0.83666, True),
        ("0.837", 0.8376, False),
        ("−1.80", -1.80245, True),
        ("9.9\u202f%", 0.0996, False),
        ("10.0\u202f%", 0.0996, True),
        ("1442", 1441.9, True),
        ("1442", 1443.1, False),
        ("3.77\u00a0×\u00a010<sup>−6</sup>", 3.7657e-6, True),
        ("3.77\u00a0×\u00a010<sup>−6</sup>", 3.78e-6, False),
        ("38", 38.4, True),
        ("38", 37, False),
        ("27\u202f331", 27331, True),
    ],
)
def test_a_printed_number_agrees_only_with_what_rounds_to_it(text: str, value: float, agreed: bool) -> None:
    assert said.agrees(text, value) == agreed


def test_a_quantity_that_is_printed_but_not_recomputed_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<p><span class="sm-number" data-from="a.b">1.5</span></p>', "utf-8")
    said.check(page, "a", {"b": 1.5})
    with pytest.raises(AssertionError, match="not recomputed"):
        said.check(page, "a", {"c": 1.5})
    with pytest.raises(AssertionError, match=r"prints 1\.5, not 1\.6"):
        said.check(page, "a", {"b": 1.6})
    with pytest.raises(AssertionError, match="quotes nothing"):
        said.check(page, "z", {})
