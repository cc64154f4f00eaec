"""What every part of the engine refuses, in one wording: what, what is allowed, what was given."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Setting = Any  # a float, or an array of floats that broadcasts against theta[..., 0]; lists are read as arrays


def setting(name: str, value: ArrayLike) -> Setting:
    """A number as a float, or an array of numbers as it is; `ValueError` for anything else."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be a number or an array of numbers; got {value!r}.") from None
    if array.ndim == 0:
        return float(array)
    array.flags.writeable = False
    return array


def _offender(value: Setting, right: Any) -> str:
    return f"{float(np.asarray(value)[~np.asarray(right)][0]):.12g}"


def positive(name: str, value: ArrayLike) -> Setting:
    """A finite number above 0, or an array of such."""
    checked = setting(name, value)
    right = (np.asarray(checked) > 0) & np.isfinite(checked)
    if not np.all(right):
        raise ValueError(f"{name} must be positive and finite; got {_offender(checked, right)}.")
    return checked


def finite(name: str, value: ArrayLike) -> Setting:
    """A finite number, or an array of such."""
    checked = setting(name, value)
    right = np.isfinite(checked)
    if not np.all(right):
        raise ValueError(f"{name} must be finite; got {_offender(checked, right)}.")
    return checked


def not_negative(name: str, value: ArrayLike) -> Setting:
    """A finite number from 0 up, or an array of such."""
    checked = setting(name, value)
    right = (np.asarray(checked) >= 0) & np.isfinite(checked)
    if not np.all(right):
        raise ValueError(f"{name} must be finite and not negative; got {_offender(checked, right)}.")
    return checked


def fraction(name: str, value: ArrayLike) -> Setting:
    """A number in [0, 1), or an array of such."""
    checked = setting(name, value)
    right = (np.asarray(checked) >= 0) & (np.asarray(checked) < 1)
    if not np.all(right):
        raise ValueError(f"{name} must lie in [0, 1); got {_offender(checked, right)}.")
    return checked


def points(theta: ArrayLike, dimension: int) -> Array:
    """Points of the shape (..., dimension); `ValueError` for another last axis."""
    array = np.asarray(theta, dtype=np.float64)
    if array.shape[-1:] != (dimension,):
        raise ValueError(f"theta must have the shape (..., {dimension}); got the shape {array.shape}.")
    return array


def plain(value: Any) -> Any:
    """A single number as Python's own, an array as it is."""
    return value.item() if isinstance(value, np.ndarray | np.generic) and value.ndim == 0 else value


def column(value: Setting) -> Any:
    """A setting ready to meet points (..., d): a number as it is, an array (...) as (..., 1)."""
    return value if isinstance(value, float) else value[..., np.newaxis]
