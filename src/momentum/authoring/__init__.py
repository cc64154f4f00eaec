"""What page writers type and readers never see: Python-Markdown extensions for numbers, formulas, chips and terms."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AuthoringError(ValueError):
    """A page says something that can't be shown; the message names what, and what would be right.

    `at` is a piece of the page by which its line can be found.
    """

    def __init__(self, message: str, at: str = "") -> None:
        super().__init__(message)
        self.at = at


def near(name: str, known: Iterable[str]) -> str:
    """A sentence naming what `name` may have been meant to be, with a space before it; all names if few, else none.

    >>> near("bata", ["beta", "velocity"])
    ' Near it: beta.'
    """
    names = sorted(known)
    found = difflib.get_close_matches(name, names, n=3)
    if found:
        return f" Near it: {', '.join(found)}."
    return f" There are: {', '.join(names)}." if 0 < len(names) <= 8 else ""
