"""Splits a page's Markdown into code, formulas, link targets, plain-text places, numbers and prose.

The extensions of this package change the source before Python-Markdown's own processors see it, so they must agree on
what is code and what is a formula. One expression says it, in order: what comes first wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_KINDS = {
    # Code and raw markup: nobody may touch it.
    "fence": r"^[ \t>]*(?P<ticks>`{3,}|~{3,})[^\n`]*\n(?:.*\n)*?[ \t>]*(?P=ticks)[`~]*[ \t]*$",
    "comment": r"<!--(?s:.*?)-->",
    "raw": r"<(?P<element>pre|code|script|style|svg|math)\b(?s:.*?)</(?P=element)>",
    "code": r"(?<![\\`])(?P<span>`+)(?!`)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=span)(?!`)",
    # Formulas. A blank line ends any of them, so that a forgotten dollar sign can't swallow the page.
    "display": r"^(?P<indent>[ \t>]*)(?<!\\)\$\$(?P<block>(?:[^$\n]|\n(?![ \t>]*\n))+?)\$\$[ \t]*$",
    "formula": r"(?<![\\$])\$(?=[^\s$])(?P<inline>(?:\\.|[^\\$\n]|\n(?![ \t>]*\n))+?)(?<=\S)(?<!\\)\$(?!\$)",
    # Places that hold an address, or text that can't hold markup.
    "definition": r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]+\S.*$",
    "tag": r"</?[A-Za-z][^<>]*>|<https?://[^<>\s]+>",
    "alt": r"!\[(?:[^\[\]]|\[\[[^\[\]]*\]\])*\](?=\()",
    "target": r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)",
    "address": r"https?://[^\s<>)\]]+",
    "attributes": r"\{:?[ ]?(?:[#.][\w-]|[\w-]+=)[^{}\n]*\}",
    "number": r"\[\[(?P<number>[^\[\]\n]*)\]\]",
}
_SCAN = re.compile("|".join(f"(?P<{kind}_>{pattern})" for kind, pattern in _KINDS.items()), re.MULTILINE)
CODE = frozenset({"fence", "comment", "raw", "code"})
PLAIN = frozenset({"definition", "tag", "alt", "target", "attributes"})


class Span(NamedTuple):
    """A piece of the source: a kind above or "prose", its text, where it starts, and the match it came from."""

    kind: str
    text: str
    start: int
    match: re.Match[str] | None


def spans(text: str) -> Iterator[Span]:
    """The whole text in order, without gaps."""
    at = 0
    for match in _SCAN.finditer(text):
        if match.start() > at:
            yield Span("prose", text[at : match.start()], at, None)
        kind = next(kind for kind in _KINDS if match.group(f"{kind}_") is not None)
        yield Span(kind, match.group(), match.start(), match)
        at = match.end()
    if at < len(text):
        yield Span("prose", text[at:], at, None)


def line_at(text: str, position: int) -> str:
    """The line of `text` that holds `position`, short enough to quote in a message."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)].strip()
    if len(line) <= 90:
        return line
    middle = min(max(position - start, 40), len(line) - 40)
    return f"…{line[max(middle - 40, 0) : middle + 40].strip()}…"
