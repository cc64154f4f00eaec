"""Stops the build at a page that is not whole: one sentence, with page and line, and no traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.exceptions import PluginError
from pymdownx.snippets import SnippetMissingError  # type: ignore[import-untyped]

from momentum.authoring import AuthoringError, finished, source
from momentum.store.remembered import remembered

# What a message quotes of a page: a line, what stands in quotation marks, a mark or a figure.
_QUOTED = (
    re.compile(r"The line: (.*)\Z", re.DOTALL),
    re.compile(r"“([^”]+)”"),
    re.compile(r"'([^']+)'"),
    re.compile(r"(:\w+\[[^\]]*\]?|figures/\S+\.svg|\[\[[^\]]*\]\])"),
)


def line_of(text: str, at: str) -> int:
    """The number of the first line that holds the longest known piece of a line of `at`; 0 where there is none.

    What is not known stands as … in it.
    """
    wanted = max((" ".join(part.split()) for part in re.split("[…\n]", at)), key=len, default="")
    if not wanted:
        return 0
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return next((number for number, line in enumerate(lines, 1) if wanted in line), 0)


def quoted_line(text: str, message: str) -> int:
    """The number of the first line that holds something which the message quotes, the longest first; 0 for none."""
    quoted = {piece for pattern in _QUOTED for piece in pattern.findall(message)}
    lines = (line_of(text, piece) for piece in sorted(quoted, key=lambda piece: (-len(piece), piece)))
    return next(filter(None, lines), 0)


def _line(text: str, error: AuthoringError) -> int:
    """The line of a fault: the first outside code that holds its piece of the page, or what its message quotes."""
    shown = source.without_code(text)
    tries = [(line_of, error.at), (quoted_line, str(error))]
    return next(filter(None, (find(held, said) for find, said in tries for held in (shown, text))), 0)


def _said(page: str, found: Iterable[tuple[int, str]]) -> PluginError:
    """All that is wrong with a page as one fault of the build, a line each."""
    return PluginError("\n".join(f"{page}:{line}: {said}" if line else f"{page}: {said}" for line, said in found))


def decoded(page: str, content: bytes) -> str:
    """The text of a page's file. Raises PluginError where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = "A page must be text in UTF-8; this line is not. Save the file in that encoding."
        raise _said(page, [(line, said)]) from None


def read(page: str, content: bytes) -> str:
    """The text of a page's file. Raises PluginError where it is not UTF-8 or its source has faults."""
    text = decoded(page, content)
    if found := remembered(source.faults, text.replace("\r\n", "\n")):
        raise _said(page, found)
    return text


def guarded(page: str, text: str, render: Callable[..., Any], content: Callable[[], str]) -> Callable[..., Any]:
    """`render`, with its faults and those of the `content` that it leaves told in a sentence with page and line."""

    def run(*arguments: Any, **named: Any) -> Any:
        try:
            result = render(*arguments, **named)
        except AuthoringError as error:
            raise _said(page, [(_line(text, error), str(error))]) from None
        except SnippetMissingError as error:
            name = re.search(r"'(?P<path>[^']*)'", str(error))
            raise _said(page, [(line_of(text, name["path"] if name else "--8<--"), str(error))]) from None
        if found := finished.faults(content()):
            raise _said(page, [(line_of(text, at), said) for at, said in found])
        return result

    return run


def unknown_pages(named: Iterable[str], known: Iterable[str]) -> PluginError | None:
    """The fault of a header that names a page which is not there, or None."""
    there = frozenset(known)
    lost = [page for page in named if page not in there]
    if not lost:
        return None
    return PluginError(f"mkdocs.yml: extra.header must name pages of docs/; there is no {', '.join(lost)}.")
