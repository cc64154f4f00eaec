"""The network study against the same study in PyTorch, one thread each."""

from __future__ import annotations

from dataclasses import replace

from benchmarks import peers
from benchmarks.table import Row, installed, race
from momentum.study.kept import study
from momentum.study.parts import perform
from momentum.study.plan import BEST_RATE, SAME_EFFECTIVE_RATE, SAME_RATE, regimes
from momentum.study.race import RaceTask, measured_every
from momentum.study.training import Network, Task, generators, starts

GOAL = 5.0
PEER = "torch.optim.SGD"
SEEDS = 2


def rows() -> list[Row]:
    """Every task of the study, each for the first two of its seeds, all together."""
    every = tasks()

    def ours() -> None:
        for task in every:
            perform(task)

    def theirs() -> None:
        for task in every:
            for seed in task.seeds:
                _in_torch(replace(task, seeds=(seed,)))

    what = f"the whole study, {SEEDS} seeds of each task"
    return [race(what, ours, {PEER: theirs if installed("torch") else None}, {PEER: GOAL}, rounds=1)]


def tasks() -> list[Task | RaceTask]:
    """What the study has run, read from its results, for the first seeds of each task."""
    found, both = study(), regimes(study().epochs, study().batch_size)
    made: list[Task | RaceTask] = []
    for regime in both:
        for search in (search for search in found.searches if search.regime == regime.name):
            made += regime.search(search.beta, search.rates)[:SEEDS]
            made += regime.tasks(BEST_RATE, [(search.beta, search.best)], found.seeds)[0][:1]
    for protocol in (SAME_RATE, SAME_EFFECTIVE_RATE):
        made += both[0].tasks(protocol, both[0].given(protocol, found.betas), found.seeds)[0][:1]
    for run in found.races:
        tried = tuple((run.beta, rate) for rate in run.rates)
        made.append(RaceTask(tried, found.tuning_seeds, run.batch_size, found.target, tuning=True))
        made.append(RaceTask(((run.beta, run.learning_rate),), found.seeds, run.batch_size, found.target))
    return [replace(task, seeds=task.seeds[:SEEDS]) for task in made]


def _in_torch(task: Task | RaceTask) -> None:
    """The task as it is usually written: one network after the other, each with its own optimizer.

    A run of a race that is not there is given up after twice the steps that gradient descent takes.
    """
    for beta, rate in task.settings:
        start, order = starts(Network(), task.seeds)[0], generators(task.seeds[0])[1]
        if isinstance(task, Task):
            looks = sorted({*task.record, *(step for window in task.windows for step in window)})
            peers.torch_trained(start, order, beta, rate, task.batch_size, looks[-1], looks=looks,
                                double=not task.tuning, validation=task.tuning)  # fmt: skip
        else:
            cap = round(2 * study().race(task.batch_size, 0.0).mean)
            every = measured_every(task.batch_size)
            peers.torch_trained(start, order, beta, rate, task.batch_size, cap, every=every, target=task.target,
                                double=not task.tuning)  # fmt: skip
