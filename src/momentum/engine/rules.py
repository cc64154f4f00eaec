"""What all optimizers share: settings that are checked, that may be arrays, and that can be cut into parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any, Self

import numpy as np
from numpy.typing import DTypeLike

from momentum.engine.checks import Array, Setting, fixed, together


class Rule:
    """A frozen dataclass of settings, with `init` and a pure `step`; the base of every optimizer here."""

    def _check(self, check: Callable[[str, Any], Setting], *names: str) -> None:
        for name in names:
            object.__setattr__(self, name, fixed(check(name, getattr(self, name))))
        together(**self._arrays())

    def _arrays(self) -> dict[str, Array]:
        return {name: value for name, value in vars(self).items() if isinstance(value, np.ndarray)}

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape in which the settings broadcast together: () when all of them are numbers."""
        return together(**self._arrays())

    def flat(self, shape: tuple[int, ...]) -> Self:
        """The same rule with every array broadcast to `shape` and laid out in a row."""
        return self._with({name: np.broadcast_to(value, shape).ravel() for name, value in self._arrays().items()})

    def part(self, index: Any) -> Self:
        """The rule of some of the runs of a flat rule."""
        return self._with({name: value[index] for name, value in self._arrays().items()})

    def astype(self, dtype: DTypeLike) -> Self:
        """The same rule with its arrays in the precision of the parameters that it is to meet."""
        return self._with({name: value.astype(dtype) for name, value in self._arrays().items()})

    def _with(self, settings: dict[str, Array]) -> Self:
        rule = copy(self)  # not dataclasses.replace: what was checked once need not be checked for every piece
        for name, value in settings.items():
            object.__setattr__(rule, name, value)
        return rule

    def init(self, theta: Array) -> Any:
        """The state at the start, for parameters (..., d)."""
        raise NotImplementedError

    def step(self, theta: Array, state: Any, gradient: Array) -> tuple[Array, Any]:
        """One step: the new parameters and the new state, all (..., d)."""
        raise NotImplementedError

    def advance(self, theta: Array, state: Any, gradient: Array, out: Array) -> Any:
        """The same step with the new parameters written to `out`; state and gradient may be overwritten."""
        out[...], state = self.step(theta, state, gradient)
        return state

    def into(self, targets: Iterator[Array]) -> Callable[[Array, Any, Array], tuple[Array, Any]]:
        """`advance` as a step for a loop: each new parameters (..., d) are the next target, written over."""

        def step(theta: Array, state: Any, gradient: Array) -> tuple[Array, Any]:
            target = next(targets)
            return target, self.advance(theta, state, gradient, target)

        return step
