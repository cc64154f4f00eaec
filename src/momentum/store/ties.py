"""Formulas in running text: no line ends beside a sign of one."""

from __future__ import annotations

import re

_SIGN = re.compile(r" ([=≈×−+←]) ")


def tied(text: str) -> str:
    """The same text with spaces that do not break on both sides of a sign.

    >>> tied("its share is 1 − β") == "its share is 1\\u00a0−\\u00a0β"
    True
    """
    while (done := _SIGN.sub("\u00a0\\1\u00a0", text)) != text:  # a space between two signs belongs to both
        text = done
    return text
