"""Faults of a page that its source shows: what Markdown would let pass as text, each with its line.

The header at the top of a page, its headings, fences, boxes and footnotes are looked at here; what only the finished
page shows is looked at in `finished`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml  # type: ignore[import-untyped]

from momentum.authoring import headings, near, scanner

BOXES = ("deeper", "predict", "guess")
_HEADER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})(?P<rest>[^\n]*)$")
_BOX = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>\?\?\?\+?|!!!)[ \t]*(?P<kind>[\w-]*)[ \t]*(?P<title>.*?)[ \t]*$")
_NOTE = re.compile(r"\[\^(?P<name>[^\]\n]+)\](?P<defines>:)?")
# What `quantities` does not see: numbers without a decimal point that are measured all the same.
UNMARKED = re.compile(
    r"(?<![^\W_])(?<![.,/^])(?:"
    r"\d{1,3}(?:,\d{3})+(?!,?\d)(?P<thousands>)"  # 1,797 is one whole number
    r"|\d+,\d+"
    r"|\d+(?=(?:[ \u00a0\u202f]|&(?:nbsp|thinsp|#160|#8239|#x[aA]0|#x202[fF]);)?\\?%)"
    r"|(?:\d+(?:\.\d+)?|\.\d+)[eE][-+−]?\d+"
    r")"
)
# Powers of ten as a page prints them, and as a formula does; there a percentage too.
_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_POWER = re.compile(r"(?<![\w.,^])10(?:[ ]?\^[ ]?\{?[ ]?(?P<typed>[-−]?\d+)\}?|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))")
_SHARE = re.compile(r"(?<![\w.,^])(?P<share>\d+)(?:[ ~]|\\[,;:! ])*\\%")


class Fault(NamedTuple):
    """What is wrong, and in which line of the file, counted from 1; 0 where it concerns the page as a whole."""

    line: int
    said: str


def header(text: str) -> tuple[dict[str, object], int, list[Fault]]:
    """The header of a page, the number of lines that it takes, and what is wrong with it."""
    match = _HEADER.match(text)
    if match is None:
        wrong = "A page must begin with a header between two lines of ---, with a description; this one has none."
        return {}, 0, [Fault(1, wrong)]
    length = match[0].count("\n")
    try:
        found = yaml.safe_load(match["yaml"])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it can't be read"
        return {}, length, [Fault(2 + (mark.line if mark else 0), f"The page's header must be YAML; {reason}.")]
    except ValueError as error:  # what looks like a date and is none
        return {}, length, [Fault(2 + _no_date(match["yaml"]), f"The page's header must be YAML; {error}.")]
    if not isinstance(found, dict):
        return {}, length, [Fault(2, f"The page's header must give names and values; got {found!r}.")]
    described = found.get("description")
    if not isinstance(described, str) or not described.strip():
        return found, length, [Fault(1, "A page's header must have a description, one sentence for search engines.")]
    return found, length, []


def _no_date(header: str) -> int:
    """How many lines of a header stand above the one that YAML takes for a date that there is not."""
    for above, line in enumerate(header.split("\n")):
        try:
            yaml.safe_load(line)
        except yaml.YAMLError:
            pass
        except ValueError:
            return above
    return 0


def faults(text: str) -> list[Fault]:
    """All that is wrong with the source of a page, in the order of its lines."""
    _, length, found = header(text)
    lines = text.split("\n")
    body = "\n" * length + "\n".join(lines[length:])
    shown = without_code(body)
    seen = shown.split("\n")
    if not body.strip():
        found.append(Fault(length + 1, "A page must say something; below its header this one is empty."))
    else:
        found += [Fault(line or length + 1, said) for line, said in headings.faults(seen)]
    found += [*_fences(lines, length), *_boxes(seen, body.split("\n")), *_notes(shown), *_unmarked(body)]
    return sorted(found)


def without_code(body: str) -> str:
    """The body with code and comments blanked out, so that every line keeps its number."""
    pieces = (
        re.sub(r"[^\n]", " ", span.text) if span.kind in scanner.CODE else span.text for span in scanner.spans(body)
    )
    return "".join(pieces)


def _fences(lines: list[str], length: int) -> Iterator[Fault]:
    """A fence that is opened and not closed: only a line of the same signs at the same indent closes one."""
    opened: tuple[int, str, str] | None = None
    for number, line in enumerate(lines[length:], length + 1):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opened is None:
            opened = number, match["ticks"], match["indent"]
        elif match.group("ticks", "indent") == opened[1:] and not match["rest"].strip():
            opened = None
    if opened is not None:
        said = f"The fence {opened[1]} is never closed; a line of these signs alone, at the same indent, closes it."
        yield Fault(opened[0], said)


def _boxes(lines: list[str], whole: list[str]) -> Iterator[Fault]:
    """Folds and boxes of an unknown kind, at a wrong indent, without a title, or with nothing in them."""
    for number, line in enumerate(lines, 1):
        match = _BOX.match(line)
        if match is None:
            continue
        mark, kind, title = match["mark"], match["kind"], match["title"]
        if kind not in BOXES:
            yield Fault(number, f"There is no box {mark} {kind or '(nothing)'}.{near(kind, BOXES)}")
        elif not re.fullmatch(r'"[^"]*\S[^"]*"', title):
            yield Fault(number, f"{mark} {kind} must have a title between quotation marks; got {title or 'none'}.")
        if len(match["indent"]) % 4:
            yield Fault(number, f"{mark} {kind} must begin its line, four spaces in for each list around it.")
        inside = next((below for below in whole[number:] if below.strip()), "")
        if len(inside) - len(inside.lstrip(" ")) < len(match["indent"]) + 4:
            yield Fault(number, f"Nothing is indented under {mark} {kind}; its text must begin four spaces further in.")


def _notes(shown: str) -> Iterator[Fault]:
    """Footnotes that are named and nowhere defined, defined twice, or defined and nowhere named."""
    named: dict[str, int] = {}
    defined: dict[str, int] = {}
    for match in _NOTE.finditer(shown):
        line_start = shown.rfind("\n", 0, match.start()) + 1
        line, name = shown.count("\n", 0, match.start()) + 1, match["name"]
        is_definition = bool(match["defines"]) and not shown[line_start : match.start()].strip()
        if is_definition and name in defined:
            yield Fault(line, f"The footnote [^{name}] is defined in line {defined[name]} already.")
        (defined if is_definition else named).setdefault(name, line)
    for name, line in named.items():
        if name not in defined:
            yield Fault(line, f"The footnote [^{name}] is not defined on this page.{near(name, defined)}")
    for name, line in defined.items():
        if name not in named:
            yield Fault(line, f"The footnote [^{name}] is defined and nowhere named.")


def _unmarked(body: str) -> Iterator[Fault]:
    """Decimals with a comma, percentages and powers of ten that are neither computed nor given."""
    for span in scanner.spans(body):
        for at, number, marked in _measured(span):
            yield Fault(
                body.count("\n", 0, span.start + at) + 1,
                f"The number {number} is neither computed nor given. Write [[record.key]] for a computed one, "
                f"[[={marked}]] for one that was chosen.",
            )


def _measured(span: scanner.Span) -> Iterator[tuple[int, str, str]]:
    """(place, number, what to mark) of each number of a span that is no decimal and is measured all the same."""
    formula = span.kind in ("formula", "display")
    if formula:
        yield from ((match.start(), match.group(), f"{match['share']}%") for match in _SHARE.finditer(span.text))
    elif span.kind in ("prose", "alt"):
        found = (match for match in UNMARKED.finditer(span.text) if match["thousands"] is None)
        yield from ((match.start(), match.group(), match.group()) for match in found)
    if formula or span.kind in ("prose", "alt"):
        for match in _POWER.finditer(span.text):
            exponent = (match["typed"] or match["raised"]).translate(_PLAIN)
            yield match.start(), match.group(), f"1e{exponent}"
