"""The pages, their frame and their scripts say what is kept of them, sentence by sentence."""

from __future__ import annotations

import pytest

from statements import KEPT, gone, sources, statements

FOUND = sources()
LISTED = sorted(path.stem for path in KEPT.glob("*.txt"))


@pytest.mark.parametrize("name", LISTED)
def test_a_page_says_what_is_kept_of_it(name):
    missing = gone((KEPT / f"{name}.txt").read_text("utf-8").splitlines(), FOUND[name])
    assert not missing, "\n".join([f"{name} differs; if this is meant, run `make keep`:", *missing])


def test_statements_are_kept_of_nearly_every_page():
    # What is new has none yet.
    assert set(LISTED) <= set(FOUND)
    assert len(LISTED) >= 20


PAGE = """---
title: One
---
# A page

It is *faster*. Is it ([Cole et al. 2019](a.md))? At $1/k$ it
goes on:

- one; and
- two.

| a | b |
| - | - |

```python
x = 1
```
"""


def test_a_page_is_taken_apart_into_its_sentences_items_rows_and_lines_of_code():
    assert statements(PAGE) == [
        "title: One", "# A page", "It is *faster*.", "Is it ([Cole et al. 2019](a.md))?", "At $1/k$ it goes on:",
        "- one; and", "- two.", "| a | b |", "| - | - |", "```python", "x = 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (["It is faster.", "And why?"], []),
        (["It is faster.", "It is new.", "And why?"], []),
        (["It is slower.", "And why?"], ["kept: It is faster.\n now: It is slower."]),
        (["And why?", "It is faster."], ["kept: And why?\n now: –"]),
        (["And why?"], ["kept: It is faster.\n now: –"]),
    ],
)
def test_a_statement_that_is_changed_moved_or_gone_is_told_with_what_is_like_it(found, told):
    assert gone(["It is faster.", "And why?"], found) == told
