"""Losses on the plane to look at; a new one is an entry of LOSSES."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

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
        about=f"A straight valley, {condition_number:g} times as steep across as along.",
    )


def _rotated_ravine(x: Any, y: Any) -> Any:
    """The ravine turned by the angle whose cosine is 4/5, about 37 degrees."""
    along, across = (4 * x + 3 * y) / 5, (4 * y - 3 * x) / 5
    return (along**2 + 25 * across**2) / 2


def _ackley(x: Any, y: Any) -> Any:
    distance, ripples = np.sqrt((x**2 + y**2) / 2), (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2
    return 20 - 20 * np.exp(-distance / 5) + np.e - np.exp(ripples)


def _patched_valley(x: Any, y: Any) -> Any:
    """Along x the convex function of `CyclingLoss`, whose slope is 25 x - 12 - 12 |x - 1| + 12 |x - 2|."""
    bend, back = (x - 1) * np.sqrt((x - 1) ** 2), (x - 2) * np.sqrt((x - 2) ** 2)
    return 12.5 * x**2 - 12 * x - 6 * bend + 6 * back + 18 + 2.5 * y**2


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
            about="The same valley, turned by about 37 degrees, so that neither parameter runs along it.",
        ),
        Loss(
            "rosenbrock",
            lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
            minimizers=((1.0, 1.0),),
            start=(-1.2, 1.0),
            extent=((-2.0, 2.0), (-0.75, 2.25)),
            about="A narrow valley that bends like a banana; its floor is almost level.",
            source="Rosenbrock 1960",
        ),
        Loss(
            "beale",
            lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
            minimizers=((3.0, 0.5),),
            start=(0.5, -1.0),
            extent=((-0.5, 4.5), (-1.75, 1.75)),
            about="A flat floor with steep walls at its corners.",
            source="Beale 1958",
        ),
        Loss(
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
            about="Four hollows, all equally deep.",
            source="Himmelblau 1972",
        ),
        Loss(
            "double well",
            lambda x, y: (x + 2) ** 2 * (3 * x**2 - 8 * x + 8) / 12 + y**2 / 2,
            minimizers=((-2.0, 0.0),),
            start=(2.0, 1.0),
            extent=((-3.25, 2.5), (-1.6, 1.6)),
            about="A shallow well at (1, 0), a barrier at the origin, and the deep well beyond it.",
        ),
        Loss(
            "saddle",
            lambda x, y: x**2 / 2 + (y**2 - 1) ** 2 / 4,
            minimizers=((0.0, 1.0), (0.0, -1.0)),
            start=(-2.0, 0.001),
            extent=((-2.4, 2.4), (-1.5, 1.5)),
            about="A saddle at the origin between two equal minima; the start is almost on its ridge.",
        ),
        Loss(
            "matyas",
            lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
            minimizers=((0.0, 0.0),),
            start=(-8.0, 3.0),
            extent=((-10.0, 10.0), (-7.0, 7.0)),
            about="A plain oblong bowl that lies along the diagonal.",
            source="Matyas 1965",
        ),
        Loss(
            "styblinski-tang",
            lambda x, y: ((x**2 - 16) * x**2 + 5 * x + (y**2 - 16) * y**2 + 5 * y) / 2,
            minimizers=((-2.903534027771177, -2.903534027771177),),
            start=(0.5, 4.0),
            extent=((-5.0, 5.0), (-4.5, 4.5)),
            about="Four wells, one of them deepest.",
            source="Styblinski and Tang 1990",
        ),
        Loss(  # sin(x + y) + ... is level where cos(x + y) = -1/2 and x - y = 1
            "mccormick",
            lambda x, y: np.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
            minimizers=((0.5 - np.pi / 3, -0.5 - np.pi / 3),),
            start=(-1.0, 3.0),
            extent=((-2.5, 4.0), (-3.0, 4.0)),
            about="A sine along the diagonal of a valley: the nearest hollow, and beyond a rise the next one.",
            source="McCormick 1976",
        ),
        Loss(
            "winding valley",
            lambda x, y: 2 * (y - np.sin(x)) ** 2 + x**2 / 20,
            minimizers=((0.0, 0.0),),
            start=(-7.0, 1.5),
            extent=((-8.0, 3.0), (-2.75, 2.75)),
            about="A valley whose floor winds like a sine while it falls.",
        ),
        Loss(
            "ackley",
            _ackley,
            minimizers=((0.0, 0.0),),
            start=(-2.6, 1.8),
            extent=((-3.3, 1.6), (-0.9, 2.4)),
            about="Ripples on a funnel that ends in a point: there the slope does not fall to 0, it changes sign.",
            source="Ackley 1987",
        ),
        Loss(
            "patched valley",
            _patched_valley,
            minimizers=((0.0, 0.0),),
            start=(3.3, 1.0),
            extent=((-3.6, 4.2), (-2.2, 2.2)),
            about="A convex valley whose curvature along x is 25, then 1, then 25 again: the best pair for it cycles.",
            source="Lessard, Recht and Packard 2016, section 4.6",
        ),
    )
}
