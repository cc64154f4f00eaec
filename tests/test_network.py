"""The network's loss and gradient are right, for one set of weights and for many at once."""

import numpy as np
import pytest

from momentum.study import digits
from momentum.study.minibatches import Minibatches
from momentum.study.network import CrossEntropy, Network

SMALL = Network((5, 4, 3))


@pytest.fixture
def small():
    """A network, five images of random pixels and a start at which no unit sits on the kink of its ReLU."""
    rng = np.random.default_rng(7)
    objective = CrossEntropy(SMALL, rng.random((5, 5)), np.array([0, 1, 2, 1, 0]))
    return objective, SMALL.initial(rng) + rng.normal(scale=0.1, size=SMALL.dimension)


def test_the_default_network_has_4810_weights():
    assert Network().dimension == 64 * 64 + 64 + 64 * 10 + 10


@pytest.mark.parametrize("sizes", [(5, 3), (5, 4, 3), (5, 4, 6, 3)], ids=str)
def test_gradient_agrees_with_central_differences(sizes):
    rng = np.random.default_rng(3)
    network = Network(sizes)
    objective = CrossEntropy(network, rng.random((6, 5)), np.array([0, 1, 2, 1, 0, 2]))
    theta = network.initial(rng) + rng.normal(scale=0.1, size=network.dimension)
    width = 1e-6
    shifts = width * np.eye(network.dimension)
    slopes = (objective.value(theta + shifts) - objective.value(theta - shifts)) / (2 * width)
    # Central differences lose about 1e-16 / 1e-6 to rounding and 1e-12 to curvature.
    np.testing.assert_allclose(objective.gradient(theta), slopes, atol=2e-9)


def test_loss_is_the_mean_log_probability_written_out(small):
    objective, theta = small
    (weights1, biases1), (weights2, biases2) = SMALL.layers(theta)
    losses = []
    for image, label in zip(objective.images, objective.labels, strict=True):
        hidden = np.maximum(weights1 @ image + biases1[:, 0], 0)
        scores = weights2 @ hidden + biases2[:, 0]
        losses.append(-np.log(np.exp(scores[label]) / np.exp(scores).sum()))
    # Two sums in different orders of about 20 terms each.
    np.testing.assert_allclose(objective.value(theta), np.mean(losses), rtol=1e-14)


def test_equal_scores_cost_the_logarithm_of_the_number_of_classes(small):
    objective, theta = small
    np.testing.assert_allclose(objective.value(np.zeros_like(theta)), np.log(3), rtol=1e-15)


def test_leading_axes_are_independent_networks(small):
    objective, theta = small
    many = theta + np.random.default_rng(1).normal(scale=0.1, size=(2, 3, theta.size))
    values, gradients = objective.value_and_gradient(many)
    assert values.shape == (2, 3)
    for place in np.ndindex(2, 3):
        # The matrix library may sum in another order for another number of rows.
        np.testing.assert_allclose(values[place], objective.value(many[place]), rtol=1e-14)
        np.testing.assert_allclose(gradients[place], objective.gradient(many[place]), rtol=1e-12, atol=1e-16)


def test_accuracy_is_the_share_of_images_named_rightly(small):
    objective, theta = small
    scores = objective.network.activations(theta, objective.images.T)[-1]
    value, accuracy = objective.value_and_accuracy(theta)
    assert accuracy == np.mean(scores.argmax(axis=0) == objective.labels)
    assert value == objective.value(theta)


def test_huge_scores_do_not_overflow(small):
    objective, theta = small
    assert np.isfinite(objective.value(1e6 * theta))
    assert np.isfinite(objective.gradient(1e6 * theta)).all()


def test_initial_weights_have_the_variance_of_he_and_no_biases():
    network = Network((400, 300, 10))
    (weights, biases), (_, last) = network.layers(network.initial(np.random.default_rng(0)))
    # 120,000 draws: the standard deviation is known to 1 / sqrt(240,000), about 0.2 per cent; four times that.
    np.testing.assert_allclose(weights.std(), np.sqrt(2 / 400), rtol=0.008)
    assert not biases.any()
    assert not last.any()


def batches(seeds, size=32):
    training = digits.load().training
    return Minibatches(Network(), training.images, training.labels, size, [np.random.default_rng(s) for s in seeds])


def start(seeds):
    return np.stack([Network().initial(np.random.default_rng(100 + seed)) for seed in seeds])


def test_an_epoch_visits_every_image_at_most_once_and_shuffles_again():
    objective = batches([4, 5])
    assert objective.steps_per_epoch == 28
    taken = np.concatenate([next(objective._batches) for _ in range(28)], axis=1)
    assert all(len(set(row)) == 28 * 32 for row in taken)
    again = np.concatenate([next(objective._batches) for _ in range(28)], axis=1)
    assert not np.array_equal(taken, again)


def test_the_batches_of_an_epoch_average_to_the_gradient_on_their_images():
    objective, theta = batches([4], size=181), start([4])
    assert objective.steps_per_epoch * 181 == len(objective.images)
    mean = np.mean([objective.gradient(theta) for _ in range(objective.steps_per_epoch)], axis=0)
    whole = CrossEntropy(Network(), objective.images, objective.labels).gradient(theta)
    # The same 905 terms, added in another order.
    np.testing.assert_allclose(mean, whole, atol=1e-15)


def test_a_seed_takes_the_same_batches_in_any_company():
    alone, together = batches([4]), batches([3, 4])
    for _ in range(3):
        one, two = alone.gradient(start([4])), together.gradient(start([3, 4]))
        np.testing.assert_array_equal(one[0], two[1])


def test_every_setting_of_a_seed_takes_the_same_batches():
    objective, theta = batches([3, 4]), start([3, 4])
    gradients = objective.gradient(np.stack([theta, theta]))
    np.testing.assert_array_equal(gradients[0], gradients[1])


def test_the_value_takes_no_batch():
    one, two = batches([4]), batches([4])
    one.value(start([4]))
    np.testing.assert_array_equal(one.gradient(start([4])), two.gradient(start([4])))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Network((64,)), r"sizes must be at least two positive numbers; got \(64,\)\."),
        (
            lambda: CrossEntropy(SMALL, np.ones((2, 4)), [0, 1]),
            r"images must have the shape \(n, 5\), n at least 1; got",
        ),
        (lambda: CrossEntropy(SMALL, np.ones((2, 5)), [0]), r"labels must have the shape \(2,\); got \(1,\)\."),
        (
            lambda: CrossEntropy(SMALL, np.ones((2, 5)), [0, 3]),
            r"labels must be whole numbers from 0 to 2; got \[0 3\]",
        ),
        (
            lambda: CrossEntropy(SMALL, np.ones((2, 5)), [0, 1]).value(np.ones(3)),
            r"theta must have the shape \(\.\.\., 39\)",
        ),
        (lambda: batches([1], size=0), r"batch_size must lie in \[1, 905\]; got 0\."),
        (lambda: batches([]), "generators must hold one random generator for each seed; got none"),
        (
            lambda: batches([1, 2]).gradient(start([1])),
            r"theta must have the shape \(\.\.\., 2, d\), a row a seed; got \(1, 4810\)",
        ),
    ],
)
def test_bad_input_is_refused_with_a_sentence(build, message):
    with pytest.raises(ValueError, match=message):
        build()
