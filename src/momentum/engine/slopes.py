"""The slopes of a formula as compiled code: the chain rule is applied once, to names, instead of at every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from momentum.engine import calculus
from momentum.engine.calculus import Differentiable, Operation

Slopes = Callable[[Any, Any], tuple[Any, Any]]
_SIGNS = {"add": "{} + {}", "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "neg": "-{}", "pow": "power({}, {})"}
_KNOWN = {ufunc.__name__: ufunc for ufunc in calculus.OPERATIONS} | {
    "over": calculus.over,
    "inf": np.inf,
    "nan": np.nan,
}


def compiled(formula: Callable[[Any, Any], Any]) -> Slopes:
    """A function of x and y, numbers or arrays of one shape, that gives the slopes of `formula` along both.

    They are those of `calculus.gradient`, each part computed once and nothing that is multiplied by 0: where another
    factor is infinite, that gives 0 and not NaN. Raises `TypeError` for a formula that has no slope.

    >>> along_x, along_y = compiled(lambda x, y: np.sin(x) * y + x**2)(2.0, 3.0)
    >>> bool(along_x == 3 * np.cos(2.0) + 4), bool(along_y == np.sin(2.0))
    (True, True)
    """
    code = _Code()
    with np.errstate(all="ignore"):
        return code.function(calculus.gradient(formula, _Part(code, "x"), _Part(code, "y")))


class _Part(Differentiable):
    """A name in the code, which writes there what is done to it."""

    def __init__(self, code: _Code, name: str) -> None:
        self.code, self.name = code, name

    def _apply(self, ufunc: np.ufunc, operation: Operation, *inputs: Any) -> Any:
        return self.code.part(operation.name, *inputs)

    def over(self, rise: Any, run: Any) -> Any:
        """The division as an operation of its own."""
        return self.code.part("over", rise, run)


class _Code:
    """Parts of a formula under names, each once: what it is, and of which names and numbers it is made."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.made: dict[str, list[str]] = {}

    def part(self, operation: str, *inputs: Any) -> Any:
        """The result of an operation on parts and numbers: a new part, or one that there was before, or a number."""
        given = {_text(value): value for value in inputs}
        text = _folded(operation, [_text(value) for value in inputs])
        if text == "0":
            return np.float64(0)  # which may be divided by 0
        if text in given:
            return given[text]
        name = self.names.setdefault(text, f"part_{len(self.names)}")
        self.made[name] = [*given]
        return _Part(self, name)

    def function(self, results: tuple[Any, Any]) -> Slopes:
        """The code for two results, without what neither of them is made of."""
        texts = [_text(result) for result in results]
        needed = {*texts}
        for name in reversed(self.names.values()):
            needed.update(self.made[name] if name in needed else ())
        lines = [f"    {name} = {text}" for text, name in self.names.items() if name in needed]
        names: dict[str, Any] = dict(_KNOWN)
        exec("\n".join(["def slopes(x, y):", *lines, f"    return {', '.join(texts)}"]), names)
        slopes: Slopes = names["slopes"]
        return slopes


def _text(value: Any) -> str:
    return value.name if isinstance(value, _Part) else f"{float(value):.17g}"


def _folded(operation: str, parts: list[str]) -> str:
    """An operation as code, without what changes nothing."""
    match operation, parts:
        case ("add", ["0", part]) | ("add" | "sub", [part, "0"]) | ("mul", ["1", part]) | ("mul" | "pow", [part, "1"]):
            return part
        case ("mul", ["0", _] | [_, "0"]) | ("div" | "over", ["0", _]) | ("neg", ["0"]):
            return "0"
        case "sub", ["0", part]:
            return f"-{part}"
        case "pow", [part, "2"]:
            return f"{part} * {part}"  # the same for a number as for many
    return _SIGNS[operation].format(*parts) if operation in _SIGNS else f"{operation}({', '.join(parts)})"
