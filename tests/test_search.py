"""Search: what is listed of a page, and what the worker answers from the site's own list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from built import PAGES, where
from momentum.site.reading import READ
from momentum.site.search import records

PAGE = """<h1 id="top">What is it?</h1><p>An <em>intro</em>.</p>
<figure><svg><text>label</text></svg><div class="sm-controls">step 3</div>
<figcaption><p>Caption.</p></figcaption></figure>
<details class="deeper" id="why"><summary>Why so?</summary><p>Because.</p></details><p>After.</p>
<h2 id="rule">The rule<a class="headerlink" href="#rule">¶</a></h2><p>Text &amp; more.</p>
<dl><dt id="beta">β</dt><dd>A number.</dd></dl>"""


def test_a_page_its_sections_folds_and_terms_are_records_of_their_own() -> None:
    found = {one["location"]: (one["title"], one["text"]) for one in records("page/", "The page", PAGE)}
    assert found == {
        "page/": ("The page: What is it?", "An intro. Caption. After."),
        "page/#why": ("Why so?", "Because."),
        "page/#rule": ("The rule", "Text & more."),
        "page/#beta": ("β", "A number."),
    }


def test_a_page_is_found_by_its_name_and_its_keywords() -> None:
    assert records("page/", "The page", PAGE, keywords=["zigzag"])[0]["keywords"] == ["page", "zigzag"]


@pytest.fixture(scope="module")
def index(site_dir: Path) -> Path:
    return site_dir / "search" / "list.json"


def test_every_page_is_listed_and_every_record_has_words(index: Path) -> None:
    listed = json.loads(index.read_text("utf-8"))["docs"]
    assert {where(page) for page in PAGES} <= {one["location"] for one in listed}
    assert len({one["location"] for one in listed}) == len(listed)
    assert all(one["title"] for one in listed)


def test_the_read_weighs_more_than_what_is_looked_up(index: Path) -> None:
    weights: dict[str, set[float]] = {}
    for one in json.loads(index.read_text("utf-8"))["docs"]:
        weights.setdefault(one["location"].partition("#")[0], set()).add(one.get("weight", 1))
    assert all(len(each) == 1 for each in weights.values())
    weight = {page: next(iter(weights[where(page)])) for page in PAGES}
    assert {page for page in PAGES if weight[page] > 1} == {*READ}
    assert min(weight, key=lambda page: weight[page]) == "reference.md"


def test_a_page_that_asks_to_be_left_out_is_found_by_its_name_alone(index: Path) -> None:
    listed = json.loads(index.read_text("utf-8"))["docs"]
    assert [one["title"] for one in listed if one["location"].startswith("claims/")] == [
        "Every number: Which test holds which number?"
    ]


def test_labels_of_figures_are_no_hits(index: Path) -> None:
    texts = " ".join(one["text"] for one in json.loads(index.read_text("utf-8"))["docs"])
    assert "Pause the animation" not in texts
    assert "with momentum minimum" not in texts
