"""The network study: what momentum does to the training of a real network, compared in several fair ways."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any

from momentum.study.findings import Study
from momentum.study.parts import given, perform, race, tuned
from momentum.study.plan import (
    BETAS,
    RACE_BETAS,
    RATES,
    SAME_EFFECTIVE_RATE,
    SAME_RATE,
    SEEDS,
    TARGET,
    TUNING_SEEDS,
    batch_sizes,
    check,
    regimes,
)
from momentum.study.relay import Progress, relay


def study(
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    memory: Any = None,
    seeds: Sequence[int] = SEEDS,
    betas: Sequence[float] = BETAS,
    rates: Sequence[float] = RATES,
    epochs: int = 10,
    batch_size: int = 32,
    sizes: Sequence[int] | None = None,
    target: float = TARGET,
) -> Study:
    """Run the whole study, on `executor`'s workers or, without one, here; the result is the same.

    `progress` is called with (tasks done, tasks in all); `memory` is a `Ledger` of an earlier run. `sizes` are the
    batch sizes of the races to `target`, which RACE_BETAS run if all of them are among `betas`, and else all `betas`.
    Pure: the settings decide every number, to the bit on one machine with one thread for linear algebra; another
    number of threads, or another machine's matrix library, may add in another order. Raises ValueError for
    settings that make no study.
    """
    sizes = batch_sizes() if sizes is None else sizes
    check(seeds, betas, rates, epochs, batch_size, sizes, target)
    seeds, betas, rates = tuple(seeds), tuple(sorted(map(float, betas))), tuple(sorted({float(rate) for rate in rates}))
    racing = tuple(beta for beta in betas if beta in RACE_BETAS) if set(betas) >= set(RACE_BETAS) else betas
    both = regimes(epochs, batch_size)
    # What takes longest and has the most to wait for comes first.
    searches = [tuned(regime, beta, rates, seeds) for regime in reversed(both) for beta in betas]
    races = [race(size, beta, rates, target, seeds) for size in sorted(sizes, reverse=True) for beta in racing]
    fixed = [given(both[0], how, betas, seeds) for how in (SAME_RATE, SAME_EFFECTIVE_RATE)]
    with nullcontext(executor) if executor else _here() as workers:
        found = relay([*searches, *races, *fixed], workers, perform, progress=progress, memory=memory)
    best, raced, compared = found[: len(searches)], found[len(searches) : -len(fixed)], found[-len(fixed) :]
    return Study(
        seeds,
        TUNING_SEEDS,
        betas,
        epochs,
        batch_size,
        target,
        (*(arm for arms in compared for arm in arms), *(arm for _, arm in best)),
        tuple(search for search, _ in best),
        tuple(sorted(raced, key=lambda race: (race.batch_size, race.beta))),
    )


@contextmanager
def _here() -> Iterator[Executor]:
    """A thread of this process, which begins nothing more when the block is left."""
    thread = ThreadPoolExecutor(1)
    try:
        yield thread
    finally:
        thread.shutdown(cancel_futures=True)
