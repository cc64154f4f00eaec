"""What the network study runs: the regimes, the comparisons, the rates that are tried, and the batch sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from momentum.study import digits
from momentum.study.results import rounded
from momentum.study.training import Setting, Task

MINIBATCH, FULL_BATCH = "minibatch", "full batch"
SAME_RATE, SAME_EFFECTIVE_RATE, BEST_RATE = "same rate in PyTorch's form", "same effective rate", "best rate"
REGIMES = (MINIBATCH, FULL_BATCH)
PROTOCOLS = (SAME_RATE, SAME_EFFECTIVE_RATE, BEST_RATE)
BETAS = (0.0, 0.5, 0.8, 0.9, 0.95)
SEEDS = tuple(range(10))
# Rates are chosen on other seeds than those that are reported, so that no seed is lucky twice.
TUNING_SEEDS = (1000, 1001, 1002, 1003)
# Learning rates of the moving average, the same grid for every beta, batch size and regime: two to a doubling, and
# then one more on either side of those that did nearly as well as the best. Wide enough that every best rate has
# neighbours on both sides; fine enough that nobody is favoured where the best rates lie just below a breakdown.
RATES = tuple(rounded(2 ** (power / 2), 3) for power in range(-5, 8))
NEARLY = 1.1
# PyTorch's lr that all betas share, and the rate of the moving average, lr / (1 - beta), that all betas share.
SHARED_RATE = {MINIBATCH: 0.03, FULL_BATCH: 0.1}
EFFECTIVE_RATE = {MINIBATCH: 0.3, FULL_BATCH: 1.0}
FULL_BATCH_STEPS, FULL_BATCH_LONGER = 40, 100
# How often the last epoch of a noisy run is looked at for its mean.
LAST_EPOCH_LOOKS = 7
SEEDS_PER_TASK = 5
RACE_BETAS = (0.0, 0.8, 0.9)
TARGET = 0.1


def batch_sizes() -> tuple[int, ...]:
    """From 8 up, each twice the last, and all training images at once."""
    return (8, 16, 32, 64, 128, 256, 512, len(digits.load().training))


@dataclass(frozen=True)
class Regime:
    """How gradients are taken, when the curves are measured, and where the arms are compared.

    `windows` are the steps over which a comparison averages: the last epoch of a noisy run, or a single step. The
    rates are chosen in the first one; only tuned arms go on to a later one.
    """

    name: str
    batch_size: int | None
    record: tuple[int, ...]
    windows: tuple[tuple[int, ...], ...]

    def search(self, beta: float, rates: Sequence[float]) -> list[Task]:
        """Rates for one beta, measured in all windows; on the full batch a task for each seed, so that none is long."""
        settings = tuple((beta, rate) for rate in rates)
        parts = [TUNING_SEEDS] if self.batch_size else [(seed,) for seed in TUNING_SEEDS]
        return [Task(settings, part, self.windows, batch_size=self.batch_size, tuning=True) for part in parts]

    def given(self, protocol: str, betas: Sequence[float]) -> list[Setting]:
        """The settings of a comparison whose rates are given, as rates of the moving average."""
        shared, effective = SHARED_RATE[self.name], EFFECTIVE_RATE[self.name]
        return [(beta, rounded(shared / (1 - beta)) if protocol == SAME_RATE else effective) for beta in betas]

    def tasks(self, protocol: str, settings: Sequence[Setting], seeds: tuple[int, ...]) -> list[list[Task]]:
        """Arms that are reported: lists of settings that run together, of a few seeds each, so that all workers finish
        together. On minibatches networks are cheaper by the dozen; on the full batch they only take turns in the cache.
        """
        windows = self.windows if protocol == BEST_RATE else self.windows[:1]
        record = tuple(step for step in self.record if step <= windows[-1][-1])
        parts = [seeds[begin : begin + SEEDS_PER_TASK] for begin in range(0, len(seeds), SEEDS_PER_TASK)]
        groups = [tuple(settings)] if self.batch_size else [(setting,) for setting in settings]
        return [[Task(group, part, windows, record, self.batch_size) for part in parts] for group in groups]


def regimes(epochs: int, batch_size: int) -> tuple[Regime, Regime]:
    """Minibatches, measured twice an epoch; and the full batch, every second step, for 40 steps and then on to 100."""
    epoch = len(digits.load().training) // batch_size
    steps = epochs * epoch
    halves = np.unique(np.linspace(0, steps, 2 * epochs + 1).round().astype(int))
    last = np.unique(np.linspace(steps - epoch, steps, LAST_EPOCH_LOOKS + 1).round().astype(int)[1:])
    evens = range(0, FULL_BATCH_LONGER + 1, 2)
    return (
        Regime(MINIBATCH, batch_size, tuple(halves.tolist()), (tuple(last.tolist()),)),
        Regime(FULL_BATCH, None, tuple(evens), ((FULL_BATCH_STEPS,), (FULL_BATCH_LONGER,))),
    )


def between(rates: Sequence[float], scores: Sequence[float]) -> tuple[float, ...]:
    """Rates half way (as a factor) between those of a sorted grid whose score is within a tenth of the lowest one, and
    their neighbours. NaN is no score.
    """
    known = np.where(np.isnan(scores), np.inf, scores)
    near = known <= NEARLY * known.min()
    pairs = [pair for place, pair in enumerate(pairwise(rates)) if near[place : place + 2].any()]
    return tuple(rounded(float(np.sqrt(low * high)), 3) for low, high in pairs)


def check(
    seeds: Sequence[int],
    betas: Sequence[float],
    rates: Sequence[float],
    epochs: int,
    batch_size: int,
    sizes: Sequence[int],
    target: float,
) -> None:
    """Raise ValueError, in a sentence, for settings that make no study."""
    images = len(digits.load().training)
    if not seeds or min(seeds) < 0 or len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds must be different whole numbers from 0 up, at least one; got {list(seeds)}.")
    if set(seeds) & set(TUNING_SEEDS):
        raise ValueError(
            f"seeds must differ from those that choose the rates, {list(TUNING_SEEDS)}; got {list(seeds)}."
        )
    if not all(0 <= beta < 1 for beta in betas) or 0 not in betas or len(set(betas)) < len(betas):
        raise ValueError(f"betas must be different numbers in [0, 1), 0 (the baseline) among them; got {list(betas)}.")
    if not (rates and all(0 < rate < np.inf for rate in rates)):
        raise ValueError(f"rates must be positive numbers, at least one; got {list(rates)}.")
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1; got {epochs}.")
    if not 1 <= batch_size <= images:
        raise ValueError(f"batch_size must lie in [1, {images}]; got {batch_size}.")
    if not all(1 <= size <= images for size in sizes) or len(set(sizes)) < len(sizes):
        raise ValueError(f"batch_sizes must be different whole numbers in [1, {images}]; got {list(sizes)}.")
    if not 0 < target < np.inf:
        raise ValueError(f"target must be a positive training loss; got {target:g}.")
