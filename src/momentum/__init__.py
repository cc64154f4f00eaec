"""Seeing Momentum: the engine behind the pages."""

from momentum.descent import Optimizer, Trajectory, descend
from momentum.losses import LOSSES, Loss, ravine
from momentum.measures import crossings, distance_along_and_across, overshoot, steps_to
from momentum.objectives import Function, Objective, quadratic
from momentum.optimizers import OPTIMIZERS, Momentum

__all__ = [
    "LOSSES",
    "OPTIMIZERS",
    "Function",
    "Loss",
    "Momentum",
    "Objective",
    "Optimizer",
    "Trajectory",
    "crossings",
    "descend",
    "distance_along_and_across",
    "overshoot",
    "quadratic",
    "ravine",
    "steps_to",
]
