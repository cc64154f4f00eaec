"""Losses on the plane, each one formula; a new one is an entry of LOSSES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from momentum.bowls import quadratic
from momentum.checks import points
from momentum.objectives import Pointwise
from momentum.polynomial import Polynomial, X, Y, as_polynomial

Array = NDArray[np.float64]
Point = tuple[float, float]

__all__ = ["LOSSES", "Loss", "quadratic", "ravine"]


@dataclass(frozen=True, eq=False)
class Loss(Pointwise):
    """A polynomial loss of two parameters: `formula(x, y)`, called with arrays for values and with symbols for slopes.

    `minimizers` are its lowest points, `start` a good place to begin, and `extent` what a picture should show, as
    ((x from, x to), (y from, y to)). Raises `ValueError` if the formula is not a polynomial; `Function` takes those.

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
    polynomial: Polynomial = field(init=False, repr=False)
    dimension: ClassVar[int] = 2

    def __post_init__(self) -> None:
        (x_from, x_to), (y_from, y_to) = self.extent
        if not (x_from < x_to and y_from < y_to):
            raise ValueError(f"extent must be ((x from, x to), (y from, y to)), each growing; got {self.extent}.")
        try:
            polynomial = as_polynomial(self.formula(X, Y))
        except TypeError as error:
            raise ValueError(self._refusal(str(error).rstrip("."))) from error
        places = np.stack([np.linspace(x_from, x_to, 7), np.linspace(y_to, y_from, 7)])
        expected = np.broadcast_to(self.formula(*places), 7)
        size = Polynomial(np.abs(polynomial.coefficients))(*np.abs(places))
        if not np.allclose(polynomial(*places), expected, rtol=0, atol=1e-9 * (1 + size.max())):
            raise ValueError(self._refusal("its symbols and its values disagree"))
        object.__setattr__(self, "polynomial", polynomial)

    def _refusal(self, reason: str) -> str:
        return (
            f"formula must be a polynomial in x and y; got {self.name!r}, where {reason}. "
            "Other losses: Function(value, gradient)."
        )

    @property
    def coefficients(self) -> Array:
        """The table (m, n) of the coefficients of x**i * y**j."""
        return self.polynomial.coefficients

    @cached_property
    def minimum(self) -> float:
        """The value at the lowest points."""
        return float(min(self.value(np.array(self.minimizers))))

    def value(self, theta: ArrayLike) -> Any:
        """The loss at every point, (..., 2) -> (...)."""
        x, y = np.moveaxis(points(theta, 2), -1, 0)
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
        for axis, partial in enumerate(self.partials):
            partial.into(theta[..., 0], theta[..., 1], out[..., axis, np.newaxis][..., 0])

    def slopes(self, theta: list[float]) -> list[float]:
        """The gradient at one point, in plain numbers."""
        x, y = theta
        along_x, along_y = self.partials
        return [along_x(x, y), along_y(x, y)]

    @cached_property
    def partials(self) -> tuple[Polynomial, Polynomial]:
        """The partial derivatives along x and y, as polynomials."""
        return self.polynomial.derivative(0), self.polynomial.derivative(1)

    def hessian(self, theta: ArrayLike) -> Array:
        """The matrix of second derivatives at every point, (..., 2) -> (..., 2, 2)."""
        x, y = np.moveaxis(points(theta, 2), -1, 0)
        hessian = np.empty((*x.shape, 2, 2))
        for i, partial in enumerate(self.partials):
            for j in range(2):
                hessian[..., i, j] = partial.derivative(j)(x, y)
        return hessian


def ravine(condition_number: float = 25.0) -> Loss:
    """A long valley along x, `condition_number` times as steep across it: (x**2 + condition_number * y**2) / 2.

    Raises `ValueError` for a condition number below 1.

    >>> ravine(100.0).hessian([0.0, 0.0])
    array([[  1.,   0.],
           [  0., 100.]])
    """
    if not 1 <= condition_number < np.inf:
        raise ValueError(f"condition_number must be finite and at least 1; got {condition_number}.")
    return Loss(
        "ravine",
        lambda x, y: (x**2 + condition_number * y**2) / 2,
        minimizers=((0.0, 0.0),),
        start=(-9.0, 1.5),
        extent=((-10.0, 2.4), (-2.05, 2.05)),
    )


def _rotated_ravine(x: Any, y: Any) -> Any:
    """The ravine turned by the angle whose cosine is 4/5, about 37 degrees."""
    along, across = (4 * x + 3 * y) / 5, (4 * y - 3 * x) / 5
    return (along**2 + 25 * across**2) / 2


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        ravine(),
        Loss(
            "rotated ravine",
            _rotated_ravine,
            minimizers=((0.0, 0.0),),
            start=(-6.0, -2.5),
            extent=((-7.5, 3.5), (-5.5, 2.5)),
        ),
        Loss(  # Rosenbrock (1960)
            "rosenbrock",
            lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
            minimizers=((1.0, 1.0),),
            start=(-1.2, 1.0),
            extent=((-2.0, 2.0), (-0.75, 2.25)),
        ),
        Loss(  # Beale (1958)
            "beale",
            lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
            minimizers=((3.0, 0.5),),
            start=(0.5, -1.0),
            extent=((-0.5, 4.5), (-1.75, 1.75)),
        ),
        Loss(  # Himmelblau (1972): four equal minima
            "himmelblau",
            lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
            minimizers=(
                (3.0, 2.0),
                (-2.805118086952745, 3.131312518250573),
                (-3.779310253377747, -3.2831859912861696),
                (3.5844283403304917, -1.8481265269644036),
            ),
            start=(-0.5, -1.5),
            extent=((-6.5, 6.5), (-5.5, 5.5)),
        ),
        Loss(  # a shallow well at (1, 0), a barrier at the origin, the deep well at (-2, 0)
            "double well",
            lambda x, y: (x + 2) ** 2 * (3 * x**2 - 8 * x + 8) / 12 + y**2 / 2,
            minimizers=((-2.0, 0.0),),
            start=(2.0, 1.0),
            extent=((-3.25, 2.5), (-1.6, 1.6)),
        ),
        Loss(  # a saddle point at the origin between two equal minima
            "saddle",
            lambda x, y: x**2 / 2 + (y**2 - 1) ** 2 / 4,
            minimizers=((0.0, 1.0), (0.0, -1.0)),
            start=(-2.0, 0.001),
            extent=((-2.4, 2.4), (-1.5, 1.5)),
        ),
        Loss(
            "matyas",
            lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
            minimizers=((0.0, 0.0),),
            start=(-8.0, 3.0),
            extent=((-10.0, 10.0), (-7.0, 7.0)),
        ),
        Loss(  # Styblinski and Tang (1990): four minima, one of them lowest
            "styblinski-tang",
            lambda x, y: (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2,
            minimizers=((-2.903534027771177, -2.903534027771177),),
            start=(0.5, 4.0),
            extent=((-5.0, 5.0), (-4.5, 4.5)),
        ),
    )
}
