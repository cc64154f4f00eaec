"""A small reader of TeX formulas: tokens to a value, for tests that hold a page's formulas against the engine."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

SPACES = (r"\,", r"\;", r"\!", r"\ ", r"\quad", r"\qquad", r"\left", r"\right")
VALUES = {r"\cdot": "*", r"\times": "*"}


def tokens(tex: str) -> list[str]:
    """The tokens of a formula without spaces and sized brackets."""
    found, place = [], 0
    while place < len(tex.rstrip()):
        match = re.compile(r"\s*(\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|.)", re.DOTALL).match(tex, place)
        assert match is not None
        place = match.end()
        if match[1] not in SPACES:
            found.append(VALUES.get(match[1], match[1]))
    return found


class Reader:
    """A formula's value for the values of its symbols; raises KeyError for a symbol without one."""

    def __init__(self, tex: str, symbols: dict[str, Any]) -> None:
        self.left, self.symbols = tokens(tex), symbols

    def value(self) -> Any:
        """The value of the whole formula."""
        result = self.sum()
        assert not self.left, f"not read: {self.left}"
        return result

    def peek(self) -> str:
        return self.left[0] if self.left else ""

    def take(self, expected: str = "") -> str:
        token = self.left.pop(0)
        assert expected in ("", token), f"{token} in place of {expected}"
        return token

    def sum(self) -> Any:
        sign = -1 if self.peek() == "-" else 1
        if self.peek() in ("-", "+"):
            self.take()
        total = sign * self.product()
        while self.peek() in ("+", "-"):
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self) -> Any:
        total = self.power()
        while self.peek() and self.peek() not in "+-)}|":
            if self.peek() == "/":
                self.take()
                total = total / self.power()
            else:
                if self.peek() == "*":
                    self.take()
                total = total * (-self.power() if self.peek() == "-" and self.take() else self.power())
        return total

    def power(self) -> Any:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return base ** self.group()
        return base

    def group(self) -> Any:
        if self.peek() != "{":
            return self.atom()
        self.take("{")
        inside = self.sum()
        self.take("}")
        return inside

    def index(self) -> str:
        """What stands below a symbol, as one word."""
        token = self.take()
        if token == r"\text":
            return self.index()
        if token != "{":
            return token
        word = ""
        while self.peek() != "}":
            word += self.index()
        self.take("}")
        return word

    def atom(self) -> Any:
        token = self.take()
        if token == "(":
            inside = self.sum()
            self.take(")")
            return inside
        if token == "{":
            self.left.insert(0, token)
            return self.group()
        if token in (r"\frac", r"\tfrac"):
            return self.group() / self.group()
        if token == r"\sqrt":
            return np.sqrt(self.group())
        if token in (r"\sin", r"\cos", r"\exp"):
            return getattr(np, token[1:])(self.power())
        if re.fullmatch(r"\d+(\.\d+)?", token):
            return float(token)
        name = token
        if self.peek() == "_":
            self.take()
            name += "_" + self.index()
        return self.symbols[name.replace("\\", "")]


def evaluate(tex: str, **symbols: Any) -> Any:
    """A formula's value."""
    return Reader(tex, symbols).value()
