"""A training task is plain momentum on the network: the same as the engine's own loop and as a loop by hand."""

import numpy as np
import pytest

from momentum.engine.descent import descend
from momentum.engine.optimizers import Momentum
from momentum.study import digits
from momentum.study.network import CrossEntropy, Minibatches, Network
from momentum.study.training import METRICS, TOLERANCE, Task, generators, starts, train

SEEDS = (0, 1)
SETTINGS = ((0.0, 0.3), (0.9, 0.03))


def objective(part):
    return CrossEntropy(Network(), part.images, part.labels)


def test_full_batch_training_is_what_the_engine_does():
    measured = train(Task(SETTINGS, SEEDS, (0, 2, 5)))
    betas, rates = np.array(SETTINGS).T[..., np.newaxis]
    start = np.broadcast_to(starts(Network(), SEEDS), (2, 2, Network().dimension))
    run = descend(objective(digits.load().training), Momentum(rates, betas), start, 5)
    # The same products in the same order, apart from how many networks share a call.
    np.testing.assert_allclose(measured.metrics[0], run.loss[[0, 2, 5]], rtol=1e-12)


def test_minibatch_training_is_momentum_by_hand():
    data = digits.load()
    training = objective(data.training)
    (beta, rate), seed = SETTINGS[1], 1
    start, order = generators(seed)
    theta, velocity = Network().initial(start), 0.0
    orders = [order.permutation(len(data.training)) for _ in range(2)]
    for epoch in orders:
        for begin in range(0, 28 * 32, 32):
            batch = epoch[begin : begin + 32]
            part = CrossEntropy(Network(), data.training.images[batch], data.training.labels[batch])
            velocity = beta * velocity + part.gradient(theta)
            theta = theta - rate * velocity
    measured = train(Task(SETTINGS, (0, seed), (56,), 32)).metrics[:, 0, 1, 1]
    expected = (
        training.value(theta),
        objective(data.validation).value(theta),
        *objective(data.test).value_and_accuracy(theta),
    )
    # 56 steps, each of which may add a rounding of 1e-16 that training neither damps nor blows up.
    np.testing.assert_allclose(measured, expected, rtol=1e-11)


def test_descend_serves_minibatches_too():
    data = digits.load()
    (beta, rate), (starts_from, orders) = SETTINGS[1], zip(*map(generators, SEEDS), strict=True)
    noisy = Minibatches(Network(), data.training.images, data.training.labels, 32, orders)
    start = np.stack([Network().initial(rng) for rng in starts_from])
    run = descend(noisy, Momentum(rate, beta), start, 5)
    measured = train(Task(SETTINGS, SEEDS, (0, 5), 32))
    np.testing.assert_allclose(run.loss[[0, 5]], measured.metrics[0, :, 1], rtol=1e-12)


def test_seeds_and_settings_do_not_disturb_each_other():
    together = train(Task(SETTINGS, SEEDS, (0, 7), 32)).metrics
    alone = train(Task(SETTINGS[1:], SEEDS[1:], (0, 7), 32)).metrics
    np.testing.assert_allclose(together[:, :, 1:, 1:], alone, rtol=1e-12)


def test_all_settings_start_from_the_same_weights_and_see_the_same_images():
    metrics = train(Task(((0.0, 0.1), (0.5, 0.1)), SEEDS, (0, 1), 32)).metrics
    # Momentum's first step is gradient descent's: the velocity starts at zero.
    np.testing.assert_array_equal(metrics[:, :, 0], metrics[:, :, 1])


def test_the_first_step_within_the_tolerance_is_reported():
    measured = train(Task(((0.9, 0.4), (0.0, 0.1)), (0,), tuple(range(41))))
    losses = measured.metrics[METRICS.index("training_loss"), :, 0, 0]
    assert measured.reached[0, 0] == np.argmax(losses <= TOLERANCE) > 0
    assert measured.reached[1, 0] == -1


def test_a_run_that_diverges_is_nan_and_leaves_the_others_alone():
    measured = train(Task(((0.9, 1e300), (0.0, 0.1)), (0,), (0, 4)))
    assert np.isnan(measured.metrics[:, 1, 0]).all()
    assert np.isfinite(measured.metrics[:, :, 1]).all()
    assert measured.reached[0, 0] == -1


def test_the_two_sources_of_chance_of_a_seed_differ():
    start, order = generators(3)
    assert not np.array_equal(start.random(4), order.random(4))


@pytest.mark.parametrize("batch_size", [None, 32])
def test_the_same_task_gives_the_same_bits(batch_size):
    task = Task(SETTINGS, SEEDS, (0, 3), batch_size)
    np.testing.assert_array_equal(train(task).metrics, train(task).metrics)
