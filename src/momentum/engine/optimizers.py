"""Momentum and its relatives, as one pure rule with named settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from momentum.engine.checks import Array, Setting, column, flag, fraction, positive
from momentum.engine.rules import Rule


class Velocity(NamedTuple):
    """What momentum remembers: the velocity (..., d)."""

    velocity: Array


@dataclass(frozen=True)
class Momentum(Rule):
    """v <- beta v + (1 - dampening) g, then theta <- theta - learning_rate v, from v = 0 (Polyak 1964, equation 9).

    beta = 0 is gradient descent; dampening = beta makes v the moving average of the gradients. With `nesterov` the
    step is taken along g + beta v with the new v, as PyTorch writes the method of Nesterov (1983). Settings are numbers
    or arrays that broadcast against theta[..., 0]. Raises `ValueError` unless learning_rate is positive, beta and
    dampening lie in [0, 1), nesterov is True or False, and True only without dampening.

    >>> rule = Momentum(learning_rate=0.1, beta=0.9)
    >>> theta = np.array([1.0])
    >>> rule.step(theta, rule.init(theta), gradient=np.array([1.0]))
    (array([0.9]), Velocity(velocity=array([1.])))
    """

    learning_rate: Setting
    beta: Setting = 0.0
    dampening: Setting = field(default=0.0, kw_only=True)
    nesterov: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        self._check(positive, "learning_rate")
        self._check(fraction, "beta", "dampening")
        self._check(flag, "nesterov")
        if self.nesterov and np.any(self.dampening):
            raise ValueError(f"nesterov must come without dampening; got dampening={self.dampening}.")

    def init(self, theta: Array) -> Velocity:
        """The state at the start: no velocity, (..., d)."""
        return Velocity(np.zeros_like(theta))

    def step(self, theta: Array, state: Velocity, gradient: Array) -> tuple[Array, Velocity]:
        """One step: the new parameters and the new state, all (..., d)."""
        learning_rate, beta, dampening = column(self.learning_rate), column(self.beta), column(self.dampening)
        # --8<-- [start:momentum-step]
        velocity = beta * state.velocity + (1 - dampening) * gradient
        direction = gradient + beta * velocity if self.nesterov else velocity
        theta = theta - learning_rate * direction
        # --8<-- [end:momentum-step]
        return theta, Velocity(velocity)

    def advance(self, theta: Array, state: Velocity, gradient: Array, out: Array) -> Velocity:
        """The same step, bit for bit, without fresh memory: the velocity and the gradient are overwritten."""
        learning_rate, beta, dampening = column(self.learning_rate), column(self.beta), column(self.dampening)
        velocity = direction = state.velocity
        np.multiply(velocity, beta, out=velocity)
        if not isinstance(dampening, float) or dampening > 0:
            np.multiply(gradient, 1 - dampening, out=gradient)
        np.add(velocity, gradient, out=velocity)
        if self.nesterov:
            np.add(gradient, np.multiply(velocity, beta, out=out), out=gradient)
            direction = gradient
        np.subtract(theta, np.multiply(direction, learning_rate, out=out), out=out)
        return state
