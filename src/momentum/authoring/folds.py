"""Folds get an id from their question, to be linked and found by: `??? deeper "Is it fair?"` is #is-it-fair."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, unique
from markdown.treeprocessors import Treeprocessor

# What Markdown keeps aside, formulas for one, stands in the text as a number between these two characters.
_ASIDE = re.compile("\x02[^\x03]*\x03")


def title(summary: etree.Element) -> str:
    """The words of a summary, without what is kept aside."""
    return " ".join(_ASIDE.sub(" ", "".join(summary.itertext())).split())


class _Identify(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for fold in root.iter("details"):
            summary = fold.find("summary")
            if summary is None or "id" in fold.attrib or "sm-" in fold.get("class", ""):
                continue
            fold.set("id", unique(slugify(title(summary), "-") or "fold", used))


class FoldsExtension(Extension):
    """Runs after headings have their ids, which come first."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Identify(md), "sm_folds", 4)


def makeExtension(**settings: Any) -> FoldsExtension:
    """Python-Markdown's entry point."""
    return FoldsExtension(**settings)
