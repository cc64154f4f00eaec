"""Seeing Momentum: the engine behind the pages."""

from momentum import theory
from momentum.adaptive import Adam, Lion, RMSProp
from momentum.bowls import Quadratic, quadratic
from momentum.conventions import CONVENTIONS, Convention, RateInside, UndampedStart, convert
from momentum.descent import Optimizer, Trajectory, descend
from momentum.losses import LOSSES, Loss, ravine
from momentum.measures import crossings, distance_along_and_across, overshoot, steps_to
from momentum.objectives import CyclingLoss, Function, Noisy, Objective
from momentum.optimizers import OPTIMIZERS, Momentum

__all__ = [
    "CONVENTIONS",
    "LOSSES",
    "OPTIMIZERS",
    "Adam",
    "Convention",
    "CyclingLoss",
    "Function",
    "Lion",
    "Loss",
    "Momentum",
    "Noisy",
    "Objective",
    "Optimizer",
    "Quadratic",
    "RMSProp",
    "RateInside",
    "Trajectory",
    "UndampedStart",
    "convert",
    "crossings",
    "descend",
    "distance_along_and_across",
    "overshoot",
    "quadratic",
    "ravine",
    "steps_to",
    "theory",
]
