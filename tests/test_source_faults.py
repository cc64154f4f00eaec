"""Faults of a page's source that Markdown passes as text, or reads otherwise than the page looks."""

from __future__ import annotations

import pytest
from markdown import Markdown

from momentum.authoring import leftovers, source

HEAD = "---\ndescription: A test.\n---\n# A title\n\n"
LINE = HEAD.count("\n") + 1

HEADINGS = {
    "a heading without a space": ("### Rates\n\n##Rates\n", 0, "of level 3, right below"),
    "two headings of one name, one without a space": ("## Rates\n\n##Rates\n", 2, f"in line {LINE} too"),
    "a space that does not break": ("## Rates\n\n##\u00a0Rates\n", 2, f"in line {LINE} too"),
    "a second title without a space": ("#Another\n", 0, "“Another” is a second one"),
    "an underlined title": ("Another\n=======\n", 1, "must be a line such as `## Another`"),
    "an underlined part": ("Words.\n\nA part\n---\n\nWords.\n", 3, "“A part” is underlined"),
    "an underlined part in a box": ('??? deeper "Why?"\n    A part\n\n    A part\n    ---\n', 4, "is underlined"),
    "a heading that is set in": ("  ## Rates\n", 0, "A heading must begin its line"),
    "one identifier twice": ("## One { #a }\n\n## Two {#a}\n", 2, f"#a leads to line {LINE} already"),
    "an identifier that a name has": ("## Learning rates\n\n## Two {#learning-rates}\n", 2, "#learning-rates leads to"),
}
BLOCKS = {
    "a fold set in by a space": (' ??? deeper "Why?"\n     Text.\n', 0, "must begin its line"),
    "a box set in by two": ('  !!! deeper "Why?"\n      Text.\n', 0, "must begin its line"),
    "a fold set in by three in a list": ('1. one\n\n   ??? deeper "Why?"\n       Text.\n', 2, "must begin its line"),
    "a fence closed with more signs": ("```python\nx = 1\n````\n", 0, "never closed"),
    "a fence closed further in": ("```python\nx = 1\n  ```\n", 0, "never closed"),
    "a fence closed further out": ("- a\n\n    ```python\n    x = 1\n  ```\n", 2, "never closed"),
}


@pytest.mark.parametrize(("text", "line", "said"), (HEADINGS | BLOCKS).values(), ids=HEADINGS | BLOCKS)
def test_what_markdown_reads_otherwise_is_told_with_its_line(text: str, line: int, said: str) -> None:
    found = source.faults(HEAD + text)
    assert any(fault.line == LINE + line and said in fault.said for fault in found), found


def test_a_page_without_any_heading_is_a_fault() -> None:
    found = source.faults("---\ndescription: A test.\n---\nWords.\n")
    assert [(fault.line, "must have a heading" in fault.said) for fault in found] == [(4, True)]


@pytest.mark.parametrize(
    "text",
    [
        '??? deeper "The code"\n    ```python\n    x = 1\n    ```\n',
        '- a\n\n    ??? deeper "Why?"\n        Text.\n',
        '> ```\n> x\n> ```\n\n- a\n\n    ~~~\n    x\n    ~~~\n',
        "````\n```\nx\n```\n````\n",
        "Words.\n\n---\n\nWords.\n\n| a |\n|---|\n| b |\n",
        "```\nTitle\n=====\n##Rates\n```\n",
        "## One\n\n## Two {#second}\n\n## Three ##\n",
        "A line\nand another\n---\n",
    ],
)  # fmt: skip
def test_what_is_right_is_left_in_peace(text: str) -> None:
    assert source.faults(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('- a\n    ??? deeper "Why?"\n        Text.\n', "??? deeper"),
        ('- a\n    !!! guess "Why?"\n        Text.\n', "!!! guess"),
        ("```python title here\nx = ~~~~ [1](2)\n\nmore```\n", "```"),
    ],
)
def test_a_box_or_a_fence_left_as_text_is_found_in_the_finished_page(text: str, left: str) -> None:
    page = Markdown(extensions=["admonition", "pymdownx.details", "pymdownx.superfences"]).convert(text)
    assert any(piece.startswith(left) for piece in leftovers.stray_tex(page)), page
    assert leftovers.stray_tex("<p>What??? So !!! it is. <code>```</code></p>") == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("So.[^my note]\n", 0, "[^my note] is not defined"),
        ("So.[^a]\n\n[^a]: One.\n\n[^a]: Another.\n", 4, f"[^a] is defined in line {LINE + 2} already"),
    ],
)
def test_a_footnote_is_defined_once(text: str, line: int, said: str) -> None:
    found = source.faults(HEAD + text)
    assert [(fault.line, said in fault.said) for fault in found] == [(LINE + line, True)], found


@pytest.mark.parametrize(
    "text", ["[ravine.rate]]", "[ravine.rate:.2f]]", "[=3]]", ":Momentum[x]", "::gd[x]", "a:gd [x]"]
)
def test_a_number_or_a_mark_that_is_half_written_is_found_in_the_finished_page(text: str) -> None:
    assert leftovers.stray_tex(f"<p>So {text} it is.</p>")
    assert leftovers.stray_tex("<p>In [0, [1]] and [a [b]], see: [x], 12:30[x], a:b[x].</p>") == []


def test_a_footnote_whose_name_has_a_space_may_be_defined() -> None:
    assert source.faults(f"{HEAD}So.[^my note]\n\n[^my note]: A note.\n") == []
