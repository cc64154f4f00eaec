"""What is told again of every picture: its record, its scene, and runs walked once more by plain loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from momentum.build import build, catalogue
from momentum.build.draft import defined
from momentum.rendering.scene import Figure, Scene
from momentum.store.record import Record

FIGURES = catalogue.names("figure")
GD, HEAVY = "gradient-descent", "momentum"
START = (-9.0, 1.0)
RAVINE = np.array([1.0, 25.0])
Slope = Callable[[np.ndarray], np.ndarray]


@cache
def records() -> dict[str, Record]:
    """All records; what the store lacks is made by a pool of processes."""
    return build.build()


@cache
def figure(name: str) -> Figure:
    """What the figure's module defines."""
    return defined(name, catalogue.module(name))


@cache
def scene(name: str) -> Scene:
    """The figure's scene, drawn once for all tests."""
    return figure(name).draw()


def walk(slope: Slope, start: Any, steps: int, rate: Any, beta: Any = 0.0, rule: str = "sum") -> np.ndarray:
    """The points (steps + 1, d) of a rule; rate and beta are numbers or functions of the step."""
    theta = np.array(start, dtype=float)
    velocity, points = np.zeros_like(theta), [theta]
    for step in range(steps):
        eta, memory = (setting(step) if callable(setting) else setting for setting in (rate, beta))
        gradient = slope(theta + memory * velocity if rule == "ahead" else theta)
        if rule in ("inside", "ahead"):
            velocity = memory * velocity - eta * gradient
            theta = theta + velocity
        elif rule == "nesterov":
            velocity = memory * velocity + gradient
            theta = theta - eta * (gradient + memory * velocity)
        else:
            whole = rule == "sum" or (rule == "undamped" and step == 0)
            velocity = memory * velocity + (gradient if whole else (1 - memory) * gradient)
            theta = theta - eta * velocity
        points.append(theta)
    return np.array(points)


def bowl(curvatures: Any, theta: np.ndarray) -> np.ndarray:
    """Half the sum of curvature times square: (n, d) -> (n,)."""
    return np.asarray((np.asarray(curvatures) * theta**2).sum(axis=-1) / 2)


def ravine(steps: int, rate: Any, beta: Any = 0.0, rule: str = "average") -> np.ndarray:
    """A run in the valley of the read."""
    return walk(lambda theta: RAVINE * theta, START, steps, rate, beta, rule)


@dataclass
class Told:
    """(panel, role, name) -> the points of a run; (name, role, unit) -> the values of a readout."""

    runs: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict)
    readouts: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict)

    def curve(self, panel: str, role: str, name: str, values: np.ndarray, *, log: bool = False) -> None:
        """A run over the clock."""
        heights = np.log10(values) if log else values
        self.runs[panel, role, name] = np.column_stack([np.arange(len(values)), heights])

    def loss(self, panel: str, role: str, name: str, values: np.ndarray, unit: str = "loss") -> None:
        """A loss on a logarithmic chart, and in words."""
        self.curve(panel, role, name, values, log=True)
        self.readouts[name, role, unit] = values
