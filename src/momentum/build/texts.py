"""The texts of a figure: what they may not hold, and numbers that somebody typed instead of computing them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from momentum.build.fault import FigureError
from momentum.store.record import Number
from momentum.store.rounding import DECIMAL

_MARKUP = re.compile(r"</?[a-zA-Z!][^>]*>?|\$|\[\[")


def text(source: object, numbers: Mapping[str, Number], what: str, name: str) -> str:
    """A title, a caption or an alternative text in one line: `source` itself, or what it makes of the numbers.

    Raises FigureError where there is none, and where it holds HTML, a formula or a quotation of a number: those belong
    on pages.
    """
    made = source(numbers) if callable(source) else source
    if not isinstance(made, str) or not made.strip():
        raise FigureError(f"{name}: the figure has no {what}; a figure takes a sentence that says what it shows.")
    if found := _MARKUP.search(made):
        raise FigureError(
            f"{name}: the {what} must be words, with Markdown for emphasis and chips; it holds {found[0]}."
        )
    return re.sub(r"[ \t\n]+", " ", made).strip()


def typed_numbers(path: Path) -> Iterator[tuple[int, str]]:
    """(line, number) of each decimal that stands typed in a text of a module, in order: what a reader sees is computed.

    Docstrings and the formats of numbers don't count.
    """
    tree = ast.parse(path.read_text("utf-8"))
    aside: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(node.value)
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            aside.update(ast.walk(node.format_spec))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("show", "format", "rounding.show"):
            aside.update(argument for argument in node.args[1:] if isinstance(argument, ast.Constant))
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in aside]
    for node in sorted(texts, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(node.value, str):
            yield from ((node.lineno, number) for number in DECIMAL.findall(node.value))


def refuse_typed_numbers(path: Path, name: str) -> None:
    """Raises FigureError for the first number that is typed into a text of the figure's module."""
    for line, number in typed_numbers(path):
        raise FigureError(
            f"{name}: the number {number} is typed into a text ({path.parent.name}/{path.name}:{line}). Take it from "
            "the constant or the measurement that the picture is drawn from."
        )
