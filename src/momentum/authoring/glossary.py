"""The glossary: one definition list on one page, from which `:term[condition number]` takes its link and its tooltip.

`:term[condition number]` shows its own words; `:term[how long the valley is](condition number)` shows others. Terms on
the glossary page get ids (`#condition-number`). A term that the page doesn't define stops the build.
"""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as etree
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from momentum.authoring import AuthoringError, near, placed, quantities
from momentum.authoring.directives import TEXT
from momentum.store.ties import tied

_ENTRY = re.compile(
    r"^(?P<terms>(?:[^\s:#|<>{!][^\n]*\n)+):[ \t]{1,3}(?P<text>[^\n]+(?:\n[ \t]+\S[^\n]*)*)", re.MULTILINE
)
_LINK = re.compile(rf"!?{TEXT}\([^()]*\)")


def identifier(term: str) -> str:
    """The id of a term on the glossary page.

    >>> identifier("Condition number")
    'condition-number'
    """
    return re.sub(r"[^\w]+", "-", term.lower()).strip("-")


def plain(markdown: str) -> str:
    """A definition as a tooltip can hold it: no marks, no links, numbers as text."""
    text = quantities.replace(" ".join(markdown.split()), _no_record)
    text = re.sub(rf"(?<![\w:]):\w+{TEXT}(?:\([^()]*\))?", lambda match: match["text"], text)
    text = _LINK.sub(lambda match: match["text"], text)
    return tied(re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", text))


def _no_record(name: str) -> NoReturn:
    raise LookupError(f"A definition can't quote the computed number of {name!r}: it must hold at any time.")


@cache
def _parsed(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in _ENTRY.finditer(text):
        for term in entry["terms"].strip().split("\n"):
            if term.lower() in found:
                raise AuthoringError(f"The glossary defines {term!r} twice.")
            found[term.lower()] = plain(entry["text"])
    return found


def terms(source: str | os.PathLike[str]) -> dict[str, str]:
    """Term in lower case -> its definition as plain text; raises AuthoringError on a missing file or a double entry."""
    path = Path(source)
    if not path.is_file():
        raise AuthoringError(f"The glossary {str(source)!r} does not exist; :term[...] needs it.")
    return _parsed(path.read_text("utf-8"))


def _entry(wanted: str, known: dict[str, str]) -> str:
    """The glossary's own name of a term; a plural s may be added. Raises AuthoringError naming near terms."""
    name = " ".join(wanted.lower().split())
    for candidate in (name, name.removesuffix("s"), name.removesuffix("es")):
        if candidate in known:
            return candidate
    raise AuthoringError(f"The glossary defines no term {wanted!r}.{near(name, known)}")


class _Term(InlineProcessor):
    def __init__(self, md: Markdown, source: str, page: str) -> None:
        super().__init__(rf"(?<![\w:]):term{TEXT}(?:\((?P<name>[^()]*)\))?", md)
        self.source, self.page = source, page

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        with placed(m.group()):
            known = terms(self.source)
            name = _entry(m["name"] or m["text"], known)
        element = etree.Element(
            "a", {"class": "sm-term", "href": f"{self.page}#{identifier(name)}", "title": known[name]}
        )
        element.text = m["text"]
        return element, m.start(0), m.end(0)


class _Identify(Treeprocessor):
    """Gives every term of a definition list an id to link to, and ties the formulas of its definition."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter("dt"):
            if "id" not in element.attrib:
                element.set("id", identifier("".join(element.itertext())))
        for element in (part for definition in root.iter("dd") for part in definition.iter()):
            element.text, element.tail = (text and tied(text) for text in (element.text, element.tail))


class GlossaryExtension(Extension):
    """`source` is the glossary's file for the build, `page` its address as a page would link to it."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "source": ["docs/glossary.md", "The file that holds the definition list"],
            "page": ["glossary.md", "The glossary's address, as Markdown links to it"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        term = _Term(md, self.getConfig("source"), self.getConfig("page"))
        md.inlinePatterns.register(term, "sm_term", 173)
        md.treeprocessors.register(_Identify(md), "sm_identify", 6)


def makeExtension(**settings: Any) -> GlossaryExtension:
    """Python-Markdown's entry point."""
    return GlossaryExtension(**settings)
