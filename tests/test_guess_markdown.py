"""A guess before a run: what its Markdown becomes, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from markdown import Markdown

from momentum.authoring import AuthoringError

RECORD = {
    "name": "loop", "kind": "figure", "title": "Loop", "caption": "It takes 49 steps.", "alt": "A path.", "steps": 3,
    "seconds": 0.1, "tick": "step", "wide": True, "panels": [], "readouts": [], "table": None, "files": {},
    "command": "render", "citation": "Cite.",
}  # fmt: skip
ANSWERS = "    - [ ] One.\n    - [x] Two *steps*.\n    - [ ] Three.\n\n"
FIGURE = "    ![](figures/loop.svg)\n\n"


def page(text: str) -> str:
    names = ["admonition", "momentum.authoring.figures", "momentum.authoring.guess"]
    settings: Any = {"momentum.authoring.figures": {"lookup": lambda name: RECORD}}
    return Markdown(extensions=names, extension_configs=settings).convert(text)


def test_a_guess_is_a_question_answers_the_figure_and_what_was_seen() -> None:
    html = page(f'!!! guess "How many?"\n{ANSWERS}{FIGURE}    It takes two.\n\nAfterwards.')
    assert html.startswith('<sm-guess id="guess-1">')
    assert '<p class="sm-question" id="guess-1-question">How many?</p>' in html
    assert '<ul class="sm-answers">' in html
    assert [html.count(part) for part in ("<li>One.", '<li data-right="">Two <em>steps</em>.', "<li>Three.")] == [1] * 3
    assert '<div class="sm-after">\n<p>It takes two.</p>' in html
    assert html.rpartition("</sm-guess>")[2].strip() == "<p>Afterwards.</p>"
    assert "[x]" not in html


def test_each_guess_of_a_page_has_a_name_of_its_own() -> None:
    html = page("\n\n".join(f'!!! guess "Number {k}?"\n{ANSWERS}{FIGURE}' for k in (1, 2)))
    assert 'id="guess-1-question"' in html
    assert 'id="guess-2-question"' in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'!!! guess "How many?"\n{ANSWERS}    No figure.\n', "must be followed by the figure whose run decides"),
        (f'!!! guess "How many?"\n{FIGURE}', "a list of answers and a figure"),
        (f'!!! guess ""\n{ANSWERS}{FIGURE}', "a question, a list of answers and a figure"),
        (f'!!! guess "How many?"\n    - One.\n    - [x] Two.\n\n{FIGURE}', "must begin with"),
        (f'!!! guess "How many?"\n    - [ ] One.\n    - [ ] Two.\n\n{FIGURE}', "has 2, 0 right"),
        (f'!!! guess "How many?"\n    - [x] One.\n    - [x] Two.\n\n{FIGURE}', "has 2, 2 right"),
        (f'!!! guess "How many?"\n    - [x] One.\n\n{FIGURE}', "has 1, 1 right"),
    ],
    ids=["no figure", "no answers", "no question", "no mark", "none right", "two right", "one answer"],
)
def test_a_guess_that_cannot_be_decided_stops_the_build(text: str, said: str) -> None:
    with pytest.raises(AuthoringError, match=said):
        page(text)
