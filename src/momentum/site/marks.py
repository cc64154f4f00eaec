"""Numbers in generated Markdown, marked as a page wants them."""

from __future__ import annotations

import re

from momentum.authoring.source import UNMARKED
from momentum.store.rounding import DECIMAL

_NUMBER = re.compile(rf"{UNMARKED.pattern}|{DECIMAL.pattern}")


def given(text: str) -> str:
    """The text with its decimals and percentages marked as given, as a page asks of numbers that it doesn't compute.

    >>> given("0.5 of it, 34 % of 1,797")
    '[[=0.5]] of it, [[=34]] % of 1,797'
    >>> given("2.5e-5 x")
    '[[=2.5e-5]] x'
    """
    return _NUMBER.sub(lambda number: number[0] if number["thousands"] is not None else f"[[={number[0]}]]", text)
