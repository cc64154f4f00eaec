"""A loss on the plane is one formula: called with arrays it gives values, called with symbols its derivatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine import calculus
from momentum.engine.checks import Array, finite, points
from momentum.engine.expression import Expression, evaluate, trace
from momentum.engine.objectives import Pointwise
from momentum.engine.polynomial import Polynomial, X, Y, as_polynomial
from momentum.engine.slopes import Slopes, compiled

Point = tuple[float, float]


def _finite_points(name: str, value: ArrayLike) -> Array:
    array = points(value, 2, name)
    finite(name, array)
    return array


@dataclass(frozen=True, eq=False)
class Loss(Pointwise):
    """A loss of two parameters: `formula(x, y)`, called with arrays for values and with symbols for slopes.

    The formula may hold + - * / **, np.sin, np.cos, np.exp, np.log and np.sqrt. `minimizers` are its lowest points
    in view, `start` a good place to begin, and `extent` what a picture should show, as
    ((x from, x to), (y from, y to)); `about` says in a few words what it is like, and `source` who published it. Raises
    `ValueError` if the formula has no slope (`Function` takes it then) or is not finite at the start or at a minimizer,
    and for points that are not finite or not of the plane.

    >>> bowl = Loss("bowl", lambda x, y: x**2 + 3 * y**2, ((0.0, 0.0),), (2.0, 1.0), ((-3.0, 3.0), (-2.0, 2.0)))
    >>> bowl.value([2.0, 1.0])
    7.0
    >>> bowl.gradient([[2.0, 1.0], [0.0, 0.5]])
    array([[4., 6.],
           [0., 3.]])
    """

    name: str
    formula: Callable[[Any, Any], Any]
    minimizers: tuple[Point, ...]
    start: Point
    extent: tuple[Point, Point]
    about: str = ""
    source: str = ""
    expression: Expression = field(init=False, repr=False)
    polynomial: Polynomial | None = field(init=False, repr=False)
    dimension: ClassVar[int] = 2

    def __post_init__(self) -> None:
        extent, start = _finite_points("extent", self.extent), _finite_points("start", self.start)
        if extent.shape != (2, 2) or not (extent[:, 0] < extent[:, 1]).all():
            raise ValueError(f"extent must be ((x from, x to), (y from, y to)), each growing; got {self.extent}.")
        if start.ndim != 1:
            raise ValueError(f"start must be one point (x, y); got {self.start}.")
        minimizers = _finite_points("minimizers", self.minimizers)
        if minimizers.ndim != 2 or len(self.minimizers) == 0:
            raise ValueError(f"minimizers must be one point (x, y) or more, in a tuple; got {self.minimizers}.")
        try:
            with np.errstate(all="ignore"):
                object.__setattr__(self, "expression", trace(self.formula))
                object.__setattr__(self, "polynomial", _as_polynomial(self.expression))
                x, y = np.linspace(extent[:, 0], extent[:, 1], 7).T
                self._compare(x, y)
                if not self._sound(*np.meshgrid(x, y)):
                    object.__setattr__(self, "polynomial", None)
                for place in (start, *minimizers):
                    if not np.isfinite([self.value(place), *self.gradient(place)]).all():
                        raise ValueError(f"it has no finite value and slope at {tuple(place.tolist())}")
        except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise ValueError(
                f"formula must be one that can be differentiated; got {self.name!r}, where {str(error).rstrip('.')}. "
                "Other losses: Function(value, gradient)."
            ) from error

    def _compare(self, x: Array, y: Array) -> None:
        """Refuse a formula that tells symbols from numbers."""
        expected = np.broadcast_to(self.formula(x, y[::-1]), x.shape)
        traced = np.broadcast_to(evaluate(self.expression, x, y[::-1]), x.shape)
        if not np.allclose(traced, expected, rtol=1e-9, atol=1e-9, equal_nan=True):
            raise ValueError("its symbols and its values disagree")

    def _sound(self, x: Array, y: Array) -> bool:
        """Whether what is multiplied out has the slopes of the formula: far from 0 its terms may cancel to nothing."""
        if self.polynomial is None:
            return True
        # A slope that is the same everywhere is a number.
        found = [np.broadcast_to(self.polynomial.derivative(axis)(x, y), x.shape) for axis in (0, 1)]
        wanted = [np.broadcast_to(slope, x.shape) for slope in calculus.gradient(self.formula, x, y)]
        return np.allclose(found, wanted, rtol=1e-9, atol=1e-9 * float(np.abs(wanted).max()))

    @property
    def coefficients(self) -> Array | None:
        """The table (m, n) of the coefficients of x**i * y**j; None for a loss that is no polynomial."""
        return None if self.polynomial is None else self.polynomial.coefficients

    @cached_property
    def minimum(self) -> float:
        """The value at the lowest points."""
        return float(min(self.value(np.array(self.minimizers))))

    def value(self, theta: ArrayLike) -> Any:
        """The loss at every point, (..., 2) -> (...)."""
        theta = points(theta, 2)
        x, y = theta[..., 0][()], theta[..., 1][()]
        value = self.formula(x, y)
        if x.ndim == 0:
            return float(value)
        return value if np.shape(value) == x.shape else np.full(x.shape, value)  # a constant formula is a number

    def gradient(self, theta: ArrayLike) -> Array:
        """Its slope along x and y at every point, (..., 2) -> (..., 2)."""
        theta = points(theta, 2)
        gradient = np.moveaxis(np.empty((2, *theta.shape[:-1])), 0, -1)
        self.slope_into(theta, gradient)
        return gradient

    def slope_into(self, theta: Array, out: Array) -> None:
        """The gradient at points (..., 2), written to `out` (..., 2)."""
        if self.partials is None:
            out[..., 0], out[..., 1] = self._slopes(theta[..., 0], theta[..., 1])
            return
        for axis, partial in enumerate(self.partials):
            out[..., axis] = partial(theta[..., 0], theta[..., 1])

    def slopes(self, theta: list[float]) -> list[float]:
        """The gradient at one point, in plain numbers."""
        x, y = theta
        along_x, along_y = self.partials or (None, None)
        if along_x is None or along_y is None:
            return [float(slope) for slope in self._slopes(np.float64(x), np.float64(y))]
        return [along_x(x, y), along_y(x, y)]

    @cached_property
    def _slopes(self) -> Slopes:
        """Both slopes as compiled code, since every step of every run asks for them."""
        return compiled(self.formula)

    @cached_property
    def partials(self) -> tuple[Polynomial, Polynomial] | None:
        """The partial derivatives along x and y as polynomials; None for a loss that is none."""
        return None if self.polynomial is None else (self.polynomial.derivative(0), self.polynomial.derivative(1))

    def hessian(self, theta: ArrayLike) -> Array:
        """The matrix of second derivatives at every point, (..., 2) -> (..., 2, 2)."""
        theta = points(theta, 2)
        x, y = theta[..., 0][()], theta[..., 1][()]
        hessian = np.empty((*x.shape, 2, 2))
        if self.partials is None:
            (xx, xy), (_, yy) = calculus.hessian(self.formula, x, y)
            hessian[..., 0, 0], hessian[..., 0, 1], hessian[..., 1, 0], hessian[..., 1, 1] = xx, xy, xy, yy
            return hessian
        for i, partial in enumerate(self.partials):
            for j in range(2):
                hessian[..., i, j] = partial.derivative(j)(x, y)
        return hessian


def _as_polynomial(expression: Expression) -> Polynomial | None:
    """The expression multiplied out, or None if it is no polynomial."""
    try:
        return as_polynomial(evaluate(expression, X, Y))
    except (TypeError, ValueError, ArithmeticError):
        return None
