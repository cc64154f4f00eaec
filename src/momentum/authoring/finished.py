"""Faults of a page that only its finished HTML shows: what it would load or run, and marks left as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from momentum.authoring import leftovers

_LOADS = {"img": "src", "iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src",
          "source": "src", "script": "src", "link": "href", "track": "src", "input": "src", "image": "href",
          "use": "href", "feimage": "href"}  # fmt: skip
_SETS = frozenset({"srcset", "imagesrcset"})
_MORE = frozenset({"poster", "background"})
_LEADS = _SETS | _MORE | {"href", "xlink:href", "src", "data", "action", "formaction", "ping", "cite", "manifest"}
_STYLED = re.compile(r"""(?:url\(|image-set\(|@import)\s*["']?\s*(?P<address>[^"')\s;]+)""", re.I)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.I)
_HERE = re.compile(r"\s*(?:https?:)?//(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]|0\.0\.0\.0)\b", re.I)
_CODE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data):", re.I)
_FRAMES = frozenset({"iframe", "embed", "object", "frame", "applet", "base", "meta"})
# What the site itself puts into a page's text: an element of its own for each thing that a script brings to life.
_MODULE = re.compile(r"module (?:\.\./)*assets/[\w/-]+\.js")
_DATA = frozenset({"application/json", "application/ld+json"})


def _more(tag: str, given: dict[str, str]) -> Iterator[str]:
    """What an element would load besides its one source: pictures of other sizes, and those of its style."""
    for name, value in given.items():
        if name in _SETS:
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif name in _MORE or (name == "xlink:href" and _LOADS.get(tag) == "href"):
            yield value
        elif name == "style":
            yield from (match["address"] for match in _STYLED.finditer(value))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.styled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        source = given.get(_LOADS.get(tag, ""), "")
        kind = given.get("type", "")
        if tag == "script" and kind not in _DATA and not _MODULE.fullmatch(f"{kind} {source}"):
            what = f"The script {source} is not the site's own" if source else "A page holds no script in its text"
            self._say(source or "<script", f"{what}; scripts are modules in docs/assets.")
        elif _ELSEWHERE.match(source):
            self._look(tag, source)
        elif tag in _FRAMES and not source.endswith(".html"):
            self._say(f"<{tag}", f"A page holds no <{tag}>.")
        for address in _more(tag, given):
            self._look(tag, address)
        self.styled = tag == "style"
        for name, value in given.items():
            if name.startswith("on"):
                self._say(name, f"A page runs nothing by itself; <{tag}> has the handler {name}.")
            if name in _LEADS:
                if _CODE_ADDRESS.match(value):
                    self._say(value, f"A link leads somewhere and runs nothing; <{tag}> has {value}.")
                elif _HERE.match(value):
                    self._say(value, f"{value} is an address of this machine; readers have another.")

    def handle_data(self, data: str) -> None:
        if self.styled:
            for match in _STYLED.finditer(data):
                self._look("style", match["address"])

    def handle_endtag(self, tag: str) -> None:
        self.styled = False

    def _look(self, tag: str, address: str) -> None:
        if _ELSEWHERE.match(address):
            self._say(address, f"A page loads nothing from elsewhere; <{tag}> would load {address}.")

    def _say(self, at: str, what: str) -> None:
        self.found.append((at, what))


def faults(html: str) -> list[tuple[str, str]]:
    """(a text by which the place can be found in the source, what is wrong) for every fault of a page's content."""
    page = _Page()
    page.feed(html)
    page.close()
    left = [(text.partition(" in “")[0], f"{text} is left as text.") for text in leftovers.stray_tex(html)]
    return page.found + left
