"""Tables that scroll inside themselves on a narrow screen, by keyboard too, and whose empty corner is no header.

Under an empty corner the first column names the rows.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


def _empty(cell: etree.Element) -> bool:
    return not len(cell) and not (cell.text or "").strip()


class TableTreeprocessor(Treeprocessor):
    """Wraps each table of the page in a box that can be focused and is named by the table's first row."""

    def run(self, root: etree.Element) -> None:
        for parent in [*root.iter()]:
            for at, child in enumerate(parent):
                if child.tag == "table" and parent.get("class") != "sm-table":
                    parent[at] = self._box(child)

    def _box(self, table: etree.Element) -> etree.Element:
        heads = list(table.iter("th"))
        said = (" ".join("".join(cell.itertext()).split()) for cell in heads)
        words = [text for text in said if text and text.isprintable()]
        for cell in heads:
            if _empty(cell):
                cell.tag = "td"
            else:
                cell.set("scope", "col")
        if heads and _empty(heads[0]):
            for row in table.iterfind("tbody/tr"):
                row[0].tag = "th"
                row[0].set("scope", "row")
        box = etree.Element("div", {"class": "sm-table", "tabindex": "0", "role": "group"})
        box.set("aria-label", f"Table: {', '.join(words)}" if words else "Table")
        box.tail, table.tail = table.tail, "\n"
        table.set("class", "sm-rows")
        box.append(table)
        return box


class TableExtension(Extension):
    """Registers the wrapping after inline patterns have run."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Comes late: what a header says is complete by then."""
        md.treeprocessors.register(TableTreeprocessor(md), "sm-tables", 1)


def makeExtension(**options: Any) -> TableExtension:
    """Python-Markdown's entry point."""
    return TableExtension(**options)
