"""No picture without words: an image whose alternative text is missing or empty stops the build.

An image that says nothing is marked so: `<img alt="" role="presentation">`.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from momentum.authoring import AuthoringError

_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_SAID = re.compile(r"\balt=(?:\"[^\"]*[^\"\s][^\"]*\"|'[^']*[^'\s][^']*')|\brole=[\"']presentation[\"']")
_SOURCE = re.compile(r"\bsrc=[\"']([^\"']*)[\"']")


class AltPostprocessor(Postprocessor):
    """Reads the finished HTML, so that images written as HTML are seen too."""

    def run(self, text: str) -> str:
        for match in _IMAGE.finditer(text):
            if not _SAID.search(match.group()):
                source = _SOURCE.search(match.group())
                name = source[1] if source else match.group()
                raise AuthoringError(f"The image {name} has no alternative text; write one between its brackets.")
        return text


class ImageExtension(Extension):
    """Registers the check after raw HTML has been put back."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Runs last but for what Python-Markdown does to entities."""
        md.postprocessors.register(AltPostprocessor(md), "sm-images", 5)


def makeExtension(**options: Any) -> ImageExtension:
    """Python-Markdown's entry point."""
    return ImageExtension(**options)
