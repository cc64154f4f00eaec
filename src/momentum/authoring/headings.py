"""Faults of a page's headings: Markdown must see those that a writer sees, in order, each with a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown.extensions.toc import slugify

_HEADING = re.compile(r"^(?P<level>#{1,6})\s*(?P<text>.*?)#*[ \t]*(?P<attributes>\{[^}]*\})?[ \t]*$")
_IDENTIFIER = re.compile(r"#(?P<id>[^\s{}]+)")
_INDENTED = re.compile(r"^ {1,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r"^[ \t]*(?:=+|-+)[ \t]*$")


def faults(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) with the headings of a page without its code; line 0 where there is no heading."""
    if not any(map(_HEADING.match, lines)):
        yield 0, "A page must have a heading, a line `# Title`; this one has none."
    yield from _headings(lines)
    yield from _otherwise(lines)


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A second h1, a level that is skipped, two headings of one name or identifier."""
    before, names, identifiers = 0, dict[str, int](), dict[str, int]()
    for number, line in enumerate(lines, 1):
        match = _HEADING.match(line)
        if match is None:
            continue
        level, text = len(match["level"]), match["text"].strip()
        if level == 1 and before:
            yield number, f"A page has one heading of the first level; “{text}” is a second one."
        elif not before and level > 1:
            yield number, f"A page's first heading must be of the first level; “{text}” is of level {level}."
        elif level > before + 1 and before:
            yield number, f"The heading “{text}” is of level {level}, right below one of level {before}."
        if text.casefold() in names:
            first = names[text.casefold()]
            yield number, f"The heading “{text}” stands in line {first} too; give it a name of its own."
        names.setdefault(text.casefold(), number)
        stated = _IDENTIFIER.search(match["attributes"] or "")
        identifier = stated["id"] if stated else slugify(text, "-")
        if identifier in identifiers and identifiers[identifier] != names[text.casefold()]:
            first = identifiers[identifier]
            yield number, f"#{identifier} leads to line {first} already; give this part another one."
        identifiers.setdefault(identifier, number)
        before = level


def _otherwise(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Headings that Markdown sees otherwise than they look: underlined ones, and ones that do not begin the line."""
    for number, line in enumerate(lines, 1):
        if _INDENTED.match(line):
            yield number, f"A heading must begin its line; got “{line}”."
        first = number > 1 and lines[number - 2].strip() and not (number > 2 and lines[number - 3].strip())
        if first and _UNDERLINE.match(line):
            title = lines[number - 2].strip()
            yield number, f"A heading must be a line such as `## {title}`; “{title}” is underlined."
