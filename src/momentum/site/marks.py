"""Numbers in generated Markdown, marked as a page wants them."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"\d*\.\d+")


def given(text: str) -> str:
    """The text with its decimals marked as given, which a page asks of every number that it does not compute itself."""
    return _DECIMAL.sub(lambda number: f"[[={number[0]}]]", text)
