"""What can be found: a record for every page, section, fold and term. Labels of figures stay out.

The theme's own box asks; docs/assets/search.js answers, from the list that is made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from momentum.site.reading import PICTURE

HEADINGS = ("h1", "h2", "h3", "h4")
UNSEEN = ("svg", "script", "style", "button")
BLOCKS = ("p", "li", "td", "th", "dd", "div", "pre", "figcaption")
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
UNSEEN_CLASSES = frozenset(["headerlink", "sm-controls", "sm-more"])
READ, WEIGHTS = 1.5, {"reference.md": 0.4}


class _Records(HTMLParser):
    """Collects text by the heading, fold or term that it stands under."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, Any]] = [{"id": "", "title": [], "text": []}]
        self.open: list[tuple[str, str]] = []  # (tag, what it does: "", "unseen", "title", "fold")
        self.under: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        attributes = dict(attrs)
        name, doing = attributes.get("id") or "", ""
        classes = (attributes.get("class") or "").split()
        if tag in UNSEEN or "data-search-exclude" in attributes or UNSEEN_CLASSES & {*classes}:
            doing = "unseen"
        elif tag == "figure":
            doing = "figure"
        elif tag == "figcaption":
            doing = "caption"
        elif tag == "details" and name:
            self.under.append(self.found[-1])
            self._begin(name)
            doing = "fold"
        elif tag == "summary" or (tag == "dt" and name) or (tag in HEADINGS and name):
            if tag != "summary" and tag != "h1":
                self._begin(name)
            doing = "title"
        if tag in BLOCKS:
            self.found[-1]["text"].append(" ")
        self.open.append((tag, doing))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            last, doing = self.open.pop()
            if doing == "fold":
                # What follows a fold belongs to the section around it.
                outer = self.under.pop()
                self.found.append({"id": outer["id"], "title": [], "text": outer["text"], "again": True})
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        doing = [what for _, what in self.open]
        if "unseen" not in doing and ("figure" not in doing or "caption" in doing):
            self.found[-1]["title" if "title" in doing else "text"].append(data)

    def _begin(self, name: str) -> None:
        self.found.append({"id": name, "title": [], "text": []})


def _line(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())


def records(
    address: str, name: str, html: str, *, read: bool = False, keywords: Iterable[str] = (), weight: float | None = None
) -> list[dict[str, Any]]:
    """The records of one page: its own first, which carries its name in the navigation and its keywords.

    `read` marks the pages of the read, which come before those that one looks things up in.
    """
    parser = _Records()
    parser.feed(PICTURE.sub("", html))
    parser.close()
    weight = weight if weight is not None else READ if read else 1.0
    first, *others = [record for record in parser.found if not record.get("again")]
    heading = _line(first["title"])
    title = name if heading.lower() in ("", name.lower()) else f"{name}: {heading}"
    own = {"location": address, "title": title, "text": _line(first["text"]), "weight": weight}
    own["keywords"] = [name.lower().removeprefix("the "), *keywords]
    return [own] + [
        {
            "location": f"{address}#{one['id']}",
            "title": _line(one["title"]),
            "text": _line(one["text"]),
            "weight": weight,
        }
        for one in others
    ]
