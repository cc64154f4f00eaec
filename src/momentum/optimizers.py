"""Optimizers: pure rules with named settings; a new momentum method is a line of OPTIMIZERS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from momentum.checks import Array, Setting, fraction, positive


class Velocity(NamedTuple):
    """What momentum remembers: the velocity (..., d)."""

    velocity: Array


def column(value: Setting) -> Any:
    """A setting ready to meet points: a number as it is, an array (...) as (..., 1)."""
    return value if isinstance(value, float) else value[..., np.newaxis]


def set_checked(rule: Any, check: Callable[[str, Any], Setting], *names: str) -> None:
    """Replace these settings of a frozen rule by their checked values."""
    for name in names:
        object.__setattr__(rule, name, check(name, getattr(rule, name)))


@dataclass(frozen=True)
class Momentum:
    """v <- beta v + (1 - dampening) g, then theta <- theta - learning_rate v, from v = 0 (Polyak 1964).

    beta = 0 is gradient descent, dampening = beta the moving average of past gradients. With `nesterov` the step is
    taken along g + beta v with the new v, as PyTorch writes the method of Nesterov (1983). Settings may be arrays that
    broadcast against theta[..., 0]. Raises `ValueError` unless learning_rate is positive, beta and dampening lie in
    [0, 1), and nesterov comes without dampening.

    >>> rule = Momentum(learning_rate=0.1, beta=0.9)
    >>> theta = np.array([1.0])
    >>> theta, state = rule.step(theta, rule.init(theta), gradient=np.array([1.0]))
    >>> theta, state.velocity
    (array([0.9]), array([1.]))
    """

    learning_rate: Setting
    beta: Setting = 0.0
    dampening: Setting = field(default=0.0, kw_only=True)
    nesterov: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        set_checked(self, positive, "learning_rate")
        set_checked(self, fraction, "beta", "dampening")
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


OPTIMIZERS: dict[str, Callable[..., Any]] = {
    "gradient descent": lambda learning_rate: Momentum(learning_rate),
    "heavy ball": lambda learning_rate, beta=0.9: Momentum(learning_rate, beta),
    "averaged": lambda learning_rate, beta=0.9: Momentum(learning_rate, beta, dampening=beta),
    "nesterov": lambda learning_rate, beta=0.9: Momentum(learning_rate, beta, nesterov=True),
}
