"""Marks within a sentence: `:momentum[momentum]` for a colour chip, `:step[step 18](ravine-duel 18)` for a step link.

A chip is `<span class="sm-chip sm-momentum">`, in the colour its role has in figures. A step link is
`<a class="sm-step" href="#ravine-duel" data-figure="ravine-duel" data-step="18">`: without scripts it leads to the
figure, with them it moves the figure to the step.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

from momentum.authoring import AuthoringError, near, placed, records, scanner
from momentum.engine.methods import METHODS
from momentum.store.record import Lookup

# What a writer types -> the role in `momentum.rendering.style.ROLES`.
CHIPS = {method.chip: method.role for method in METHODS.values()} | {"adaptive": "ink", "minimum": "minimum"}
OTHERS = ("step", "term", "card")
MARKS = (*CHIPS, *OTHERS)
# What may be meant as a mark: a known name wherever and however it is written, or another one where a word begins.
LIKE = rf":(?i:{'|'.join(MARKS)})[ ]?\[|(?<![\w:]):[A-Za-z]+\["
TEXT = r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
_FIGURE = re.compile(r"^\((?:[^)\s]*/)?figures/(?P<name>[\w-]+)\.svg\b")


class _Chip(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        if not m["text"].strip():
            raise AuthoringError(f"A chip needs words: {m.group()} has none.", at=m.group())
        element = etree.Element("span", {"class": f"sm-chip sm-{CHIPS[m['name']]}"})
        element.text = m["text"]
        return element, m.start(0), m.end(0)


class _FiguresOnPage(Preprocessor):
    """Notes which figures the page shows, so that a link to a step can't lead elsewhere."""

    names: frozenset[str] = frozenset()

    def run(self, lines: list[str]) -> list[str]:
        targets = (span.text for span in scanner.spans("\n".join(lines)) if span.kind == "target")
        self.names = frozenset(match["name"] for text in targets if (match := _FIGURE.match(text)))
        return lines


class _Step(InlineProcessor):
    def __init__(self, md: Markdown, page: _FiguresOnPage, lookup: str | Lookup) -> None:
        super().__init__(rf"(?<![\w:]):step{TEXT}(?:\((?P<target>[^()]*)\))?", md)
        self.page, self.lookup = page, lookup

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        with placed(m.group()):
            figure, step = self._target(m)
        element = etree.Element(
            "a", {"class": "sm-step", "href": f"#{figure}", "data-figure": figure, "data-step": str(step)}
        )
        element.text = m["text"]
        return element, m.start(0), m.end(0)

    def _target(self, m: re.Match[str]) -> tuple[str, int]:
        """The figure and the step that a link leads to."""
        target = re.fullmatch(r"\s*([\w-]+)\s+(\d+)\s*", m["target"] or "")
        if target is None or not m["text"].strip():
            raise AuthoringError(f"A step link must be :step[words](figure-name step); got {m.group()}.")
        figure, step = target[1], int(target[2])
        if figure not in self.page.names:
            raise AuthoringError(
                f"{m.group()} leads to the figure {figure!r}, which is not on this page.{near(figure, self.page.names)}"
            )
        last = records.steps(self.lookup, figure)
        if step > last:
            raise AuthoringError(f"{m.group()} leads to step {step}, but {figure!r} ends at step {last}.")
        return figure, step


class _Unknown(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[None, None, None]:  # type: ignore[override]
        line = data[m.start() : m.start() + 60].partition("\n")[0].strip()
        name = m.group().strip(":[ ")
        if name not in MARKS and name.lower() not in MARKS:
            raise AuthoringError(f"There is no mark :{name}[...].{near(name, MARKS)}", at=line)
        if m.group() == f":{name.lower()}[" and not re.search(r"[\w:]$", data[: m.start()]):
            raise AuthoringError(f":{name}[ has no closing bracket: {line}", at=line)
        raise AuthoringError(
            f"A mark must be :{name.lower()}[words], where a word begins; got {data[: m.end()].split()[-1]}", at=line
        )


class DirectivesExtension(Extension):
    """Chips first, then steps, so that a step link may hold a chip; what is left over is a mistake."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"lookup": records.SETTING.copy()}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        page = _FiguresOnPage(md)
        md.preprocessors.register(page, "sm_figures_on_page", 27)
        chip = rf"(?<![\w:]):(?P<name>{'|'.join(CHIPS)}){TEXT}"
        md.inlinePatterns.register(_Chip(chip, md), "sm_chip", 174)
        md.inlinePatterns.register(_Step(md, page, self.getConfig("lookup")), "sm_step", 172)
        md.inlinePatterns.register(_Unknown(LIKE, md), "sm_unknown", 171)


def makeExtension(**settings: Any) -> DirectivesExtension:
    """Python-Markdown's entry point."""
    return DirectivesExtension(**settings)
