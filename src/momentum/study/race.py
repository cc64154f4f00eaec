"""How many steps each setting needs to a training loss: one task of the study, for one batch size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from momentum.study import digits
from momentum.study.minibatches import epochs
from momentum.study.network import Array, CrossEntropy
from momentum.study.training import TUNING_PRECISION, Momentum, Setting, generators, objective, starts

# Where nobody gets to the target, somebody has to say when to stop.
LIMIT = 2000
# The loss on all training images costs as much as a gradient on half of them, so that small batches can't pay it at
# every step.
_MEASURED_EVERY = 128
# And where it could pay, it need not, right after a batch whose own loss was this many times the target: of 64 images
# or more, no such batch was met within the target.
_CERTAIN, _TELLING = 8.0, 64


@dataclass(frozen=True)
class RaceTask:
    """Train at each setting from each seed until the loss on all training images is `target` or less.

    A `tuning` task only looks for the best setting: it computes in single precision, and leaves out a setting as soon
    as no luck could bring its mean below the best one so far.
    """

    settings: tuple[Setting, ...]
    seeds: tuple[int, ...]
    batch_size: int
    target: float
    tuning: bool = False


def measured_every(batch_size: int) -> int:
    """After how many steps the loss on all training images is taken again."""
    return max(1, _MEASURED_EVERY // batch_size)


def steps_to(task: RaceTask) -> NDArray[np.float64]:
    """The first measured step at which the loss is the target or less, (setting, seed); NaN where there was none."""
    training = objective(digits.load().training, TUNING_PRECISION if task.tuning else np.float64)
    seeds, every = [_Runs(task, training, seed) for seed in task.seeds], measured_every(task.batch_size)
    found = np.full((len(task.settings), len(task.seeds)), np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(LIMIT + 1):
            for place, runs in enumerate(seeds):
                if step % every == 0 and len(runs.settings):
                    loss = runs.loss()
                    there = loss <= task.target
                    found[runs.settings[there], place] = step
                    left = ~there & np.isfinite(loss)
                    runs.keep(left & _may_win(found, step)[runs.settings] if task.tuning else left)
                if len(runs.settings):
                    runs.step()
            if not any(len(runs.settings) for runs in seeds):
                break
    return found


class _Runs:
    """One seed's runs of a race: the settings that are still going, all from one start and on the same batches."""

    def __init__(self, task: RaceTask, training: CrossEntropy, seed: int) -> None:
        start = starts(training.network, (seed,)).astype(training.dtype)
        self.settings = np.arange(len(task.settings))
        self._rule = Momentum(task.settings, np.tile(start, (len(self.settings), 1)))
        self._training, images = training, len(training.labels)
        self._order = None if task.batch_size == images else epochs(generators(seed)[1], images, task.batch_size)
        self._gradient, self._last = np.empty(0), np.zeros(len(self.settings))
        self._far = _CERTAIN * task.target if task.batch_size >= _TELLING else np.inf

    def loss(self) -> Array:
        """The loss on all training images, a number a setting; on the full batch the gradient comes with it.

        Where it is certain to be far from the target, the last batch's own loss stands in for it.
        """
        if self._order is None:
            loss, self._gradient = self._training.value_and_gradient(self._rule.theta)
            return loss
        loss, near = self._last.copy(), self._last <= self._far
        loss[near] = self._training.value(self._rule.theta if near.all() else self._rule.theta[near])
        return loss

    def keep(self, left: NDArray[np.bool_]) -> None:
        """Go on with these settings alone."""
        if not left.all():
            self.settings = self.settings[left]
            self._rule.keep(left)
            self._last = self._last[left]
            self._gradient = self._gradient[left] if self._order is None else self._gradient

    def step(self) -> None:
        """Take a step, on the full batch with the gradient that came with the loss."""
        if self._order is not None:
            batch = self._training.batch(next(self._order))
            self._last, self._gradient = self._training.backpropagated(self._rule.theta, *batch)
        self._rule.step(self._gradient)


def _may_win(found: NDArray[np.float64], step: int) -> NDArray[np.bool_]:
    """Which settings can still have the lowest mean, when all seeds that are not there yet get there at once."""
    known = np.isfinite(found)
    means = np.where(known, found, step).mean(axis=1)
    best = means[known.all(axis=1)].min(initial=np.inf)
    return np.asarray(means <= best)
