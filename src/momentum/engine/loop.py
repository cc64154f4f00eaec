"""The loop of descent: every run of this package, of whatever objective, rule and batch, takes its steps here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

Theta = TypeVar("Theta")
State = TypeVar("State")
Gradient = TypeVar("Gradient")


def downhill(
    theta: Theta,
    state: State,
    slope: Callable[[Theta], Gradient],
    step: Callable[[Theta, State, Gradient], tuple[Theta, State]],
    steps: int,
) -> Iterator[tuple[Theta, State]]:
    """The parameters and the state at `theta` and after each of `steps` steps from there.

    `slope(theta)` is the gradient, and `step(theta, state, gradient)` a rule. What else a descent does, such as to
    watch for divergence, to write into arrays of its own or to measure on the way, it does in these two and with what
    it is given; and it may stop when it likes, since a step waits until it is asked for.
    """
    # --8<-- [start:descend-loop]
    yield theta, state
    for _ in range(steps):
        gradient = slope(theta)
        theta, state = step(theta, state, gradient)
        yield theta, state
    # --8<-- [end:descend-loop]
