"""What the network study runs: the regimes, the three comparisons, the rates that are tried, and their tasks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from momentum.study import digits
from momentum.study.results import Sweep, rounded
from momentum.study.training import Task

MINIBATCH, FULL_BATCH = "minibatch", "full batch"
SAME_RATE, SAME_EFFECTIVE_RATE, BEST_RATE = "same rate", "same effective rate", "best rate"
REGIMES = (MINIBATCH, FULL_BATCH)
PROTOCOLS = (SAME_RATE, SAME_EFFECTIVE_RATE, BEST_RATE)
BETAS = (0.0, 0.5, 0.8, 0.9, 0.95)
SEEDS = tuple(range(10))
# Rates are chosen on other seeds than those that are reported, so that no seed is lucky twice. Minibatch runs differ
# more from seed to seed, and cost less.
TUNING_SEEDS = {MINIBATCH: (1000, 1001, 1002, 1003), FULL_BATCH: (1000, 1001, 1002)}
# Geometric, and wide enough that every best rate has neighbours on both sides. On the full batch the steps are finer:
# the best rates lie just below the rate at which training breaks down, and a coarse grid would favour whom it suits.
RATES = {
    MINIBATCH: (0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6),
    FULL_BATCH: (0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.57, 0.8, 1.1, 1.6),
}
# One rate for all betas; and the learning rate divided by 1 - beta, where that is what all betas share.
SHARED_RATE = {MINIBATCH: 0.03, FULL_BATCH: 0.1}
EFFECTIVE_RATE = {MINIBATCH: 0.3, FULL_BATCH: 1.0}
FULL_BATCH_STEPS, FULL_BATCH_LONGER = 40, 100
SEEDS_PER_TASK = 5


@dataclass(frozen=True)
class Regime:
    """How gradients are taken, when everything is measured, after which steps the arms are compared, rates to try."""

    name: str
    batch_size: int | None
    record: tuple[int, ...]
    compared_at: tuple[int, ...]
    rates: tuple[float, ...]

    @property
    def budget(self) -> int:
        """The number of steps for which learning rates are chosen."""
        return self.compared_at[0]

    def search(self, beta: float) -> Task:
        """All rates for one beta, measured at the end."""
        settings = tuple((beta, rate) for rate in self.rates)
        return Task(settings, TUNING_SEEDS[self.name], (self.budget,), self.batch_size)

    def fixed(self, betas: tuple[float, ...]) -> list["Plan"]:
        """The two comparisons whose rates are given."""
        shared, effective = SHARED_RATE[self.name], EFFECTIVE_RATE[self.name]
        return [
            *self._plans(SAME_RATE, [(beta, shared) for beta in betas]),
            *self._plans(SAME_EFFECTIVE_RATE, [(beta, rounded(effective * (1 - beta))) for beta in betas]),
        ]

    def tuned(self, sweeps: tuple[Sweep, ...]) -> list["Plan"]:
        """The comparison whose rates the sweeps have chosen."""
        return self._plans(BEST_RATE, [(sweep.beta, sweep.best) for sweep in sweeps if sweep.regime == self.name])

    def _plans(self, protocol: str, settings: list[tuple[float, float]]) -> list["Plan"]:
        """On minibatches networks are cheaper by the dozen; on the full batch they only take turns in the cache."""
        groups = [settings] if self.batch_size else [[setting] for setting in settings]
        return [Plan(self, protocol, tuple(group)) for group in groups]


@dataclass(frozen=True)
class Plan:
    """Arms that are run together: settings, each a (beta, learning rate), of one comparison."""

    regime: Regime
    protocol: str
    settings: tuple[tuple[float, float], ...]

    def tasks(self, seeds: tuple[int, ...]) -> list[Task]:
        """A few seeds each, so that all workers finish together. Only tuned arms go on past the budget."""
        last = self.regime.compared_at[-1] if self.protocol == BEST_RATE else self.regime.budget
        record = tuple(step for step in self.regime.record if step <= last)
        groups = (seeds[begin : begin + SEEDS_PER_TASK] for begin in range(0, len(seeds), SEEDS_PER_TASK))
        return [Task(self.settings, group, record, self.regime.batch_size) for group in groups]


def regimes(epochs: int, batch_size: int, rates: Sequence[float] | None = None) -> tuple[Regime, Regime]:
    """Minibatches, measured twice an epoch; and the full batch, every second step, for 40 steps and then on to 100."""
    steps = epochs * (len(digits.load().training) // batch_size)
    halves = np.unique(np.linspace(0, steps, 2 * epochs + 1).round().astype(int))
    evens = range(0, FULL_BATCH_LONGER + 1, 2)
    grid = RATES if rates is None else dict.fromkeys(REGIMES, tuple(sorted(set(rates))))
    return (
        Regime(MINIBATCH, batch_size, tuple(halves.tolist()), (steps,), grid[MINIBATCH]),
        Regime(FULL_BATCH, None, tuple(evens), (FULL_BATCH_STEPS, FULL_BATCH_LONGER), grid[FULL_BATCH]),
    )


def check(
    seeds: Sequence[int], betas: Sequence[float], rates: Sequence[float] | None, epochs: int, batch_size: int
) -> None:
    """Raise ValueError, in a sentence, for settings that make no study."""
    tuning, images = sorted(set().union(*TUNING_SEEDS.values())), len(digits.load().training)
    if not seeds or min(seeds) < 0 or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must be different whole numbers from 0 up, at least one; got {list(seeds)}.")
    if set(seeds) & set(tuning):
        raise ValueError(f"seeds must differ from those that choose the rates, {tuning}; got {list(seeds)}.")
    if not all(0 <= beta < 1 for beta in betas) or 0 not in betas or len(set(betas)) < len(betas):
        raise ValueError(f"betas must be different numbers in [0, 1), 0 (the baseline) among them; got {list(betas)}.")
    if rates is not None and not (rates and all(0 < rate < np.inf for rate in rates)):
        raise ValueError(f"rates must be positive numbers, at least one; got {list(rates)}.")
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1; got {epochs}.")
    if not 1 <= batch_size <= images:
        raise ValueError(f"batch_size must lie in [1, {images}]; got {batch_size}.")
