"""Cards that lead to pages, each with a still of a figure: lines `:card[The ravine](ravine.md zigzag) why it zigzags`.

Lines that follow one another are one list. The still is the figure's first panel, or the one that is named after it:
`zigzag/plane`. It is taken from the figure's record, finished and at rest.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import Counter
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from momentum.authoring import AuthoringError, placed, records
from momentum.authoring.directives import TEXT
from momentum.store.record import Lookup

LINE = re.compile(rf"^:card{TEXT}\((?P<page>[^()\s]+)\s+(?P<figure>[\w-]+)(?:/(?P<panel>[\w-]+))?\)[ ]*(?P<words>.*)$")


class CardProcessor(BlockProcessor):
    """Replaces a block of card lines by a list."""

    def __init__(self, md: Markdown, lookup: str | Lookup) -> None:
        super().__init__(md.parser)
        self.md, self.lookup, self.seen = md, lookup, Counter[str]()

    def test(self, parent: etree.Element, block: str) -> bool:
        return block.startswith(":card[")

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        cards = etree.SubElement(parent, "ol", {"class": "sm-cards"})
        for line in blocks.pop(0).split("\n"):
            match = LINE.match(line)
            if match is None:
                raise AuthoringError(f"A card must be :card[Title](page.md figure) words; got {line!r}.", at=line)
            with placed(line):
                self._card(etree.SubElement(cards, "li"), match)

    def _card(self, item: etree.Element, match: re.Match[str]) -> None:
        link = etree.SubElement(item, "a", {"href": match["page"]})
        still = etree.SubElement(link, "div", {"class": "sm-still", "data-search-exclude": ""})
        still.text = self.md.htmlStash.store(f'<div class="sm-panel">{self._svg(match)}</div>')
        etree.SubElement(link, "strong").text = match["text"]
        etree.SubElement(link, "span").text = match["words"]

    def _svg(self, match: re.Match[str]) -> str:
        name = match["figure"]
        record = records.record(self.lookup, name)
        if not record.get("panels"):
            raise AuthoringError(f"{match.group()}: {name!r} is a set of numbers, not a figure.")
        panels = {panel["name"]: panel["svg"] for panel in record["panels"]}
        wanted = match["panel"] or next(iter(panels))
        if wanted not in panels:
            raise AuthoringError(f"{match.group()}: {name!r} has no panel {wanted!r}; it has {', '.join(panels)}.")
        self.seen[name] += 1  # ids are a page's, whatever else it shows of the figure
        return panels[wanted].replace(f"{name}__", f"card-{name}-{self.seen[name]}-")


class CardsExtension(Extension):
    """Registers the card line; `lookup` maps a figure's name to its record."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"lookup": records.SETTING.copy()}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        """Puts the card line before paragraphs, and forgets counts between pages."""
        self.processor = CardProcessor(md, self.getConfig("lookup"))
        md.parser.blockprocessors.register(self.processor, "sm-cards", 94)
        md.registerExtension(self)

    def reset(self) -> None:
        """A new page."""
        self.processor.seen.clear()


def makeExtension(**settings: Any) -> CardsExtension:
    """Python-Markdown's entry point."""
    return CardsExtension(**settings)
