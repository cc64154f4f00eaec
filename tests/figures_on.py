"""The figures of a built page, taken from its HTML."""

from __future__ import annotations

import re
from pathlib import Path

from built import where


def built(site: Path, page: str) -> str:
    return (site / where(page) / "index.html").read_text("utf-8")


def figures(site: Path, page: str) -> list[tuple[str, str, str]]:
    """The figures of a built page: identifier, name, HTML."""
    found = []
    for whole in re.findall(r"<figure\b.*?</figure>", built(site, page), re.DOTALL):
        opening = whole[: whole.index(">") + 1]
        if name := re.search(r'data-figure="([^"]+)"', opening):
            identifier = re.search(r'\bid="([^"]+)"', opening)
            assert identifier is not None
            found.append((identifier[1], name[1], whole))
    return found
