"""Quadratic bowls in any number of dimensions: the losses on which the theory is exact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import Array, finite, not_negative, plain, points, single
from momentum.engine.objectives import Pointwise


@dataclass(frozen=True)
class Quadratic(Pointwise):
    """sum of eigenvalue * u**2 / 2 over the directions u of theta; see `quadratic`."""

    eigenvalues: tuple[float, ...]
    rotation: float = 0.0

    def __post_init__(self) -> None:
        curvatures = np.atleast_1d(not_negative("eigenvalues", self.eigenvalues))
        rotation = finite("rotation", single("rotation", self.rotation))
        if curvatures.ndim != 1:
            raise ValueError(f"eigenvalues must be in a row; got the shape {curvatures.shape}.")
        if rotation and len(curvatures) != 2:
            raise ValueError(f"rotation needs two eigenvalues; got {len(curvatures)}.")
        object.__setattr__(self, "eigenvalues", tuple(curvatures.tolist()))
        object.__setattr__(self, "rotation", rotation)

    @property
    def dimension(self) -> int:
        """How many parameters there are: the length of the last axis of `theta`."""
        return len(self.eigenvalues)

    @property
    def minimizers(self) -> tuple[tuple[float, ...], ...]:
        """The origin."""
        return ((0.0,) * self.dimension,)

    @property
    def minimum(self) -> float:
        """The value at the origin."""
        return 0.0

    @property
    def directions(self) -> Array:
        """The eigenvectors (d, d), one a column: the axes turned by `rotation`."""
        if self.dimension != 2:
            return np.eye(self.dimension)
        cosine, sine = np.cos(self.rotation), np.sin(self.rotation)
        return np.array([[cosine, -sine], [sine, cosine]])

    def hessian(self, theta: ArrayLike | None = None) -> Array:
        """The matrix of second derivatives (d, d), the same everywhere."""
        return (self.directions * self.eigenvalues) @ self.directions.T

    def value(self, theta: ArrayLike) -> Any:
        """(..., d) -> (...)."""
        theta = points(theta, self.dimension)
        parts = theta * self.gradient(theta)
        # The same sum, in half the time: NumPy is slow to add up many rows of two.
        both = parts[..., 0] + parts[..., 1] if self.dimension == 2 else parts.sum(axis=-1)
        return plain(both / 2)

    def gradient(self, theta: ArrayLike) -> Array:
        """(..., d) -> (..., d)."""
        theta = points(theta, self.dimension)
        gradient = np.empty_like(theta)
        self.slope_into(theta, gradient)
        return gradient

    def slope_into(self, theta: Array, out: Array) -> None:
        """The gradient at points (..., d), written to `out` (..., d)."""
        if self.rotation:
            (a, b), (_, c) = self._matrix
            x, y = theta[..., 0], theta[..., 1]
            out[..., 0], out[..., 1] = a * x + b * y, b * x + c * y
        else:
            np.multiply(theta, self.eigenvalues, out=out)

    def slopes(self, theta: list[float]) -> list[float]:
        """The gradient at one point, in plain numbers."""
        if self.rotation:
            (a, b), (_, c) = self._matrix
            return [a * theta[0] + b * theta[1], b * theta[0] + c * theta[1]]
        return [eigenvalue * x for eigenvalue, x in zip(self.eigenvalues, theta, strict=True)]

    @cached_property
    def _matrix(self) -> list[list[float]]:
        matrix: list[list[float]] = self.hessian().tolist()
        return matrix


def quadratic(eigenvalues: ArrayLike, rotation: float = 0.0) -> Quadratic:
    """A quadratic bowl with these curvatures along its axes; in the plane its axes may be turned by `rotation` radians.

    Raises `ValueError` for no eigenvalues, for one that is negative or not finite, and for a rotation beyond the plane.

    >>> quadratic([1.0, 10.0, 100.0]).value([1.0, 1.0, 0.1])
    6.0
    """
    return Quadratic(eigenvalues, rotation)  # type: ignore[arg-type]
