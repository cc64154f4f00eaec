"""The parts of the study, each a chain of tasks: arms at given rates, arms at their best rate, races to a loss."""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from momentum.study.plan import BEST_RATE, SEEDS_PER_TASK, TUNING_SEEDS, Regime, between
from momentum.study.race import RaceTask, measured_every, steps_to
from momentum.study.relay import Part
from momentum.study.results import Arm, Band, Race, Search, Snapshot, lowest, rounded, spread
from momentum.study.training import Setting, Task, Trained, train

Values = NDArray[np.float64]
Tasks = Generator[Sequence[Any], list[Any], Any]


def perform(task: Task | RaceTask) -> Trained | Values:
    """What a worker does with a task."""
    return train(task) if isinstance(task, Task) else steps_to(task)


def given(regime: Regime, protocol: str, betas: Sequence[float], seeds: tuple[int, ...]) -> Part:
    """The arms of a comparison whose rates are given."""
    settings = regime.given(protocol, betas)
    return Part(sum(map(len, regime.tasks(protocol, settings, seeds))), _arms(regime, protocol, settings, seeds))


def tuned(regime: Regime, beta: float, rates: tuple[float, ...], seeds: tuple[int, ...]) -> Part:
    """The search for one beta's best rate, and its arm at that rate: (Search, Arm)."""
    last = len(regime.windows) - 1

    def steps() -> Tasks:
        tried, (training, validation) = yield from _searched(
            rates,
            lambda some: regime.search(beta, some),
            lambda results: (_joined(results, "ends")[0, last], _joined(results, "ends")[1, 0]),
            lambda losses: losses[1],
        )
        spreads = Band(_tuple(training.mean(axis=-1)), _tuple(map(spread, training)))
        search = Search(regime.name, beta, tried, _tuple(validation.mean(axis=-1)), spreads)
        arms = yield from _arms(regime, BEST_RATE, [(beta, search.best)], seeds)
        return search, arms[0]

    searching, reporting = len(regime.search(beta, rates)), len(regime.tasks(BEST_RATE, [(beta, 1.0)], seeds)[0])
    return Part(searching * (1 + (len(rates) > 1)) + reporting, steps())


def race(batch_size: int, beta: float, rates: tuple[float, ...], target: float, seeds: tuple[int, ...]) -> Part:
    """The search for the rate with the fewest steps to a training loss, and the reported seeds at that rate: a Race."""
    groups = [seeds[begin : begin + SEEDS_PER_TASK] for begin in range(0, len(seeds), SEEDS_PER_TASK)]

    def search(some: tuple[float, ...]) -> list[RaceTask]:
        return [RaceTask(tuple((beta, rate) for rate in some), TUNING_SEEDS, batch_size, target, tuning=True)]

    def steps() -> Tasks:
        tried, (found,) = yield from _searched(rates, search, lambda results: (results[0],), lambda found: found[0])
        means = _tuple(found.mean(axis=-1))
        best = tried[lowest(means)]
        parts = yield [RaceTask(((beta, best),), group, batch_size, target) for group in groups]
        steps = _tuple(np.concatenate(parts, axis=1)[0])
        return Race(batch_size, beta, tried, means, measured_every(batch_size), steps)

    return Part(1 + (len(rates) > 1) + len(groups), steps())


def _searched(
    rates: tuple[float, ...],
    tasks: Callable[[tuple[float, ...]], Sequence[Task | RaceTask]],
    taken: Callable[[list[Any]], tuple[Values, ...]],
    score: Callable[[tuple[Values, ...]], Values],
) -> Tasks:
    """All rates, then those between the best ones and their neighbours: the rates in order, and what was `taken`.

    What is taken is (rate, seed); the best rate has the lowest mean `score`.
    """
    found = taken((yield tasks(rates)))
    if finer := between(rates, score(found).mean(axis=-1)):
        more = taken((yield tasks(finer)))
        found = tuple(np.concatenate(pair) for pair in zip(found, more, strict=True))
    order = np.argsort(rates + finer)
    return tuple((rates + finer)[place] for place in order), tuple(values[order] for values in found)


def _arms(regime: Regime, protocol: str, settings: Sequence[Setting], seeds: tuple[int, ...]) -> Tasks:
    groups = regime.tasks(protocol, settings, seeds)
    results = iter((yield [task for group in groups for task in group]))
    arms = []
    for group in groups:
        parts = [next(results) for _ in group]
        curves, ends = _joined(parts, "curves"), _joined(parts, "ends")
        for place, setting in enumerate(group[0].settings):
            arms.append(_arm(regime, protocol, setting, group[0], curves[:, :, place], ends[:, :, place]))
    return arms


def _arm(regime: Regime, protocol: str, setting: Setting, task: Task, curves: Values, ends: Values) -> Arm:
    curve, test, accuracy = (Band(_tuple(metric.mean(axis=-1)), _tuple(map(spread, metric))) for metric in curves)
    snapshots = tuple(Snapshot(window[-1], *map(_tuple, ends[:, place])) for place, window in enumerate(task.windows))
    return Arm(regime.name, protocol, *setting, task.record, curve, test, accuracy, snapshots)


def _joined(parts: Sequence[Trained], what: str) -> Values:
    """The seeds of several tasks side by side."""
    return np.concatenate([getattr(part, what) for part in parts], axis=-1)


def _tuple(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(rounded(float(value)) for value in values)
