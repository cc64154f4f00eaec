"""What every part of the engine refuses, in one wording: what, what is allowed, what was given."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Setting = float | Array  # arrays broadcast against theta[..., 0]; lists are read as arrays


def numbers(requirement: str, value: ArrayLike) -> Array:
    """An array of floats; `ValueError` for text, None, truth values, complex numbers and rows of unlike length."""
    try:
        array = np.asarray(value)
        if array.dtype.kind in "iuf" or (array.dtype.kind == "O" and all(_is_real(entry) for entry in array.flat)):
            return array.astype(np.float64, copy=False)
    except (ValueError, TypeError, OverflowError):
        pass
    raise ValueError(f"{requirement}; got {value!r}.")


def _is_real(entry: object) -> bool:
    return isinstance(entry, Real) and not isinstance(entry, bool)


def setting(name: str, value: ArrayLike) -> Setting:
    """A number as a float, or an array of numbers; `ValueError` for anything else."""
    requirement = f"{name} must be a number or an array of numbers"
    array = numbers(requirement, value)
    if array.size == 0:
        raise ValueError(f"{requirement}; got {value!r}.")
    return array if array.ndim else float(array)


def fixed(value: Setting) -> Setting:
    """A setting that nobody can change any more."""
    if isinstance(value, np.ndarray):
        value = value.copy()
        value.flags.writeable = False
    return value


def single(name: str, value: float) -> float:
    """One number; `ValueError` for anything else, an array too."""
    array = numbers(f"{name} must be a single number", value)
    if array.ndim:
        raise ValueError(f"{name} must be a single number; got {value!r}.")
    return float(array)


def flag(name: str, value: object) -> bool:
    """True or False; `ValueError` for anything else, since a text or an array would count as one of them unnoticed."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False; got {value!r}.")
    return bool(value)


def able(name: str, thing: object, *methods: str) -> None:
    """Refuse with a `TypeError` what lacks one of these methods, and a class where something made of it is meant."""
    if isinstance(thing, type) or not all(callable(getattr(thing, method, None)) for method in methods):
        raise TypeError(f"{name} must have the methods {' and '.join(methods)}; got {thing!r}.")


def together(**settings: Any) -> tuple[int, ...]:
    """The shape in which checked settings broadcast together; `ValueError` if they do not."""
    try:
        return np.broadcast_shapes(*map(np.shape, settings.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {np.shape(value)}" for name, value in settings.items() if np.ndim(value))
        raise ValueError(f"settings must broadcast together; got the shapes {shapes}.") from None


def _bounded(name: str, value: ArrayLike, requirement: str, right: Callable[[float, float], bool]) -> Setting:
    """A setting whose least and greatest entry are `right`; NaN, which is passed on as both, never is."""
    checked = setting(name, value)
    if not right(np.min(checked), np.max(checked)):
        offender = next(entry for entry in np.ravel(checked).tolist() if not right(entry, entry))
        raise ValueError(f"{name} must {requirement}; got {offender:.12g}.")
    return checked


def positive(name: str, value: ArrayLike) -> Setting:
    """A finite number above 0, or an array of such."""
    return _bounded(name, value, "be positive and finite", lambda low, high: low > 0 and high < np.inf)


def finite(name: str, value: ArrayLike) -> Setting:
    """A finite number, or an array of such."""
    return _bounded(name, value, "be finite", lambda low, high: -np.inf < low and high < np.inf)


def not_negative(name: str, value: ArrayLike) -> Setting:
    """A finite number from 0 up, or an array of such."""
    return _bounded(name, value, "be finite and not negative", lambda low, high: low >= 0 and high < np.inf)


def fraction(name: str, value: ArrayLike) -> Setting:
    """A number in [0, 1), or an array of such."""
    return _bounded(name, value, "lie in [0, 1)", lambda low, high: low >= 0 and high < 1)


def points(theta: ArrayLike, dimension: int | str, name: str = "theta") -> Array:
    """Points of the shape (..., dimension), where a text stands for any; `ValueError` for anything else."""
    array = numbers(f"{name} must hold numbers in the shape (..., {dimension})", theta)
    if array.ndim == 0 or array.shape[-1] != (array.shape[-1] if isinstance(dimension, str) else dimension):
        raise ValueError(f"{name} must have the shape (..., {dimension}); got the shape {array.shape}.")
    return array


def plain(value: Any) -> Any:
    """A single number as Python's own, an array as it is."""
    return value.item() if isinstance(value, np.ndarray | np.generic) and value.ndim == 0 else value


def column(value: Setting) -> Any:
    """A setting ready to meet points (..., d): a number as it is, an array (...) as (..., 1)."""
    return value if isinstance(value, float) else value[..., np.newaxis]


def finite_start(name: str, answer: Any) -> None:
    """Refuse a start at which the value or the gradient is not finite: from there is no way on."""
    array = np.asarray(answer)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite at the start; got {array[~np.isfinite(array)][0]}.")
