"""Scripts as readers load them: without comments and the spaces that only people need. Names and order stay."""

from __future__ import annotations

import re

_WORD = re.compile(r"[\w$#]")


def lean(script: str) -> str:
    """A script without comments and last semicolons, whose spaces stand only where two words or two signs would meet.

    Texts and templates stay as they are. Every statement must end in a semicolon, and slashes begin no quoted pattern.

    >>> lean('// Why.\\nconst a = `x ${b ? ` y` : "z"}`; // What.\\n  { return a - -c; }\\n')
    'const a=`x ${b ? ` y` : "z"}`;{return a- -c}'
    """
    out: list[str] = []
    at, gap = 0, False
    while at < len(script):
        here = script[at]
        if here.isspace():
            at, gap = at + 1, True
            continue
        if script.startswith("//", at):
            at = (script.find("\n", at) + 1) or len(script)
            gap = True
            continue
        if here == "}" and out and out[-1] == ";":
            out.pop()
        end = _text_end(script, at) if here in "\"'`" else at + 1
        if gap and out and _apart(out[-1][-1], here):
            out.append(" ")
        out.append(script[at:end])
        at, gap = end, False
    return "".join(out)


def _apart(before: str, after: str) -> bool:
    """Whether a space between these two must stay."""
    return bool(_WORD.match(before) and _WORD.match(after)) or (before in "+-" and after == before)


def _text_end(script: str, at: int) -> int:
    """Where the text or template that begins here ends; a template's holes may hold others."""
    quote, depth = script[at], 0
    at += 1
    while depth or script[at] != quote:
        if script[at] == "\\":
            at += 2
        elif quote == "`" and script.startswith("${", at):
            depth, at = depth + 1, at + 2
        elif depth and script[at] == "}":
            depth, at = depth - 1, at + 1
        elif depth and script[at] == "{":
            depth, at = depth + 1, at + 1
        elif depth and script[at] in "\"'`":
            at = _text_end(script, at)
        else:
            at += 1
    return at + 1
