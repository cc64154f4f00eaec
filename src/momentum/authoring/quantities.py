"""Numbers in pages: `[[ravine.steps]]` is computed at build time, `[[=0.9]]` was chosen, and a bare decimal is refused.

Computed numbers come from a record's "numbers" and take a format as `[[ravine.steps:.2f]]`; `rounding.show` says how
they print. In prose they become `<span class="sm-number" data-from="ravine.steps">` (chosen ones
`<span class="sm-given">`); in formulas TeX; in alt texts, link targets and tags plain text. Code is left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from momentum.authoring import AuthoringError, records, scanner
from momentum.authoring.rounding import Form, printed, show, typeset
from momentum.store.record import Lookup
from momentum.store.rounding import DECIMAL

__all__ = ["QuantitiesExtension", "makeExtension", "replace", "show"]

_COMPUTED = re.compile(r"(?P<source>[a-z][a-z0-9-]*)\.(?P<key>[A-Za-z_]\w*)(?::(?P<spec>[^:\]]+))?")
_WHERE = ("section", "sec", "chapter", "figure", "fig", "table", "equation", "eq", "part", "lecture", "theorem",
          "version")  # fmt: skip
_EXEMPT = re.compile(
    r"\b\d+\.\d+\.\d[\w.]*"  # a version, x.y.z
    r"|\barXiv:?\s*\d{4}\.\d{4,5}|\b\d{2}(?:0[1-9]|1[0-2])\.\d{5}\b"  # an arXiv number
    r"|\b10\.\d{4,9}/\S+"  # a DOI
    r"|(?:§|\b(?:" + "|".join(_WHERE) + r")s?\.?)\s*\(?\d+\.\d+"  # a place in a source
    r"|\b(?:Python|CC BY(?:-SA)?) \d+\.\d+",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![^\W_])(?<!\.)\d*\.\d+(?!\w*\.\w)")
_NUMBER = re.compile(r"\[\[([^\[\]\n]*)\]\]")


def refuse_bare_decimal(text: str, quote: Callable[[int], str], *, tex: bool = False) -> None:
    """Raises AuthoringError where `text` holds a decimal that is neither computed nor given; `quote` names its line."""
    allowed = [] if tex else [match.span() for match in _EXEMPT.finditer(text)]
    for match in (DECIMAL if tex else _BARE).finditer(text):
        if not any(start <= match.start() < end for start, end in allowed):
            raise AuthoringError(
                f"The number {match.group()} is neither computed nor given. Write [[record.key]] for a computed one, "
                f"[[={match.group()}]] for one that was chosen. The line: {quote(match.start())}"
            )


def _masked(text: str) -> str:
    return _NUMBER.sub(lambda match: " " * len(match[0]), text)


def value_of(body: str, lookup: str | Lookup, form: Form) -> str:
    """What stands between `[[` and `]]`, as it prints in `form`; raises AuthoringError on an unknown name."""
    if body.startswith("="):
        return typeset(body[1:].strip(), form)
    match = _COMPUTED.fullmatch(body.strip())
    if match is None:
        raise AuthoringError(f"[[{body}]] must be [[record.key]], [[record.key:format]] or [[=number]].")
    return printed(records.number(lookup, match["source"], match["key"]), match["spec"], form)


def in_html(body: str, lookup: str | Lookup) -> str:
    """The same, as the element a reader sees."""
    shown = value_of(body, lookup, "html")
    if body.startswith("="):
        return f'<span class="sm-given">{shown}</span>'
    origin = html.escape(body.strip().partition(":")[0])
    return f'<span class="sm-number" data-from="{origin}">{shown}</span>'


def replace(text: str, lookup: str | Lookup, keep: Callable[[str], str] | None = None) -> str:
    """A page's Markdown with its numbers filled in; `keep` stashes an element, without it all numbers are plain text.

    A record is looked up once. Raises AuthoringError, naming number and line, on an unknown name, a bad format or a
    bare decimal.
    """
    found = cache(lambda name: records.function(lookup)(name))

    def fill(span: scanner.Span, form: Form) -> str:
        def one(match: re.Match[str]) -> str:
            try:
                return value_of(match[1], found, form)
            except AuthoringError as error:
                line = scanner.line_at(text, span.start + match.start())
                raise AuthoringError(f"{error} The line: {line}") from error

        return _NUMBER.sub(one, span.text)

    def quote(span: scanner.Span) -> Callable[[int], str]:
        return lambda offset: scanner.line_at(text, span.start + offset)

    out = []
    for span in scanner.spans(text):
        if span.kind == "number" and span.match is not None and keep is not None:
            try:
                out.append(keep(in_html(span.match["number"], found)))
            except AuthoringError as error:
                raise AuthoringError(f"{error} The line: {scanner.line_at(text, span.start)}") from error
        elif span.kind in ("formula", "display"):
            refuse_bare_decimal(_masked(span.text), quote(span), tex=True)
            out.append(fill(span, "tex"))
        elif span.kind in scanner.PLAIN or span.kind == "number":
            if span.kind == "alt":
                refuse_bare_decimal(_masked(span.text), quote(span))
            out.append(fill(span, "text"))
        else:
            if span.kind == "prose":
                refuse_bare_decimal(span.text, quote(span))
            out.append(span.text)
    return "".join(out)


class _Numbers(Preprocessor):
    def __init__(self, md: Markdown, lookup: str | Lookup) -> None:
        super().__init__(md)
        self.lookup = lookup

    def run(self, lines: list[str]) -> list[str]:
        # Docstrings on the reference page pass through the same extensions: they are source code, not claims.
        if "mkdocstrings_headings" in self.md.treeprocessors:
            return lines
        return replace("\n".join(lines), self.lookup, self.md.htmlStash.store).split("\n")


class QuantitiesExtension(Extension):
    """Runs after snippets and white space are settled and before anybody else reads the text."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"lookup": records.SETTING.copy()}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Numbers(md, self.getConfig("lookup")), "sm_quantities", 29)


def makeExtension(**settings: Any) -> QuantitiesExtension:
    """Python-Markdown's entry point."""
    return QuantitiesExtension(**settings)
