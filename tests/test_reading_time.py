"""The short read: how long it takes, counting all that stands open, and how little of it is folded away."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from built import ROOT
from momentum.site import reading
from prose import article

WORDS_A_MINUTE = 238  # silent reading of English non-fiction, adults (Brysbaert 2019)
FOLDS, FOLDED = 25, 1 / 3
LONGEST = 24  # minutes; it may only become shorter
EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr"})


class Tree(HTMLParser):
    """The page as nested lists [tag, classes, children]; a child is a list or a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root: list = ["page", "", []]
        self.path = [self.root]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = [tag, dict(attrs).get("class") or "", []]
        self.path[-1][2].append(node)
        if tag not in EMPTY:
            self.path.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and tag in [node[0] for node in self.path]:
            while self.path.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.path[-1][2].append(data)


def said(node: list, *, folds: bool) -> str:
    """The text of a node without pictures and controls; without what is folded away unless `folds`."""
    tag, classes, children = node
    apart = {"sm-controls", "sm-more", "sm-place"} & set(classes.split())
    if apart or tag in {"svg", "script", "style", "button", "nav", "aside"}:
        return ""
    shown = [one for one in children if folds or tag != "details" or (isinstance(one, list) and one[0] == "summary")]
    return "".join(one if isinstance(one, str) else f"\x00{said(one, folds=folds)}\x00" for one in shown)


def count(text: str) -> int:
    """Words in every piece of text between two tags: what is not only signs."""
    return sum(bool(re.search(r"[^\W_]", word)) for piece in text.split("\x00") for word in piece.split())


def counted(site_dir: Path, page: str) -> tuple[int, int]:
    """The open words of a page, and all of its words."""
    root = Tree(article(site_dir, page)).root
    return count(said(root, folds=False)), count(said(root, folds=True))


def test_what_counts_as_words() -> None:
    page = (
        "<article><h1>One<a class='headerlink'>¶</a></h1><p>two <b>three</b> – four<br>five <math><mi>x</mi></math></p>"
        "<figure><svg><text>no</text></svg><div class='sm-controls'>no</div><figcaption><p>seven</p>"
        "<div class='sm-more'><details><summary>no</summary></details></div></figcaption></figure>"
        "<table><tr><td>8</td></tr></table><pre><code><span>nine</span> <span>=</span> 10</code></pre>"
        "<details class='deeper'><summary>eleven</summary><p>folded <i>away</i></p>"
        "<details><summary>too</summary></details></details></article>"
    )
    assert reading.words(page) == (11, 3)
    root = Tree(page).root
    assert (count(said(root, folds=False)), count(said(root, folds=True))) == (11, 14)


@pytest.mark.parametrize("page", reading.READ)
def test_the_build_counts_as_this_test_does(site_dir: Path, page: str) -> None:
    shown, everything = counted(site_dir, page)
    assert reading.words(article(site_dir, page)) == (shown, everything - shown)


def test_home_says_how_long_the_read_takes(site_dir: Path) -> None:
    (stated,) = re.findall(r'about <span data-minutes="read">(\d+)</span> minutes', article(site_dir, "index.md"))
    words = sum(counted(site_dir, page)[0] for page in reading.READ)
    assert int(stated) == round(words / WORDS_A_MINUTE) <= LONGEST


def test_the_pages_of_the_read_are_those_of_the_navigation_in_its_order() -> None:
    text = re.sub(r"!\S+", "", (ROOT / "mkdocs.yml").read_text("utf-8"))
    listed = [page for entry in yaml.safe_load(text)["nav"] for page in entry.values() if isinstance(page, str)]
    assert tuple(listed[: len(reading.READ)]) == reading.READ


def test_a_time_is_asked_for_of_a_page_of_the_read() -> None:
    assert reading.timed('<span data-minutes="ravine.md"></span>', {"ravine.md": 2}) == (
        '<span data-minutes="ravine.md">2</span>'
    )
    with pytest.raises(ValueError, match=r"must name a page of the read, or \"read\"; got 'ravin.md'"):
        reading.timed('<span data-minutes="ravin.md"></span>', {"ravine.md": 2})


def test_minutes_are_whole_and_at_least_one() -> None:
    pages = dict.fromkeys(reading.READ, "<p>word</p>") | {"momentum.md": "<p>" + "word " * 600 + "</p>"}
    assert reading.minutes(pages) == dict.fromkeys(reading.READ, 1) | {"momentum.md": 3, "read": 3}


@pytest.mark.parametrize("page", reading.READ)
def test_at_most_a_third_of_a_page_is_folded_away(site_dir: Path, page: str) -> None:
    shown, everything = counted(site_dir, page)
    assert everything - shown <= FOLDED * everything


def test_the_read_has_few_folds(site_dir: Path) -> None:
    fold = re.compile(r'<details[^>]*class="(?:deeper|predict)')
    folds = {page: len(fold.findall(article(site_dir, page))) for page in reading.READ}
    assert 0 < sum(folds.values()) <= FOLDS, folds


def test_the_read_is_every_page_that_the_navigation_shows_first() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert tuple(re.findall(r"^  - [^:\n]+: (\S+\.md)$", settings, re.MULTILINE)) == reading.READ
