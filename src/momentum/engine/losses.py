"""Losses on the plane to look at; a new one is an entry of LOSSES."""

from __future__ import annotations

from math import inf
from typing import Any

from momentum.engine.checks import single
from momentum.engine.loss import Loss
from momentum.engine.quadratic import quadratic

__all__ = ["LOSSES", "Loss", "quadratic", "ravine"]


def ravine(condition_number: float = 25.0) -> Loss:
    """A long valley along x, `condition_number` times as steep across it: (x**2 + condition_number * y**2) / 2.

    Raises `ValueError` unless the condition number is finite and at least 1.

    >>> ravine(100.0).hessian([0.0, 0.0])
    array([[  1.,   0.],
           [  0., 100.]])
    """
    condition_number = single("condition_number", condition_number)
    if not 1 <= condition_number < inf:
        raise ValueError(f"condition_number must be finite and at least 1; got {condition_number:g}.")
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
            lambda x, y: ((x**2 - 16) * x**2 + 5 * x + (y**2 - 16) * y**2 + 5 * y) / 2,
            minimizers=((-2.903534027771177, -2.903534027771177),),
            start=(0.5, 4.0),
            extent=((-5.0, 5.0), (-4.5, 4.5)),
        ),
    )
}
