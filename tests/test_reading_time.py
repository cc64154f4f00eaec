"""The short read takes five minutes: what its pages say in the open, figures, tables, formulas and code apart."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from built import where

SHORT_READ = (
    "index.md",
    "gradient-descent.md",
    "ravine.md",
    "momentum.md",
    "does-it-work.md",
    "tuning.md",
    "other-ways.md",
)
WORDS_A_MINUTE = 240  # silent reading of English non-fiction, adults: 238 in the survey of Brysbaert (2019)
MINUTES = 5
APART = frozenset({"h1", "h2", "h3", "figure", "table", "pre", "math", "svg", "script", "style", "button"})
EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr"})


class Running(HTMLParser):
    """Gathers the running words of an article: what its paragraphs, lists and quotations say in the open.

    A question to answer first is read, so the line that opens it counts; the title of any other folded note does not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[str] = []

    @property
    def reading(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        inside = self.reading
        if tag == "article":
            inside = True
        elif tag == "summary":
            inside = self.open[-1][0] == "details.predict" and self.open[-2][1]
        elif tag in APART or tag == "details":
            inside = False
        self.open.append(("details.predict" if tag == "details" and "predict" in classes else tag, inside))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            assert self.open.pop()[0].split(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if self.reading:
            self.words += [word for word in data.split() if any(map(str.isalnum, word))]


def running(html: str) -> list[str]:
    """The words that stand open in the article of a page."""
    parser = Running()
    parser.feed(html[html.index("<article") : html.index("</article>") + len("</article>")])
    parser.close()
    return parser.words


def test_what_counts_as_running_words() -> None:
    page = (
        '<article><h1>No<a class="headerlink">¶</a></h1><p>One two three <math>x</math>, <b>four</b> – five<br>six</p>'
        '<p class="sm-formula"><math display="block">y</math></p><figure>no<p>no</p></figure><pre>no</pre>'
        '<details class="predict"><summary>seven <math>z</math></summary><p>no</p></details>'
        '<details class="deeper"><summary>no</summary><details class="predict"><summary>no</summary></details>'
        "</details></article>"
    )
    assert running(page) == ["One", "two", "three", "four", "five", "six", "seven"]


def test_the_short_read_takes_five_minutes(site_dir: Path) -> None:
    words = {page: len(running((site_dir / where(page) / "index.html").read_text("utf-8"))) for page in SHORT_READ}
    assert sum(words.values()) <= MINUTES * WORDS_A_MINUTE, words


@pytest.mark.parametrize("page", SHORT_READ)
def test_every_page_has_a_text_of_its_own_in_the_open(site_dir: Path, page: str) -> None:
    assert 70 < len(running((site_dir / where(page) / "index.html").read_text("utf-8"))) < 250
