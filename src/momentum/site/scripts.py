"""Scripts as readers load them: without comments and what only people need: spaces, and the words of private names."""

from __future__ import annotations

import re
from collections import Counter
from string import ascii_letters

_WORD = re.compile(r"[\w$#]")
_PRIVATE = re.compile(r"#[A-Za-z_]\w*")


def lean(script: str) -> str:
    """A script without comments and last semicolons, whose spaces stand only where two words or two signs would meet.

    A private name, which nobody outside of its class can use, becomes one letter. Texts and templates stay as they are,
    and so does a private name that one of them holds. Every statement must end in a semicolon, and slashes begin no
    quoted pattern.

    >>> lean('// Why.\\nconst a = `x ${b ? ` y` : "z"}`; // What.\\n  { return a - -c; }\\n')
    'const a=`x ${b ? ` y` : "z"}`;{return a- -c}'
    >>> lean('class A { #size = 1; #name = 2; say() { return `${this.#name}` + this.#size; } }')
    'class A{#a=1;#name=2;say(){return`${this.#name}`+this.#a}}'
    """
    letters = _letters(script)
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
        private = _PRIVATE.match(script, at)
        end = _text_end(script, at) if here in "\"'`" else private.end() if private else at + 1
        if gap and out and _apart(out[-1][-1], here):
            out.append(" ")
        out.append(letters.get(script[at:end], script[at:end]))
        at, gap = end, False
    return "".join(out)


def _letters(script: str) -> dict[str, str]:
    """Private name -> its letter, of those that stand in no text."""
    code, texts, at = [], [], 0
    while at < len(script):
        begin = at
        if script.startswith("//", at):
            at = (script.find("\n", at) + 1) or len(script)
        elif script[at] in "\"'`":
            at = _text_end(script, at)
            texts.append(script[begin:at])
        else:
            at += 1
            code.append(script[begin])
    said = {*_PRIVATE.findall("".join(texts))}
    names = [name for name, _ in Counter(_PRIVATE.findall("".join(code))).most_common() if name not in said]
    free = [f"#{letter}" for letter in ascii_letters if f"#{letter}" not in said]
    if len(names) > len(free):
        raise ValueError(f"A script must have at most {len(free)} private names; got {len(names)}.")
    return dict(zip(names, free, strict=False))


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
