"""Seeing Momentum: the engine behind the pages."""

from momentum import theory
from momentum.engine.adaptive import Adam, Lion, RMSProp
from momentum.engine.conventions import CONVENTIONS, Convention, RateInside, UndampedStart, convert
from momentum.engine.descent import Optimizer, Trajectory, descend
from momentum.engine.losses import LOSSES, Loss, ravine
from momentum.engine.measures import crossings, distance_along_and_across, overshoot, settled, steps_to
from momentum.engine.methods import METHODS, OPTIMIZERS, Knob, Method
from momentum.engine.objectives import CyclingLoss, Function, Noisy, Objective
from momentum.engine.optimizers import Momentum
from momentum.engine.quadratic import Quadratic, quadratic

__all__ = [
    "CONVENTIONS",
    "LOSSES",
    "METHODS",
    "OPTIMIZERS",
    "Adam",
    "Convention",
    "CyclingLoss",
    "Function",
    "Knob",
    "Lion",
    "Loss",
    "Method",
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
    "settled",
    "steps_to",
    "theory",
]
