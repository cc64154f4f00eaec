"""One training task of the study: a network at a few settings and seeds, with what is measured on the way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from momentum.engine.optimizers import Momentum
from momentum.study import digits
from momentum.study.network import CrossEntropy, Minibatches, Network

METRICS = ("training_loss", "validation_loss", "test_loss", "test_accuracy")
TOLERANCE = 0.1


@dataclass(frozen=True)
class Task:
    """Train at each (beta, learning rate) from each seed, and measure after the steps in `record`.

    `batch_size` None means that every gradient is taken on all training images.
    """

    settings: tuple[tuple[float, float], ...]
    seeds: tuple[int, ...]
    record: tuple[int, ...]
    batch_size: int | None = None


@dataclass(frozen=True)
class Measured:
    """`metrics` (metric, record, setting, seed), in the order of METRICS; NaN where a run has diverged.

    `reached` (setting, seed): the first step whose training loss is TOLERANCE or less, -1 where there was none. On
    minibatches the loss on all training images is known at the recorded steps only.
    """

    metrics: NDArray[np.float64]
    reached: NDArray[np.int64]


def generators(seed: int) -> tuple[np.random.Generator, np.random.Generator]:
    """A seed's two independent sources of chance: its first weights, and the order of its images."""
    start, order = np.random.SeedSequence(seed).spawn(2)
    return np.random.default_rng(start), np.random.default_rng(order)


def starts(network: Network, seeds: tuple[int, ...]) -> NDArray[np.float64]:
    """The first weights (seeds, d) of these seeds, the same for every setting."""
    return np.stack([network.initial(generators(seed)[0]) for seed in seeds])


def train(task: Task) -> Measured:
    """Run the task. The same task gives the same bits on the same machine, in whatever process."""
    data, network = digits.load(), Network()
    training = CrossEntropy(network, data.training.images, data.training.labels)
    validation = CrossEntropy(network, data.validation.images, data.validation.labels)
    test = CrossEntropy(network, data.test.images, data.test.labels)
    noisy = None
    if task.batch_size is not None:
        orders = [generators(seed)[1] for seed in task.seeds]
        noisy = Minibatches(network, training.images, training.labels, task.batch_size, orders)

    betas, rates = np.array(task.settings).T[..., np.newaxis]
    optimizer = Momentum(rates, betas)
    shape = (len(rates), len(task.seeds), network.dimension)
    theta, moved = np.array(np.broadcast_to(starts(network, task.seeds), shape), order="C"), np.empty(shape)
    state = optimizer.init(theta)
    metrics, reached, last = [], np.full(shape[:-1], -1), max(task.record)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(last + 1):
            if noisy is None and step < last:
                loss, gradient = training.value_and_gradient(theta)
            elif step in task.record:
                loss = training.value(theta)
            if noisy is None or step in task.record:
                reached[(reached < 0) & (loss <= TOLERANCE)] = step
            if step in task.record:
                metrics.append((loss, validation.value(theta), *test.value_and_accuracy(theta)))
            if step < last:
                gradient = gradient if noisy is None else noisy.gradient(theta)
                state = optimizer.advance(theta, state, gradient, moved)
                theta, moved = moved, theta
    table = np.moveaxis(np.array(metrics), 1, 0)
    table[:, ~np.isfinite(table).all(axis=0)] = np.nan
    return Measured(table, reached)
