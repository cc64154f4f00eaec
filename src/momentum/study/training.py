"""One training task of the study: a network at a few settings and seeds, with what is measured on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from momentum.engine.loop import downhill
from momentum.engine.optimizers import Momentum
from momentum.study import digits
from momentum.study.minibatches import Minibatches
from momentum.study.network import Array, CrossEntropy, Network

# What a task that is reported looks at; one that only chooses a learning rate looks at no test image, and has the
# validation images to itself.
METRICS = ("training_loss", "test_loss", "test_accuracy")
TUNING_METRICS, TUNING_PRECISION = ("training_loss", "validation_loss"), np.float32
Setting = tuple[float, float]
Step = Callable[[Array, Any, Array], tuple[Array, Any]]


@dataclass(frozen=True)
class Task:
    """Train at each setting, a (beta, learning rate of the moving average), from each seed.

    METRICS are measured after the steps in `record`, and averaged over the steps of each of `windows`: one step, or the
    last epoch of a noisy run. `batch_size` None means that every gradient is taken on all training images. A `tuning`
    task only chooses a rate: it measures TUNING_METRICS, and computes in single precision.
    """

    settings: tuple[Setting, ...]
    seeds: tuple[int, ...]
    windows: tuple[tuple[int, ...], ...]
    record: tuple[int, ...] = ()
    batch_size: int | None = None
    tuning: bool = False


@dataclass(frozen=True)
class Trained:
    """`curves` (metric, record, setting, seed) and `ends` (metric, window, setting, seed).

    The metrics are the task's, in their order. NaN stands for a run that has diverged.
    """

    curves: NDArray[np.float64]
    ends: NDArray[np.float64]


def generators(seed: int) -> tuple[np.random.Generator, np.random.Generator]:
    """A seed's two independent sources of chance: its first weights, and the order of its images."""
    start, order = np.random.SeedSequence(seed).spawn(2)
    return np.random.default_rng(start), np.random.default_rng(order)


def starts(network: Network, seeds: tuple[int, ...]) -> NDArray[np.float64]:
    """The first weights (seeds, d) of these seeds, the same for every setting."""
    return np.stack([network.initial(generators(seed)[0]) for seed in seeds])


def averaged(settings: tuple[Setting, ...], theta: Array) -> Momentum:
    """Momentum in the form of the moving average, for `theta` (settings, ..., d) and in its precision.

    It keeps v / (1 - beta), which saves a multiplication in every step: that is PyTorch's velocity, and
    learning_rate (1 - beta) is PyTorch's lr.
    """
    betas, rates = np.array(settings, dtype=theta.dtype).T.reshape(2, -1, *[1] * (theta.ndim - 2))
    return Momentum(rates * (1 - betas), betas).astype(theta.dtype)


def in_place(rule: Momentum, theta: Array) -> Step:
    """The rule's step for a run from `theta` (..., d), which it writes over at every other step."""
    return rule.into(cycle((np.empty_like(theta), theta)))


def objective(part: digits.Images, dtype: DTypeLike = np.float64) -> CrossEntropy:
    """The study's network on a part of the digits."""
    return CrossEntropy(Network(), part.images, part.labels, dtype=dtype)


def train(task: Task) -> Trained:
    """Run the task. The same task gives the same bits on the same machine, in whatever process."""
    data, network, dtype = digits.load(), Network(), TUNING_PRECISION if task.tuning else np.float64
    training = objective(data.training, dtype)
    judge = objective(data.validation if task.tuning else data.test, dtype)
    noisy = None
    if task.batch_size is not None:
        orders = [generators(seed)[1] for seed in task.seeds]
        noisy = Minibatches(network, training.images, training.labels, task.batch_size, orders, dtype=dtype)
    shape = (len(task.settings), len(task.seeds), network.dimension)
    theta: Array = np.array(np.broadcast_to(starts(network, task.seeds), shape), dtype=dtype, order="C")
    rule, measured = averaged(task.settings, theta), {}
    steps = sorted({*task.record, *(step for window in task.windows for step in window)})

    def slope(theta: Array) -> Array:
        return gradient if noisy is None else noisy.gradient(theta)  # on the full batch it has come with the loss

    moments = downhill(theta, rule.init(theta), slope, in_place(rule, theta), steps[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        for step, (theta, _) in enumerate(moments):
            if noisy is None:
                loss, gradient = training.value_and_gradient(theta)
            elif step in steps:
                loss = training.value(theta)
            if step in steps:
                measured[step] = loss, *judge.value_and_accuracy(theta)[: 1 if task.tuning else 2]
    table = np.stack([measured[step] for step in steps], axis=1)
    table[:, :, ~np.isfinite(table).all(axis=(0, 1))] = np.nan
    places = [[steps.index(step) for step in window] for window in task.windows]
    ends = np.stack([table[:, window].mean(axis=1) for window in places], axis=1)
    return Trained(table[:, [steps.index(step) for step in task.record]], ends)
