"""A formula as an expression: nested lists that survive JSON, so that a program in another language can evaluate them.

An expression is "x", "y", a number, or a list of an operation's name and its arguments, which are expressions:
`["mul", 0.5, ["pow", "x", 2]]`. The names are add, sub, mul, div, neg, pow (its exponent a number), sin, cos, exp, log
and sqrt; `momentum.engine.calculus.OPERATIONS` has each with the rule of its slope. Operations stand in the order in
which the formula has them, so whoever rounds as IEEE 754 says gets the same bits for + - * / and sqrt.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

from momentum.engine.calculus import OPERATIONS, Differentiable, Operation

Expression = str | float | list[Any]
_FUNCTIONS: dict[str, Callable[..., Any]] = {operation.name: ufunc for ufunc, operation in OPERATIONS.items()} | {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv,
    "neg": operator.neg, "pow": operator.pow,
}  # fmt: skip


class _Symbol(Differentiable):
    """A part of a formula that writes down what is done to it."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression

    def __repr__(self) -> str:
        return str(self.expression)

    def _apply(self, ufunc: np.ufunc, operation: Operation, *inputs: Any) -> _Symbol:
        return _Symbol([operation.name, *map(_expression, inputs)])


def _expression(part: object) -> Expression:
    if isinstance(part, _Symbol):
        return part.expression
    if isinstance(part, Real) and not isinstance(part, bool | np.bool_) and np.isfinite(number := float(part)):
        return int(number) if number.is_integer() else number
    raise TypeError(f"it is made of x, y and finite numbers; got {part!r}")


def trace(formula: Callable[[Any, Any], Any]) -> Expression:
    """What `formula(x, y)` does with x and y; `TypeError` says what in it has no slope.

    >>> trace(lambda x, y: (1 - x) ** 2 + np.sin(y))
    ['add', ['pow', ['sub', 1, 'x'], 2], ['sin', 'y']]
    """
    return _expression(formula(_Symbol("x"), _Symbol("y")))


def evaluate(expression: Expression, x: Any, y: Any) -> Any:
    """The value of an expression for whatever has its operations: numbers, arrays, duals, polynomials.

    >>> evaluate(["mul", 0.5, ["pow", "x", 2]], 3.0, 0.0)
    4.5
    """
    if isinstance(expression, list):
        name, *arguments = expression
        return _FUNCTIONS[name](*(evaluate(argument, x, y) for argument in arguments))
    return {"x": x, "y": y}[expression] if isinstance(expression, str) else expression
