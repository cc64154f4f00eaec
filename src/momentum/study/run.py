"""The network study: what momentum does to the training of a real network, in three comparisons and two regimes."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from momentum.study.plan import BETAS, SEEDS, TUNING_SEEDS, Plan, Regime, check, regimes
from momentum.study.results import Arm, Band, Snapshot, Study, Sweep, rounded
from momentum.study.training import TOLERANCE, Measured, Task, train

Values = NDArray[Any]
Progress = Callable[[int, int], None]


def study(
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    seeds: Sequence[int] = SEEDS,
    betas: Sequence[float] = BETAS,
    rates: Sequence[float] | None = None,
    epochs: int = 10,
    batch_size: int = 32,
) -> Study:
    """Run the whole study, on `executor`'s workers or, without one, here; the result is the same.

    `progress` is called with (tasks done, tasks in all). `rates` replaces the grids of both regimes. Pure: the settings
    decide every number, to the bit on one machine; another machine's matrix library may add in another order.
    Raises ValueError for settings that make no study.
    """
    check(seeds, betas, rates, epochs, batch_size)
    seeds, betas = tuple(seeds), tuple(sorted(float(beta) for beta in betas))
    both, report = regimes(epochs, batch_size, rates), progress or (lambda done, total: None)
    sent: dict[Task, Future[Measured]] = {}
    with nullcontext(executor) if executor else ThreadPoolExecutor(1) as workers:

        def send(task: Task) -> Future[Measured]:
            if task not in sent:
                sent[task] = workers.submit(train, task)
            return sent[task]

        searches = [(regime, beta, send(regime.search(beta))) for regime in both for beta in betas]
        fixed = [plan for regime in both for plan in regime.fixed(betas)]
        parts = {plan: [send(task) for task in plan.tasks(seeds)] for plan in fixed}
        # There are two fixed comparisons, so half as many tasks again for the tuned one.
        total = len(sent) + sum(map(len, parts.values())) // 2
        _wait([future for *_, future in searches], 0, total, report)
        sweeps = tuple(_sweep(regime, beta, future.result()) for regime, beta, future in searches)
        tuned = [plan for regime in both for plan in regime.tuned(sweeps)]
        parts |= {plan: [send(task) for task in plan.tasks(seeds)] for plan in tuned}
        _wait(list(sent.values())[len(searches) :], len(searches), len(sent), report)
        results = [(plan, [future.result() for future in futures]) for plan, futures in parts.items()]
    tuning = tuple(sorted(set().union(*TUNING_SEEDS.values())))
    arms = tuple(arm for plan, measured in results for arm in _arms(plan, measured))
    return Study(seeds, tuning, betas, epochs, batch_size, TOLERANCE, arms, sweeps)


def _sweep(regime: Regime, beta: float, measured: Measured) -> Sweep:
    training, validation, *_ = measured.metrics[:, 0].mean(axis=-1)
    return Sweep(regime.name, beta, regime.rates, _tuple(validation), _tuple(training))


def _arms(plan: Plan, parts: Sequence[Measured]) -> list[Arm]:
    metrics = np.concatenate([part.metrics for part in parts], axis=-1)
    reached = np.concatenate([part.reached for part in parts], axis=-1)
    return [_arm(plan, setting, metrics[:, :, place], reached[place]) for place, setting in enumerate(plan.settings)]


def _arm(plan: Plan, setting: tuple[float, float], metrics: Values, reached: Values) -> Arm:
    steps = plan.regime.record[: metrics.shape[1]]
    means, spread = metrics.mean(axis=-1), metrics.std(axis=-1, ddof=min(1, metrics.shape[-1] - 1))
    training, validation, test, accuracy = (
        Band(_tuple(mean), _tuple(sd)) for mean, sd in zip(means, spread, strict=True)
    )
    snapshots = tuple(
        Snapshot(step, *(_tuple(values[steps.index(step)]) for values in metrics))
        for step in plan.regime.compared_at
        if step in steps
    )
    firsts = tuple(None if step < 0 else int(step) for step in reached)
    beta, rate = setting
    return Arm(
        plan.regime.name, plan.protocol, beta, rate, steps, training, validation, test, accuracy, firsts, snapshots
    )


def _tuple(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(rounded(value) for value in values)


def _wait(futures: list[Future[Measured]], before: int, total: int, report: Progress) -> None:
    """Wait for all, telling how many are done; on a failure or an interrupt the others are called off."""
    try:
        for done, future in enumerate(as_completed(futures), before + 1):
            future.result()
            report(done, total)
    except BaseException:
        for future in futures:
            future.cancel()
        raise
