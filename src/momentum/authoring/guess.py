"""A question to guess at before a figure's run answers it.

    !!! guess "How many steps?"
        - [ ] Fewer than 20.
        - [x] About 50.
        - [ ] It never arrives.

        ![](figures/name.svg)

        What the run has shown.

The list becomes buttons once scripts run; the figure then waits for a guess, and what follows it waits too. Without
scripts the question, its answers, the run and the text stand there as they are. One answer, marked [x], is right.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from momentum.authoring import AuthoringError

FEWEST, MOST = 2, 4
_ANSWER = re.compile(r"\s*\[(?P<mark>[ x])\]\s+(?P<text>\S.*)", re.DOTALL)


def _holder(item: etree.Element) -> etree.Element:
    """The element that holds an answer's words: the item, or the paragraph in it where the list is a loose one."""
    return item[0] if len(item) and item[0].tag == "p" else item


def _answers(question: str, items: list[etree.Element]) -> None:
    """Takes the marks off the answers and notes which is right; raises AuthoringError where they are not all marked."""
    right = 0
    for item in items:
        holder = _holder(item)
        match = _ANSWER.fullmatch(holder.text or "")
        if match is None:
            raise AuthoringError(f"Each answer to “{question}” must begin with [ ] or [x]; got {holder.text!r}.")
        holder.text = match["text"]
        if match["mark"] == "x":
            item.set("data-right", "")
            right += 1
    if right != 1 or not FEWEST <= len(items) <= MOST:
        raise AuthoringError(
            f"A guess has {FEWEST} to {MOST} answers, one of them right; “{question}” has {len(items)}, {right} right."
        )


class _Guesses(Treeprocessor):
    """Turns each admonition of the kind `guess` into an element that the page's script knows."""

    def run(self, root: etree.Element) -> None:
        boxes = [box for box in root.iter("div") if box.get("class") == "admonition guess"]
        for number, box in enumerate(boxes, 1):
            self._turn(box, f"guess-{number}")

    def _turn(self, box: etree.Element, name: str) -> None:
        children = list(box)
        question = (children[0].text or "").strip() if children and children[0].tag == "p" else ""
        if len(children) < 3 or children[0].get("class") != "admonition-title" or children[1].tag != "ul":
            raise AuthoringError(f"A guess is a question, a list of answers and a figure; “{question}” is not.")
        figure = next((child for child in children if child.tag == "figure"), None)
        if figure is None or children[2] is not figure:
            raise AuthoringError(f"The answers to “{question}” must be followed by the figure whose run decides.")
        _answers(question, list(children[1]))
        box.tag = "sm-guess"
        box.attrib.clear()
        box.set("id", name)
        children[0].set("class", "sm-question")
        children[0].set("id", f"{name}-question")
        children[1].set("class", "sm-answers")
        after = etree.Element("div", {"class": "sm-after"})
        for child in children[3:]:
            box.remove(child)
            after.append(child)
        if len(after):
            box.append(after)


class GuessExtension(Extension):
    """Runs after the blocks are parsed and before their words are."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.block_level_elements.append("sm-guess")
        md.treeprocessors.register(_Guesses(md), "sm_guess", 25)


def makeExtension(**settings: Any) -> GuessExtension:
    """Python-Markdown's entry point."""
    return GuessExtension(**settings)
