"""Optimizers that scale every parameter's step by its own gradients: RMSProp, Adam and Lion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from momentum.engine.checks import Array, Setting, column, fraction, positive
from momentum.engine.rules import Rule


class MeanSquare(NamedTuple):
    """What RMSProp remembers: the moving average (..., d) of the squared gradients."""

    square: Array


class Moments(NamedTuple):
    """What Adam remembers: steps taken, moving averages (..., d) of the gradients and of their squares."""

    steps: int
    mean: Array
    square: Array


class Mean(NamedTuple):
    """What Lion remembers: the moving average (..., d) of the gradients."""

    mean: Array


@dataclass(frozen=True)
class RMSProp(Rule):
    """Divide each gradient by the root of its mean square (Tieleman and Hinton 2012, lecture 6.5).

    As in PyTorch, epsilon stands outside the root, nothing corrects the zero start, and operations have this order.
    Settings are numbers or arrays that broadcast against theta[..., 0]. Raises `ValueError` unless learning_rate and
    epsilon are positive and decay lies in [0, 1).

    >>> rule = RMSProp(learning_rate=0.1, decay=0.75)
    >>> theta = np.array([1.0])
    >>> theta, state = rule.step(theta, rule.init(theta), gradient=np.array([2.0]))
    >>> theta.round(6), state.square
    (array([0.8]), array([1.]))
    """

    learning_rate: Setting
    decay: Setting = 0.99
    epsilon: Setting = field(default=1e-8, kw_only=True)

    def __post_init__(self) -> None:
        self._check(positive, "learning_rate", "epsilon")
        self._check(fraction, "decay")

    def init(self, theta: Array) -> MeanSquare:
        """The state at the start: zeros (..., d)."""
        return MeanSquare(np.zeros_like(theta))

    def step(self, theta: Array, state: MeanSquare, gradient: Array) -> tuple[Array, MeanSquare]:
        """One step: the new parameters and the new state, all (..., d)."""
        learning_rate, decay, epsilon = column(self.learning_rate), column(self.decay), column(self.epsilon)
        # --8<-- [start:rmsprop-step]
        square = decay * state.square + (1 - decay) * gradient * gradient
        theta = theta - learning_rate * gradient / (np.sqrt(square) + epsilon)
        # --8<-- [end:rmsprop-step]
        return theta, MeanSquare(square)


@dataclass(frozen=True)
class Adam(Rule):
    """RMSProp along the moving average of the gradients, both freed of their zero start (Kingma and Ba 2015, alg. 1).

    As in PyTorch, epsilon stands outside the root, and operations have this order. Settings are numbers or arrays that
    broadcast against theta[..., 0]. Raises `ValueError` unless learning_rate and epsilon are positive and beta1 and
    beta2 lie in [0, 1).

    >>> rule = Adam(learning_rate=0.1)
    >>> theta = np.array([1.0, 1.0])
    >>> rule.step(theta, rule.init(theta), gradient=np.array([2.0, -50.0]))[0].round(6)
    array([0.9, 1.1])
    """

    learning_rate: Setting
    beta1: Setting = 0.9
    beta2: Setting = 0.999
    epsilon: Setting = field(default=1e-8, kw_only=True)

    def __post_init__(self) -> None:
        self._check(positive, "learning_rate", "epsilon")
        self._check(fraction, "beta1", "beta2")

    def init(self, theta: Array) -> Moments:
        """The state at the start: no steps, zeros (..., d)."""
        return Moments(0, np.zeros_like(theta), np.zeros_like(theta))

    def step(self, theta: Array, state: Moments, gradient: Array) -> tuple[Array, Moments]:
        """One step: the new parameters and the new state, all (..., d)."""
        learning_rate, epsilon = column(self.learning_rate), column(self.epsilon)
        beta1, beta2 = column(self.beta1), column(self.beta2)
        # --8<-- [start:adam-step]
        steps = state.steps + 1
        mean = beta1 * state.mean + (1 - beta1) * gradient
        square = beta2 * state.square + (1 - beta2) * gradient * gradient
        scale = np.sqrt(square) / np.sqrt(1 - beta2**steps) + epsilon
        theta = theta - learning_rate / (1 - beta1**steps) * mean / scale
        # --8<-- [end:adam-step]
        return theta, Moments(steps, mean, square)


@dataclass(frozen=True)
class Lion(Rule):
    """Steps of one size in every parameter, along the sign of an average (Chen et al. 2023, algorithm 2).

    Without weight decay. Settings are numbers or arrays that broadcast against theta[..., 0]. Raises `ValueError`
    unless learning_rate is positive and beta1 and beta2 lie in [0, 1).

    >>> rule = Lion(learning_rate=0.1)
    >>> theta = np.array([1.0, 1.0])
    >>> rule.step(theta, rule.init(theta), gradient=np.array([2.0, -50.0]))[0]
    array([0.9, 1.1])
    """

    learning_rate: Setting
    beta1: Setting = 0.9
    beta2: Setting = 0.99

    def __post_init__(self) -> None:
        self._check(positive, "learning_rate")
        self._check(fraction, "beta1", "beta2")

    def init(self, theta: Array) -> Mean:
        """The state at the start: zeros (..., d)."""
        return Mean(np.zeros_like(theta))

    def step(self, theta: Array, state: Mean, gradient: Array) -> tuple[Array, Mean]:
        """One step: the new parameters and the new state, all (..., d)."""
        learning_rate, beta1, beta2 = column(self.learning_rate), column(self.beta1), column(self.beta2)
        # --8<-- [start:lion-step]
        direction = np.sign(beta1 * state.mean + (1 - beta1) * gradient)
        mean = beta2 * state.mean + (1 - beta2) * gradient
        theta = theta - learning_rate * direction
        # --8<-- [end:lion-step]
        return theta, Mean(mean)
