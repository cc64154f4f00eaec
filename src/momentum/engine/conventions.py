"""Five published rules that are all called momentum, and what one learning rate becomes in another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from momentum.engine.checks import Array, Setting, column, fraction, plain, positive, together
from momentum.engine.optimizers import Momentum, Velocity
from momentum.engine.rules import Rule


class Started(NamedTuple):
    """A velocity (..., d), and whether it holds a gradient yet."""

    velocity: Array
    started: bool


@dataclass(frozen=True)
class RateInside(Rule):
    """v <- beta v - learning_rate g, then theta <- theta + v (Sutskever et al. 2013, equations 1 and 2; Keras).

    The velocity is a step, not a gradient. With a constant learning rate the path is heavy ball's. Raises `ValueError`
    unless learning_rate is positive and beta lies in [0, 1).
    """

    learning_rate: Setting
    beta: Setting = 0.0

    def __post_init__(self) -> None:
        self._check(positive, "learning_rate")
        self._check(fraction, "beta")

    def init(self, theta: Array) -> Velocity:
        """The state at the start: no velocity, (..., d)."""
        return Velocity(np.zeros_like(theta))

    def step(self, theta: Array, state: Velocity, gradient: Array) -> tuple[Array, Velocity]:
        """One step: the new parameters and the new state, all (..., d)."""
        learning_rate, beta = column(self.learning_rate), column(self.beta)
        # --8<-- [start:rate-inside-step]
        velocity = beta * state.velocity - learning_rate * gradient
        theta = theta + velocity
        # --8<-- [end:rate-inside-step]
        return theta, Velocity(velocity)


@dataclass(frozen=True)
class UndampedStart(Rule):
    """Momentum with dampening whose first velocity is the whole first gradient, as PyTorch's SGD has it.

    From the second step on v <- beta v + (1 - dampening) g. Raises `ValueError` unless learning_rate is positive and
    beta and dampening lie in [0, 1).
    """

    learning_rate: Setting
    beta: Setting = 0.0
    dampening: Setting = field(default=0.0, kw_only=True)

    def __post_init__(self) -> None:
        self._check(positive, "learning_rate")
        self._check(fraction, "beta", "dampening")

    def init(self, theta: Array) -> Started:
        """The state at the start: no velocity yet, (..., d)."""
        return Started(np.zeros_like(theta), False)

    def step(self, theta: Array, state: Started, gradient: Array) -> tuple[Array, Started]:
        """One step: the new parameters and the new state, all (..., d)."""
        learning_rate, beta, dampening = column(self.learning_rate), column(self.beta), column(self.dampening)
        # --8<-- [start:undamped-start-step]
        velocity = beta * state.velocity + (1 - dampening) * gradient if state.started else 1 * gradient
        theta = theta - learning_rate * velocity
        # --8<-- [end:undamped-start-step]
        return theta, Started(velocity, True)


@dataclass(frozen=True)
class Convention:
    """A published rule: where it stands, its two lines in words, and how it is set up from a learning rate and beta.

    `amplified` tells what a steady gradient is multiplied by in the long run: learning_rate / (1 - beta) if True,
    learning_rate if False.
    """

    source: str
    lines: tuple[str, str]
    rule: Callable[[Setting, Setting], Rule]
    amplified: bool


CONVENTIONS: dict[str, Convention] = {
    "heavy ball": Convention(
        "PyTorch's default; at a constant rate Polyak 1964",
        ("v <- beta v + g", "theta <- theta - learning_rate v"),
        Momentum,
        amplified=True,
    ),
    "rate inside": Convention(
        "Polyak 1964, equation 9; Sutskever et al. 2013; Keras",
        ("v <- beta v - learning_rate g", "theta <- theta + v"),
        RateInside,
        amplified=True,
    ),
    "moving average": Convention(
        "first moment of Adam, uncorrected: Kingma and Ba 2015",
        ("v <- beta v + (1 - beta) g", "theta <- theta - learning_rate v"),
        lambda learning_rate, beta: Momentum(learning_rate, beta, dampening=beta),
        amplified=False,
    ),
    "undamped start": Convention(
        "PyTorch with dampening = beta",
        ("v <- beta v + (1 - beta) g, but v = g at first", "theta <- theta - learning_rate v"),
        lambda learning_rate, beta: UndampedStart(learning_rate, beta, dampening=beta),
        amplified=False,
    ),
    "nesterov": Convention(
        "PyTorch and Keras with nesterov=True, after Nesterov 1983",
        ("v <- beta v + g", "theta <- theta - learning_rate (g + beta v)"),
        lambda learning_rate, beta: Momentum(learning_rate, beta, nesterov=True),
        amplified=True,
    ),
}


def convert(learning_rate: ArrayLike, beta: ArrayLike, source: str, target: str) -> Any:
    """The learning rate (...) that gives `target` the long-run step of `source`, both names of CONVENTIONS.

    Between "heavy ball", "rate inside" and "moving average" the paths are then the same, step by step. Raises
    `ValueError` for other names, a learning rate that is not positive, and a beta outside [0, 1).

    >>> round(convert(0.01, 0.9, "heavy ball", "moving average"), 6)
    0.1
    """
    for name in (source, target):
        if not isinstance(name, str) or name not in CONVENTIONS:
            raise ValueError(f"a convention must be one of {', '.join(CONVENTIONS)}; got {name!r}.")
    rate, rest = positive("learning_rate", learning_rate), 1 - fraction("beta", beta)
    together(learning_rate=rate, beta=rest)
    change = CONVENTIONS[source].amplified - CONVENTIONS[target].amplified
    return plain(rate / rest if change > 0 else rate * rest if change < 0 else rate * np.ones_like(rest))
