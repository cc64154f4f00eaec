"""Custom elements in pages: Markdown inside them is read, as it is inside a div with the attribute `markdown`."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

ELEMENTS = ("momentum-explorer",)


class ElementExtension(Extension):
    """Counts the project's custom elements among the blocks of HTML."""

    def extendMarkdown(self, md: Markdown) -> None:
        """`md_in_html` takes the list as it stands when a page is read."""
        md.block_level_elements = [*md.block_level_elements, *ELEMENTS]


def makeExtension(**options: Any) -> ElementExtension:
    """Python-Markdown's entry point."""
    return ElementExtension(**options)
