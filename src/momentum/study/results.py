"""What the pieces of the network study found: arms, searches for a rate, races to a loss, as plain numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from momentum.study.training import METRICS

DIGITS = 6


def rounded(value: float, digits: int = DIGITS) -> float:
    """To six significant digits: the study is stored and compared so, and no conclusion needs more."""
    return float(f"{value:.{digits}g}")


def spread(values: Sequence[float]) -> float:
    """The standard deviation, with n - 1; NaN where there is one value, which says nothing of the spread."""
    if len(values) < 2:
        return math.nan
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


@dataclass(frozen=True)
class Band:
    """Mean and standard deviation over the seeds (n - 1 in the denominator) at every recorded step."""

    mean: tuple[float, ...]
    sd: tuple[float, ...]


@dataclass(frozen=True)
class Snapshot:
    """Each seed's values after `step` steps, in the order of the seeds: on minibatches the mean of the last epoch."""

    step: int
    training_loss: tuple[float, ...]
    test_loss: tuple[float, ...]
    test_accuracy: tuple[float, ...]

    def mean(self, metric: str) -> float:
        """Over the seeds."""
        values = self._values(metric)
        return math.fsum(values) / len(values)

    def sd(self, metric: str) -> float:
        """Over the seeds, with n - 1; NaN where there is one seed."""
        return spread(self._values(metric))

    def _values(self, metric: str) -> tuple[float, ...]:
        if metric not in METRICS:
            raise ValueError(f"metric must be one of {', '.join(METRICS)}; got {metric!r}.")
        values: tuple[float, ...] = getattr(self, metric)
        return values


@dataclass(frozen=True)
class Arm:
    """One beta at one learning rate of the moving average, over all seeds.

    `steps` are the recorded steps of the three bands. `snapshots` hold every seed's values after the steps at which the
    study compares the arms. NaN stands for a run that diverged.
    """

    regime: str
    protocol: str
    beta: float
    learning_rate: float
    steps: tuple[int, ...]
    training_loss: Band
    test_loss: Band
    test_accuracy: Band
    snapshots: tuple[Snapshot, ...]

    @property
    def pytorch_rate(self) -> float:
        """The `lr` that gives the same steps in PyTorch's form of momentum."""
        return self.learning_rate * (1 - self.beta)

    def band(self, metric: str) -> Band:
        """The curve of one of METRICS."""
        if metric not in METRICS:
            raise ValueError(f"metric must be one of {', '.join(METRICS)}; got {metric!r}.")
        band: Band = getattr(self, metric)
        return band

    def after(self, step: int) -> Snapshot:
        """The snapshot after this step; LookupError names the steps there are."""
        for snapshot in self.snapshots:
            if snapshot.step == step:
                return snapshot
        raise LookupError(f"step must be one of {[snapshot.step for snapshot in self.snapshots]}; got {step}.")


@dataclass(frozen=True)
class Search:
    """The search for one beta's learning rate, on the tuning seeds alone; NaN where one of them diverged.

    `validation_loss` chooses, after the steps for which the rates are tuned. `training_loss` is the mean and the
    spread after the last steps that are compared: how far each rate gets.
    """

    regime: str
    beta: float
    rates: tuple[float, ...]
    validation_loss: tuple[float, ...]
    training_loss: Band

    @property
    def best(self) -> float:
        """The rate with the lowest validation loss."""
        return self.rates[lowest(self.validation_loss)]

    @property
    def at_edge(self) -> bool:
        """Whether the best rate is the smallest or the largest of the grid, so that a better one may lie outside."""
        return self.best in (min(self.rates), max(self.rates))


@dataclass(frozen=True)
class Race:
    """One beta's steps to the study's target at one batch size, at the rate that needed the fewest on the tuning seeds.

    `tuning_steps` are their means by rate, NaN where a seed did not get there or the rate could no longer win; `steps`
    are those of the reported seeds, NaN for one that did not get there.
    """

    batch_size: int
    beta: float
    rates: tuple[float, ...]
    tuning_steps: tuple[float, ...]
    measured_every: int
    steps: tuple[float, ...]

    @property
    def fewest(self) -> float:
        """The steps at the best rate on the tuning seeds; infinite where no rate got every seed there."""
        found = self.tuning_steps[lowest(self.tuning_steps)]
        return math.inf if math.isnan(found) else found

    @property
    def learning_rate(self) -> float:
        """The rate of the moving average with the fewest steps on the tuning seeds."""
        return self.rates[lowest(self.tuning_steps)]

    @property
    def at_edge(self) -> bool:
        """Whether that rate is the smallest or the largest of the grid."""
        return self.learning_rate in (min(self.rates), max(self.rates))

    @property
    def mean(self) -> float:
        """Over the reported seeds; NaN unless every one of them got there."""
        return math.fsum(self.steps) / len(self.steps)

    @property
    def sd(self) -> float:
        """Over the reported seeds, with n - 1."""
        return spread(self.steps)


def lowest(values: Sequence[float]) -> int:
    """The place of the lowest value; NaN is higher than all."""
    known = [math.inf if math.isnan(value) else value for value in values]
    return known.index(min(known))
