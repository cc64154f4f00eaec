"""Lets docstrings be read as Markdown on the page of the reference: a Griffe extension.

Examples become code, and the stars of powers stay stars.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_EXAMPLE = re.compile(r"(?:^[ ]*(?:>>>|\.\.\. ?).*\n?(?:^(?![ ]*$|[ ]*>>>).*\n?)*)+", re.M)


_CODE = re.compile(r"(```.*?```|`[^`]*`)", re.S)
_POWER = re.compile(r"(?<=[\w)])\*\*(?=[\w(])")


def fenced(text: str) -> str:
    """The docstring with a fence around each run of prompts and what they print."""
    text = _EXAMPLE.sub(lambda match: f"```pycon\n{match.group().rstrip()}\n```\n", text)
    parts = _CODE.split(text)
    return "".join(part if part.startswith("`") else _POWER.sub(r"\*\*", part) for part in parts)


class Examples(Extension):
    """Fences the examples of every docstring that is read."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Changes the text before the page's handler parses it."""
        if obj.docstring is not None:
            obj.docstring.value = fenced(obj.docstring.value)
