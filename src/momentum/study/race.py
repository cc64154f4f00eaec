"""How many steps each setting needs to a training loss: one task of the study, for one batch size."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from momentum.engine.loop import downhill
from momentum.engine.optimizers import Velocity
from momentum.study import digits
from momentum.study.minibatches import epochs
from momentum.study.network import Array, CrossEntropy
from momentum.study.training import TUNING_PRECISION, Setting, averaged, generators, in_place, objective, starts

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
                if step > 0 and len(runs.settings):
                    runs.go_on()
                if step % every == 0 and len(runs.settings):
                    loss = runs.loss()
                    there = loss <= task.target
                    found[runs.settings[there], place] = step
                    left = ~there & np.isfinite(loss)
                    runs.keep(left & _may_win(found, step)[runs.settings] if task.tuning else left)
            if not any(len(runs.settings) for runs in seeds):
                break
    return found


class _Runs:
    """One seed's runs of a race: the settings that are still going, all from one start and on the same batches."""

    def __init__(self, task: RaceTask, training: CrossEntropy, seed: int) -> None:
        start = starts(training.network, (seed,)).astype(training.dtype)
        theta = np.tile(start, (len(task.settings), 1))
        self.settings, self._rule = np.arange(len(task.settings)), averaged(task.settings, theta)
        self._training, images = training, len(training.labels)
        self._order = None if task.batch_size == images else epochs(generators(seed)[1], images, task.batch_size)
        self._gradient, self._last = np.empty(0), np.zeros(len(self.settings))
        self._far = _CERTAIN * task.target if task.batch_size >= _TELLING else np.inf
        self._begin(theta, self._rule.init(theta))

    def _begin(self, theta: Array, state: Velocity) -> None:
        """Set out from here."""
        self._moments = downhill(theta, state, self._slope, in_place(self._rule, theta), LIMIT)
        self.go_on()

    def go_on(self) -> None:
        """Take the next step."""
        self._theta, self._state = next(self._moments)

    def _slope(self, theta: Array) -> Array:
        """The gradient on the next batch; on the full batch it has come with the loss."""
        if self._order is not None:
            batch = self._training.batch(next(self._order))
            self._last, self._gradient = self._training.backpropagated(theta, *batch)
        return self._gradient

    def loss(self) -> Array:
        """The loss on all training images, a number a setting; on the full batch the gradient comes with it.

        Where it is certain to be far from the target, the last batch's own loss stands in for it.
        """
        if self._order is None:
            loss, self._gradient = self._training.value_and_gradient(self._theta)
            return loss
        loss, near = self._last.copy(), self._last <= self._far
        loss[near] = self._training.value(self._theta if near.all() else self._theta[near])
        return loss

    def keep(self, left: NDArray[np.bool_]) -> None:
        """Go on with these settings alone."""
        if not left.all():
            self.settings, self._rule, self._last = self.settings[left], self._rule.part(left), self._last[left]
            self._gradient = self._gradient[left] if self._order is None else self._gradient
            self._begin(self._theta[left], Velocity(self._state.velocity[left]))


def _may_win(found: NDArray[np.float64], step: int) -> NDArray[np.bool_]:
    """Which settings can still have the lowest mean, when all seeds that are not there yet get there at once."""
    known = np.isfinite(found)
    means = np.where(known, found, step).mean(axis=1)
    best = means[known.all(axis=1)].min(initial=np.inf)
    return np.asarray(means <= best)
