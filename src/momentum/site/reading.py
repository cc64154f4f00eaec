"""How long the read takes: every word that stands open on its pages, counted when the site is built."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from momentum.authoring import AuthoringError
from momentum.store.remembered import remembered

READ = (
    "index.md",
    "gradient-descent.md",
    "ravine.md",
    "momentum.md",
    "does-it-work.md",
    "tuning.md",
    "other-ways.md",
)
WORDS_A_MINUTE = 238  # silent reading of English non-fiction by adults: Brysbaert (2019), a survey of 190 studies
EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr"})
SILENT = frozenset({"svg", "script", "style", "button", "annotation", "nav", "aside"})
CONTROLS = frozenset({"sm-controls", "sm-more", "sm-place"})
# Most of a page's markup, left out before the rest is read tag by tag.
PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_PLACE = re.compile(r'<span data-minutes="(?P<what>[^"]*)"></span>')


class _Words(HTMLParser):
    """Counts the words that stand open and those within folds; pictures, controls and ways elsewhere are not read."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, str]] = [("", "open")]
        self.count = {"open": 0, "folded": 0, "silent": 0}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        state = self.within[-1][1]
        classes = frozenset((dict(attrs).get("class") or "").split())
        if tag in SILENT or classes & CONTROLS:
            state = "silent"
        elif tag == "details" and state == "open":
            state = "folded"
        elif tag == "summary" and state == "folded":
            state = self.within[-2][1]
        self.within.append((tag, state))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and any(name == tag for name, _ in self.within):
            while self.within.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.count[self.within[-1][1]] += sum(any(map(str.isalnum, word)) for word in data.split())


def words(html: str) -> tuple[int, int]:
    """The words of a page that stand open, in text, captions, tables, code and formulas, and those that are folded.

    >>> words("<p>Two words.</p><details><summary>And three more:</summary><p>hidden</p></details>")
    (5, 1)
    """
    reader = _Words()
    reader.feed(PICTURE.sub("", html))
    reader.close()
    return reader.count["open"], reader.count["folded"]


def minutes(pages: Mapping[str, str]) -> dict[str, int]:
    """Whole minutes, at least one, for every page of the read, and for all of them as "read"; from name -> HTML."""
    counts = {name: remembered(words, pages[name])[0] for name in READ if name in pages}
    counts["read"] = sum(counts.values())
    return {name: max(1, round(count / WORDS_A_MINUTE)) for name, count in counts.items()}


def timed(html: str, known: Mapping[str, int]) -> str:
    """The page with its `<span data-minutes="read"></span>` and `data-minutes="ravine.md"` filled in.

    Raises AuthoringError for a page that is not of the read.
    """

    def filled(match: re.Match[str]) -> str:
        if match["what"] not in known:
            said = f'data-minutes must name a page of the read, or "read"; got {match["what"]!r}.'
            raise AuthoringError(said, at=f'data-minutes="{match["what"]}"')
        return f'<span data-minutes="{match["what"]}">{known[match["what"]]}</span>'

    return _PLACE.sub(filled, html)
