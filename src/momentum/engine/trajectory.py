"""What a descent leaves behind, and which of its steps are recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from momentum.engine.checks import Array

Record = Literal["all", "loss", "last"] | int
Details = tuple[Array | None, Array | None]


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The recorded steps of one run or of a batch of runs (...): row 0 is the earliest, row -1 always the end.

    `theta` (rows, ..., d) and `loss` (rows, ...) belong to the steps `at` (rows,); with record="loss" the loss has all
    steps + 1 rows. `diverged` (...) is True for a run whose parameters or loss left the finite numbers: it holds its
    last finite iterate from then on.
    """

    theta: Array
    loss: Array
    diverged: Any
    at: NDArray[np.int64]
    details: Callable[[], Details] = field(repr=False)

    @cached_property
    def _details(self) -> Details:
        with np.errstate(all="ignore"):
            return self.details()

    @property
    def gradient(self) -> Array | None:
        """The gradient (rows, ..., d) met at each row of `theta`; None if record was "loss" or "last"."""
        return self._details[0]

    @property
    def velocity(self) -> Array | None:
        """The velocity (rows, ..., d) on arrival at each row of `theta`; None also for a rule without one."""
        return self._details[1]


@dataclass(frozen=True)
class Schedule:
    """How many steps to take, and what to record: the iterates after the steps `at`, and perhaps every loss."""

    steps: int
    at: NDArray[np.int64]
    every_loss: bool
    detailed: bool

    @property
    def complete(self) -> bool:
        """Whether every iterate is recorded."""
        return len(self.at) == self.steps + 1

    @property
    def losses(self) -> int:
        """How many rows of losses there are."""
        return self.steps + 1 if self.every_loss else len(self.at)


def scheduled(steps: int, record: Record) -> Schedule:
    """Read `steps` and `record` of `descend`; `ValueError` for anything that is not allowed there."""
    if not isinstance(steps, Integral) or isinstance(steps, bool) or steps < 0:
        raise ValueError(f"steps must be a whole number from 0 up; got {steps!r}.")
    steps = int(steps)
    last = np.array([steps])
    if isinstance(record, str) and record == "all":
        return Schedule(steps, np.arange(steps + 1), every_loss=True, detailed=True)
    if isinstance(record, str) and record in ("loss", "last"):
        return Schedule(steps, last, every_loss=record == "loss", detailed=False)
    if not isinstance(record, Integral) or isinstance(record, bool) or record < 1:
        raise ValueError(f'record must be "all", "loss", "last" or a whole number from 1 up; got {record!r}.')
    every = np.arange(0, steps + 1, min(int(record), steps + 1))
    return Schedule(steps, np.union1d(every, last), every_loss=False, detailed=True)
