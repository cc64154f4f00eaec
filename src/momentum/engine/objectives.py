"""What can be descended: the Objective protocol, losses of one's own, noise, and a loss that momentum never solves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import Array, able, column, fixed, not_negative, numbers, plain, points


class Objective(Protocol):
    """Anything with a value and a gradient at points (..., d); leading axes are independent points."""

    def value(self, theta: Array) -> Any:
        """(..., d) -> (...)."""

    def gradient(self, theta: Array) -> Array:
        """(..., d) -> (..., d)."""


class Checked:
    """An objective whose answers are numbers in the right shape, and which cannot change what it is asked about."""

    def __init__(self, objective: Objective) -> None:
        able("objective", objective, "value", "gradient")
        self.objective = objective

    def value(self, theta: Array) -> Array:
        """(..., d) -> (...)."""
        return _answer("value", self.objective.value(theta.copy()), theta.shape[:-1])

    def gradient(self, theta: Array) -> Array:
        """(..., d) -> (..., d)."""
        return _answer("gradient", self.objective.gradient(theta.copy()), theta.shape)


def _answer(name: str, answer: Any, shape: tuple[int, ...]) -> Array:
    array = numbers(f"{name} must return numbers in the shape {shape} here", answer)
    if array.shape != shape:
        raise ValueError(f"{name} must return the shape {shape} here; got the shape {array.shape}.")
    return array


class Pointwise:
    """An objective whose runs neither share nor remember anything, so that `descend` may take them piece by piece."""

    def slope_into(self, theta: Array, out: Array) -> None:
        """Write the gradient at points (n, d) to `out` (n, d)."""
        raise NotImplementedError

    def slopes(self, theta: list[float]) -> list[float]:
        """The gradient at one point, in plain numbers: the fastest way for a single run."""
        raise NotImplementedError


@dataclass(frozen=True)
class Function:
    """A loss of one's own from its value, (..., d) -> (...), and its gradient, (..., d) -> (..., d).

    It can be anything that NumPy can compute. Only what asks for the formula itself, as a copy of the loss in the
    browser would, takes a `Loss` alone.

    >>> wave = Function(lambda theta: 1 - np.cos(theta[..., 0]), np.sin)
    >>> wave.value(np.array([[0.0], [np.pi]]))
    array([0., 2.])

    Raises `TypeError` for what cannot be called.
    """

    value: Callable[[Array], Any]
    gradient: Callable[[Array], Any]

    def __post_init__(self) -> None:
        for name in ("value", "gradient"):
            if not callable(getattr(self, name)):
                raise TypeError(f"{name} must be a function of theta; got {getattr(self, name)!r}.")


class Noisy:
    """An objective whose gradients carry independent normal noise of standard deviation `noise_scale` in every entry.

    The value has none. `noise_scale` is a number or an array that broadcasts against theta[..., 0]; `rng` draws anew at
    every call. Raises `ValueError` for a scale that is negative, not finite or of a shape that does not fit.

    >>> from momentum import quadratic
    >>> noisy = Noisy(quadratic([1.0]), noise_scale=0.5, rng=np.random.default_rng(0))
    >>> (noisy.gradient(np.zeros((10_000, 1))).std() / 0.5).round(2)
    np.float64(1.0)
    """

    def __init__(self, objective: Objective, noise_scale: ArrayLike, rng: np.random.Generator) -> None:
        able("objective", objective, "value", "gradient")
        if not isinstance(rng, np.random.Generator):
            raise ValueError(f"rng must be a NumPy random Generator; got {rng!r}.")
        self.objective, self.rng = objective, rng
        self.noise_scale = fixed(not_negative("noise_scale", noise_scale))
        if hasattr(objective, "dimension"):
            self.dimension = objective.dimension

    def value(self, theta: Array) -> Any:
        """(..., d) -> (...), without noise."""
        return self.objective.value(theta)

    def gradient(self, theta: Array) -> Array:
        """(..., d) -> (..., d), with fresh noise."""
        theta = points(theta, "d")
        try:
            np.broadcast_to(self.noise_scale, theta.shape[:-1])
        except ValueError:
            raise ValueError(
                f"noise_scale must broadcast against theta[..., 0], here of the shape {theta.shape[:-1]}; "
                f"got the shape {np.shape(self.noise_scale)}."
            ) from None
        noise: Array = column(self.noise_scale) * self.rng.standard_normal(theta.shape)
        return self.objective.gradient(theta) + noise


class CyclingLoss(Pointwise):
    """The convex function of one parameter on which the best heavy ball for quadratics never arrives.

    Its slope is 25 x below 1, x + 24 up to 2, and 25 x - 24 from there on: all curvatures lie between 1 and 25, and yet
    heavy ball with learning rate 1/9 and beta 4/9 from 3.3 cycles for ever (Lessard, Recht, Packard 2016, section 4.6).

    >>> CyclingLoss().gradient([[0.5], [1.5], [3.0]]).ravel()
    array([12.5, 25.5, 51. ])
    """

    dimension = 1
    minimizers = ((0.0,),)
    minimum = 0.0

    def value(self, theta: ArrayLike) -> Any:
        """(..., 1) -> (...)."""
        x = points(theta, 1)[..., 0]
        steep = 12.5 * x * x
        return plain(np.where(x < 1, steep, np.where(x < 2, x * x / 2 + 24 * x - 12, steep - 24 * x + 36)))

    def gradient(self, theta: ArrayLike) -> Array:
        """(..., 1) -> (..., 1)."""
        x = points(theta, 1)
        return np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))

    def slope_into(self, theta: Array, out: Array) -> None:
        """The gradient at points (..., 1), written to `out` (..., 1)."""
        out[...] = self.gradient(theta)

    def slopes(self, theta: list[float]) -> list[float]:
        """The gradient at one point, in plain numbers."""
        (x,) = theta
        return [25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24]
