"""A set of numbers that pages quote, made from the module of its chapter."""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping
from typing import Any

from momentum.build.fault import FigureError
from momentum.store import record

DIGITS = 12


def plain(numbers: Mapping[str, Any], name: str) -> dict[str, record.Number]:
    """Numbers as JSON holds them; NumPy scalars become Python's, anything else is refused with a FigureError.

    A float keeps twelve digits: the last ones of a long sum depend on how many threads have added it up.
    """
    found: dict[str, record.Number] = {}
    for key, value in numbers.items():
        value = value.item() if hasattr(value, "item") else value
        if not isinstance(value, int | float | str) or (isinstance(value, float) and not math.isfinite(value)):
            raise FigureError(f"{name}: the number {key!r} must be a finite number or a text; got {value!r}.")
        found[key] = float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
    return found


def make(name: str, module: str) -> tuple[record.Numbers, dict[str, bytes]]:
    """The record of the numbers that `module` computes, and no files."""
    numbers = plain(importlib.import_module(module).numbers(), name)
    return {"name": name, "kind": "numbers", "numbers": numbers}, {}
