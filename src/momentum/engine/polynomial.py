"""Polynomials in two variables: one formula, called with the symbols X and Y, becomes a table of coefficients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Polynomial:
    """The sum of coefficients[i, j] * x**i * y**j, closed under + - * and whole powers.

    Polynomials add and multiply with real numbers too, and divide by them. Anything else (a root, a sine, a
    comparison) raises a `TypeError`, which is how `Loss` learns that a formula is not a polynomial.

    >>> ((X - Y) ** 2).coefficients
    array([[ 0.,  0.,  1.],
           [ 0., -2.,  0.],
           [ 1.,  0.,  0.]])
    >>> (X**2 * Y).derivative(0)(3.0, 2.0)
    12.0
    """

    coefficients: Array
    __array_ufunc__ = None  # so that a NumPy number times a polynomial is a polynomial, and np.sin(X) a TypeError

    def __post_init__(self) -> None:
        table = np.array(self.coefficients, dtype=np.float64, ndmin=2)
        if table.ndim != 2 or 0 in table.shape:
            raise ValueError(f"coefficients must be a table of the shape (m, n); got the shape {table.shape}.")
        if not np.isfinite(table).all():
            raise ValueError(f"coefficients must be finite; got {table[~np.isfinite(table)][0]}.")
        rows, columns = np.nonzero(table)
        table = table[: rows.max(initial=0) + 1, : columns.max(initial=0) + 1]
        table.flags.writeable = False
        object.__setattr__(self, "coefficients", table)

    def __call__(self, x: Any, y: Any) -> Any:
        """Its value, x and y broadcast together; a constant polynomial gives a float."""
        return self._function(x, y)

    @cached_property
    def _function(self) -> Callable[[Any, Any], Any]:
        """The value as one compiled expression, since every step of every run asks for it."""
        rows = [np.trim_zeros(row, "b").tolist() or [0.0] for row in self.coefficients]
        formula = _text([_text([repr(number) for number in row], "y") for row in rows], "x")
        function: Callable[[Any, Any], Any] = eval(f"lambda x, y: {formula}")
        return function

    def derivative(self, axis: int) -> Polynomial:
        """The partial derivative with respect to x (axis 0) or y (axis 1)."""
        table = np.moveaxis(self.coefficients, axis, 0)
        slope = table[1:] * np.arange(1, len(table))[:, np.newaxis] if len(table) > 1 else np.zeros((1, 1))
        return Polynomial(np.moveaxis(slope, 0, axis))

    def __add__(self, other: object) -> Polynomial:
        if not isinstance(other, Polynomial | Real):
            return NotImplemented
        terms = self.coefficients, as_polynomial(other).coefficients
        total = np.zeros(np.max([table.shape for table in terms], axis=0))
        for table in terms:
            total[: table.shape[0], : table.shape[1]] += table
        return Polynomial(total)

    def __mul__(self, other: object) -> Polynomial:
        if not isinstance(other, Polynomial | Real):
            return NotImplemented
        left, right = self.coefficients, as_polynomial(other).coefficients
        product = np.zeros((left.shape[0] + right.shape[0] - 1, left.shape[1] + right.shape[1] - 1))
        for (i, j), coefficient in np.ndenumerate(left):
            product[i : i + right.shape[0], j : j + right.shape[1]] += coefficient * right
        return Polynomial(product)

    def __pow__(self, exponent: object) -> Polynomial:
        times = int(exponent) if isinstance(exponent, float) and exponent.is_integer() else exponent
        if not isinstance(times, int | np.integer) or times < 0:
            raise TypeError(f"a polynomial takes whole powers from 0 up; got {exponent!r}.")
        power = as_polynomial(1.0)
        for _ in range(int(times)):
            power = power * self
        return power

    def __neg__(self) -> Polynomial:
        return Polynomial(-self.coefficients)

    def __sub__(self, other: object) -> Polynomial:
        return self + (-other) if isinstance(other, Polynomial | Real) else NotImplemented

    def __rsub__(self, other: object) -> Polynomial:
        return (-self) + other if isinstance(other, Real) else NotImplemented

    def __truediv__(self, other: object) -> Polynomial:
        return Polynomial(self.coefficients / float(other)) if isinstance(other, Real) else NotImplemented

    __radd__ = __add__
    __rmul__ = __mul__


def as_polynomial(value: object) -> Polynomial:
    """A polynomial as it is; a real number as a constant one. Raises `TypeError` for anything else."""
    if isinstance(value, Polynomial):
        return value
    if isinstance(value, Real):
        return Polynomial(np.array([[float(value)]]))
    raise TypeError(f"expected a polynomial or a number; got {type(value).__name__}.")


def _text(terms: list[str], x: str) -> str:
    """terms[0] + x (terms[1] + x (...)) as code, Horner's scheme, which leaves out what is zero."""
    formula = terms[-1]
    for term in terms[-2::-1]:
        formula = f"{formula} * {x}" if term in ("0.0", "-0.0") else f"({formula} * {x} + {term})"
    return formula


X = Polynomial(np.array([[0.0], [1.0]]))
Y = Polynomial(np.array([[0.0, 1.0]]))
