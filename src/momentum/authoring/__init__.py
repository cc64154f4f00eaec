"""What page writers type and readers never see: Python-Markdown extensions for numbers, formulas, chips and terms."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# What Markdown keeps aside, a number for one, stands in the text as a name between these two characters.
_ASIDE = re.compile("\x02[^\x03]*\x03")


class AuthoringError(ValueError):
    """A page says something that can't be shown; the message names what, and what would be right.

    `at` is a piece of the page by which its line can be found, with … for what is not known of it.
    """

    def __init__(self, message: str, at: str = "") -> None:
        super().__init__(_ASIDE.sub("…", message))
        self.at = _ASIDE.sub("…", at)


@contextmanager
def placed(at: str) -> Iterator[None]:
    """Faults of what is done inside are found `at` this piece of the page, unless they know better."""
    try:
        yield
    except AuthoringError as error:
        raise AuthoringError(str(error), error.at or at) from error


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
