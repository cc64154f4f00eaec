"""Formulas in pages: `$...$` in a line, `$$...$$` on lines of its own, set as MathML at build time.

A formula stands as `<span class="sm-math">` in a line and as `<div class="sm-formula">` on its own; a block wider than
a phone scrolls inside itself, and can then be reached by keyboard. Anything that isn't a whole formula stops the build.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from momentum.authoring import AuthoringError, placed, scanner
from momentum.authoring.tex import breadth, mathml

PHONE = 24  # visible characters that surely fit a line on a screen of 320 px
_OUTSIDE = re.compile(r"\$+|\\[A-Za-z]{2,}|\\[(\[](?=[^\n]*\\[)\]])")


def inline(tex: str) -> str:
    """A formula within a line; raises AuthoringError where it is malformed or too wide for a phone."""
    element = mathml(tex)
    if breadth(element) > PHONE:
        raise AuthoringError(
            f"The formula “{tex}” has {breadth(element)} characters, and a line on a phone holds {PHONE}: "
            "set it between $$ on lines of its own."
        )
    return f'<span class="sm-math">{element}</span>'


def block(tex: str) -> str:
    """A formula on its own; raises AuthoringError where it is malformed."""
    element = mathml(tex, display=True)
    wide = ' tabindex="0" role="group" aria-label="Formula"' if breadth(element) > PHONE else ""
    return f'<div class="sm-formula"{wide}>{element}</div>'


def _stray(text: str, span: scanner.Span) -> None:
    """Raises on a dollar sign or a TeX command where no formula is."""
    match = _OUTSIDE.search(span.text)
    if match is None:
        return
    line = scanner.line_at(text, span.start + match.start())
    if span.kind == "alt":
        raise AuthoringError(f"An alternative text can't hold a formula; write it in words. The line: {line}")
    if match.group() == "$$":
        raise AuthoringError(f"A $$ has no partner, or does not stand on lines of its own. The line: {line}")
    if match.group().startswith("$"):
        raise AuthoringError(f"A $ has no partner in its paragraph. The line: {line}")
    raise AuthoringError(f"{match.group()} stands outside a formula; put it between dollar signs. The line: {line}")


def convert(text: str, keep: Any) -> str:
    """A page's Markdown with its formulas handed to `keep` as HTML; what `keep` returns stands in their place.

    Raises AuthoringError naming the TeX, the position and the cause.
    """
    out = []
    for span in scanner.spans(text):
        if span.match is not None and span.kind == "formula":
            with placed(_known(span.text)):
                out.append(keep(inline(span.match["inline"])))
        elif span.match is not None and span.kind == "display":
            indent = span.match["indent"]
            tex = "\n".join(line.removeprefix(indent) for line in span.match["block"].split("\n"))
            with placed(_known(tex)):
                element = keep(block(tex.strip()))
            out.append(_apart(text, span, indent, f"{indent}{element}"))
        else:
            if span.kind in ("prose", "alt", "number"):
                _stray(text, span)
            out.append(span.text)
    return "".join(out)


def _known(tex: str) -> str:
    """A formula as the page may have it: its numbers may have been filled in."""
    return re.sub(r"-?\d[\d.,\\]*", "…", tex)


def _apart(text: str, span: scanner.Span, indent: str, placeholder: str) -> str:
    """The placeholder as a paragraph of its own, inside the list, note or quotation that `indent` puts it in."""
    before = text[: span.start].removesuffix("\n").rpartition("\n")[2].strip(" \t>")
    after = text[span.start + len(span.text) :].removeprefix("\n").partition("\n")[0].strip(" \t>")
    blank = indent.rstrip()
    return (f"{blank}\n" if before else "") + placeholder + (f"\n{blank}" if after else "")


class _Formulas(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return convert("\n".join(lines), self.md.htmlStash.store).split("\n")


class FormulasExtension(Extension):
    """Runs after the numbers are filled in and before fences and raw HTML are taken out of the text."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Formulas(md), "sm_formulas", 28)


def makeExtension(**settings: Any) -> FormulasExtension:
    """Python-Markdown's entry point."""
    return FormulasExtension(**settings)
