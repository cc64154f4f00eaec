"""Figures in pages: a line `![](figures/name.svg)` becomes the figure with its controls, caption, data and downloads.

Everything comes from the figure's record; a text between the brackets replaces the alternative text. The caption may
hold inline Markdown. It is an ordinary Python-Markdown extension and knows nothing of MkDocs.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections import Counter
from html import escape
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from momentum.authoring import AuthoringError, records
from momentum.authoring.picture import card, data, leads, powers
from momentum.store.record import Lookup, Record

LINE = re.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<path>(?:\.\./)*figures/)(?P<name>[^)\s]+)\.svg\)[ ]*$")


class FigureProcessor(BlockProcessor):
    """Replaces a paragraph that is one figure line by the figure."""

    def __init__(self, md: Markdown, lookup: str | Lookup) -> None:
        super().__init__(md.parser)
        self.md, self.lookup = md, lookup
        self.seen: Counter[str] = Counter()

    def test(self, parent: etree.Element, block: str) -> bool:
        return any(LINE.match(line) for line in block.split("\n"))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        at = next(index for index, line in enumerate(lines) if LINE.match(line))
        if before := "\n".join(lines[:at]).strip():
            self.parser.parseBlocks(parent, [before])
        match = LINE.match(lines[at])
        assert match is not None
        self._figure(parent, match)
        if after := "\n".join(lines[at + 1 :]).strip():
            blocks.insert(0, after)

    def _figure(self, parent: etree.Element, match: re.Match[str]) -> None:
        name = match["name"]
        try:
            record = records.record(self.lookup, name)
        except AuthoringError as error:
            raise AuthoringError(f"figures/{name}.svg: {error}") from error
        if record.get("kind", "figure") != "figure":
            raise AuthoringError(f"figures/{name}.svg: {name!r} is a set of numbers, not a figure.")
        self.seen[name] += 1
        identifier = name if self.seen[name] == 1 else f"{name}-{self.seen[name]}"
        figure = etree.SubElement(
            parent,
            "figure",
            {
                "class": " ".join(["sm-figure", *["sm-wide"] * record["wide"], *leads(record)]),
                "id": identifier,
                "data-figure": name,
                "data-search-exclude": "",
            },
        )
        if record.get("wheel"):
            figure.set("data-wheel", json.dumps(record["wheel"], ensure_ascii=False, separators=(",", ":")))
        self._raw(figure, card(record, identifier, match["alt"].strip() or record["alt"]))
        caption = etree.SubElement(figure, "figcaption")
        text = etree.SubElement(caption, "p")
        etree.SubElement(text, "strong").text = f"{record['title']}."
        text[0].tail = " " + powers(record["caption"])
        more = etree.SubElement(caption, "div", {"class": "sm-more"})
        if table := record["table"]:
            fold = etree.SubElement(more, "details", {"class": "sm-data"})
            etree.SubElement(fold, "summary", {"aria-label": f"Data: {record['title']}"}).text = "Data"
            self._raw(fold, data(record["title"], table))
        if record.get("wheel"):
            etree.SubElement(more, "button", {"type": "button", "class": "sm-wheel"}).text = "Take the wheel"
        self._take(etree.SubElement(more, "details", {"class": "sm-take"}), record, match["path"], identifier)

    def _take(self, take: etree.Element, record: Record, path: str, identifier: str) -> None:
        etree.SubElement(take, "summary", {"aria-label": f"Take it away: {record['title']}"}).text = "Take it away"
        links = etree.SubElement(take, "p")
        here = etree.SubElement(links, "a", {"href": f"#{identifier}", "class": "sm-here", "data-figure": identifier})
        here.text, here.tail = "Link to this moment" if record["steps"] else "Link to this figure", " "
        for kind, what in (("svg", "SVG"), ("gif", "GIF"), ("png", "PNG, double size")):
            filename = f"{record['name']}.{kind}"
            if filename in record["files"]:
                link = etree.SubElement(links, "a", {"href": f"{path}{filename}", "download": filename})
                link.text, link.tail = what, " "
        self._raw(take, f"<p><code>{escape(record['command'])}</code></p><p>{escape(record['citation'])}</p>")

    def _raw(self, parent: etree.Element, html: str) -> None:
        holder = etree.SubElement(parent, "div", {"class": "sm-raw"})
        holder.text = self.md.htmlStash.store(html)


class FigureExtension(Extension):
    """Registers the figure line; `lookup` maps a figure's name to its record."""

    def __init__(self, **options: Any) -> None:
        self.config = {"lookup": records.SETTING.copy()}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Puts the figure line before paragraphs and headings, and forgets counts between pages."""
        self.processor = FigureProcessor(md, self.getConfig("lookup"))
        md.parser.blockprocessors.register(self.processor, "sm-figure", 95)
        md.registerExtension(self)

    def reset(self) -> None:
        """A new page numbers its figures afresh."""
        self.processor.seen.clear()


def makeExtension(**options: Any) -> FigureExtension:
    """Python-Markdown's entry point."""
    return FigureExtension(**options)
