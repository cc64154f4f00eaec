"""Forward differentiation: numbers that carry their slopes through NumPy's own functions.

A `Dual` is a value with its slopes along x and y. Whatever NumPy is to compute of it, `__array_ufunc__` computes by the
chain rule (Wengert 1964): a formula called with duals gives its gradient, called with duals of duals its Hessian.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin


class Operation(NamedTuple):
    """A function of NumPy that has a slope: its name in expressions, and the slope of what it returns.

    `slope` takes the arguments and then, in the same order, how each of them slopes.
    """

    name: str
    slope: Callable[..., Any]


def over(rise: Any, run: Any) -> Any:
    """rise / run, but 0 where both are 0: of all the slopes that the tip of a cone has, the level one."""
    for part in (rise, run):
        if isinstance(part, Differentiable):
            return part.over(rise, run)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((rise == 0) & (run == 0), 0.0, np.true_divide(rise, run))


def _power(base: Any, exponent: Any, rise: Any, _: Any) -> Any:
    return exponent * base ** (exponent - 1) * rise if exponent != 0 else 0.0 * rise


# The operations of the explorer have these names too, and compute slopes by these rules, term by term.
OPERATIONS: dict[np.ufunc, Operation] = {
    np.add: Operation("add", lambda a, b, p, r: p + r),
    np.subtract: Operation("sub", lambda a, b, p, r: p - r),
    np.multiply: Operation("mul", lambda a, b, p, r: p * b + a * r),
    np.true_divide: Operation("div", lambda a, b, p, r: (p - a / b * r) / b),
    np.negative: Operation("neg", lambda a, p: -p),
    np.power: Operation("pow", _power),
    np.sin: Operation("sin", lambda a, p: np.cos(a) * p),
    np.cos: Operation("cos", lambda a, p: -np.sin(a) * p),
    np.exp: Operation("exp", lambda a, p: np.exp(a) * p),
    np.log: Operation("log", lambda a, p: p / a),
    np.sqrt: Operation("sqrt", lambda a, p: over(p, 2 * np.sqrt(a))),
}
MEANT = "+, -, *, /, ** with a number, " + ", ".join(f"np.{f.__name__}" for f in list(OPERATIONS)[6:])
_SAME: dict[np.ufunc, Callable[[Any], Any]] = {np.square: lambda a: a * a, np.positive: lambda a: a}


class Differentiable(NDArrayOperatorsMixin):
    """What takes part in a formula through `OPERATIONS` alone; anything else that a formula asks is refused."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if ufunc in _SAME and method == "__call__":
            return _SAME[ufunc](*inputs)
        if ufunc not in OPERATIONS or method != "__call__" or options:
            called = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
            raise TypeError(f"np.{called} is not among what can be differentiated: {MEANT}")
        if ufunc is np.power and isinstance(inputs[1], Differentiable):
            raise TypeError("a power must have a number for its exponent; b**x is np.exp(x * np.log(b))")
        return self._apply(ufunc, OPERATIONS[ufunc], *inputs)

    def _apply(self, ufunc: np.ufunc, operation: Operation, *inputs: Any) -> Any:
        raise NotImplementedError

    def over(self, rise: Any, run: Any) -> Any:
        """rise / run, one of which this is, where both may be 0."""
        return rise / run

    def __bool__(self) -> bool:
        raise TypeError("it asks whether something is true, and a formula must be one and the same everywhere")

    def __abs__(self) -> Any:
        raise TypeError("abs() has a kink, where it has no slope")


class Dual(Differentiable):
    """A value, a number or an array, and its slopes along x and y.

    >>> x, y = variables(2.0, 3.0)
    >>> f = np.sin(x) * y + x**2
    >>> f.slopes == (3 * np.cos(2.0) + 4, np.sin(2.0))
    True
    """

    def __init__(self, value: Any, slopes: tuple[Any, Any]) -> None:
        self.value, self.slopes = value, slopes

    def _apply(self, ufunc: np.ufunc, operation: Operation, *inputs: Any) -> Dual:
        values = [given.value if isinstance(given, Dual) else given for given in inputs]
        slopes = [given.slopes if isinstance(given, Dual) else (0.0, 0.0) for given in inputs]
        along_x, along_y = (operation.slope(*values, *rises) for rises in zip(*slopes, strict=True))
        return Dual(ufunc(*values), (along_x, along_y))


def variables(x: Any, y: Any) -> tuple[Dual, Dual]:
    """The plane's two coordinates as duals: x slopes by 1 along x and by 0 along y, and y the other way round."""
    return Dual(x, (1.0, 0.0)), Dual(y, (0.0, 1.0))


def gradient(formula: Callable[[Any, Any], Any], x: Any, y: Any) -> tuple[Any, Any]:
    """The slopes of `formula` along x and y at points whose coordinates are numbers or arrays of one shape."""
    return _slopes(formula(*variables(x, y)))


def hessian(formula: Callable[[Any, Any], Any], x: Any, y: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """The second slopes there: a row for the slope along x, a row for that along y."""
    along_x, along_y = gradient(formula, *variables(x, y))
    return _slopes(along_x), _slopes(along_y)


def _slopes(result: Any) -> tuple[Any, Any]:
    """Those of a dual; a formula that does not depend on x or y returns none."""
    return result.slopes if isinstance(result, Dual) else (0.0, 0.0)
