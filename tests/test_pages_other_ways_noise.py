"""The page on other ways: schedules, noise and batch sizes, recomputed by the matrices of a step."""

from __future__ import annotations

import math

import numpy as np
import pytest

import prose
from momentum.chapters.other_ways import noise_and_batches as noise
from momentum.chapters.other_ways import numbers as other_ways


@pytest.fixture(scope="module")
def said(site_dir):
    return prose.printed(site_dir, "other-ways.md")


@pytest.fixture(scope="module")
def claims():
    return other_ways.numbers()


@pytest.fixture(scope="module")
def batches():
    return noise.measure()


def mean_losses(rates, beta, sigma):
    """The average loss after every step, by the matrix of a step of the moving average: C <- R C R' + noise."""
    total = np.zeros(len(rates) + 1)
    for eigenvalue, place in ((1.0, -9.0), (25.0, 1.0)):
        moment = np.diag([0.0, place**2])  # velocity, place
        total[0] += eigenvalue * moment[1, 1] / 2
        for k, rate in enumerate(rates, 1):
            pull = (1 - beta) * eigenvalue
            turn = np.array([[beta, pull], [-rate * beta, 1 - rate * pull]])
            kick = (1 - beta) * np.array([[1.0], [-rate]])
            moment = turn @ moment @ turn.T + sigma**2 * kick @ kick.T
            total[k] += eigenvalue * moment[1, 1] / 2
    return total


def test_each_schedule_is_tuned_and_ends_where_matrices_end(batches):
    shapes = {"constant": np.ones(400), "falling": 1 - np.arange(400) / 400}
    for name, shape in shapes.items():
        rate = batches[f"{name}_rate"]
        assert batches[f"{name}_end"] == pytest.approx(mean_losses(rate * shape, 0.7, 5.0)[-1], rel=1e-9)
        for other in rate * 10 ** np.array([-0.5, -0.1, -1 / 180, 1 / 180, 0.1, 0.5]):
            assert mean_losses(other * shape, 0.7, 5.0)[-1] >= batches[f"{name}_end"]
    assert (batches["constant_end"], batches["falling_end"]) == pytest.approx((0.137, 0.0546), rel=5e-3)
    assert batches["schedule_gain"] == pytest.approx(batches["constant_end"] / batches["falling_end"])
    assert batches["high_rate"] == batches["falling_rate"]
    kept = mean_losses([batches["high_rate"]] * 400, 0.7, 5.0)
    assert batches["high_end"] == pytest.approx(kept[-1], rel=1e-9)
    # It hovers: the second half changes nothing.
    assert kept[200] == pytest.approx(kept[400], rel=0.01)


def test_the_schedule_that_the_page_offers_in_pytorch_is_the_one_that_was_measured(said):
    assert "PolynomialLR(optimizer, total_iters=steps)" in said
    rate, rates = 1.0, [1.0]
    for k in range(1, 400):  # its rule, of the power 1 that is its default: from rate to rate
        rate *= (1 - k / 400) / (1 - (k - 1) / 400)
        rates.append(rate)
    assert rates == pytest.approx(1 - np.arange(400) / 400, rel=1e-9)


def test_average_loss_is_that_of_many_noisy_runs():
    rng = np.random.default_rng(7)
    place, velocity = np.tile([-9.0, 1.0], (4000, 1)), np.zeros((4000, 2))
    for _ in range(400):
        velocity = 0.7 * velocity + 0.3 * (place * [1.0, 25.0] + 5.0 * rng.standard_normal(place.shape))
        place = place - 0.06 * velocity
    ends = (place**2 @ [1.0, 25.0]) / 2
    exact = mean_losses([0.06] * 400, 0.7, 5.0)[-1]
    assert abs(ends.mean() - exact) < 4 * ends.std() / math.sqrt(4000)


@pytest.mark.parametrize("batch", [1, 4, 16, 64, 256, 1024])
@pytest.mark.parametrize(("name", "beta"), [("gd", 0.0), ("momentum", 0.7)])
def test_steps_for_every_batch_size_count_from_where_the_average_loss_stays(batches, name, beta, batch):
    steps, rate = batches[f"{name}_{batch}"], batches[f"{name}_{batch}_rate"]
    index = int(np.abs(noise.LEARNING_RATES - rate).argmin())
    assert 0 < index < len(noise.LEARNING_RATES) - 1
    below = mean_losses([rate] * (steps + 200), beta, 10 / math.sqrt(batch)) <= 0.1
    assert below[steps:].all()
    assert not below[steps - 1]
    for other in noise.LEARNING_RATES[[index - 1, index + 1]]:
        assert not (mean_losses([other] * (steps + 200), beta, 10 / math.sqrt(batch)) <= 0.1)[steps - 1 :].all()


def test_a_larger_batch_pays_less_and_less_and_momentum_more_and_more_until_both_stop(batches, claims):
    assert 3.5 < batches["gd_1"] / batches["gd_4"] < 4
    assert batches["gd_64"] / batches["gd_1024"] < 2
    lead = [batches[f"gd_{b}"] / batches[f"momentum_{b}"] for b in (1, 4, 16, 64, 256, 1024)]
    assert lead[:5] == sorted(lead[:5])
    assert min(lead[4:]) > 3
    assert (
        batches["gd_1_lead"]
        == pytest.approx(1 - batches["momentum_1"] / batches["gd_1"])
        == pytest.approx(0.013, abs=2e-3)
    )
    assert claims["large_over_small"] == pytest.approx(1024 * batches["gd_1024"] / (4 * batches["gd_4"]))


def test_noise_on_a_fine_grid_leaves_momentum_a_hundredth(batches, said):
    ratio = noise.LEARNING_RATES[1] / noise.LEARNING_RATES[0]
    assert ratio < 1.014
    assert (batches["gd_1"], batches["momentum_1"]) == (2332, 2302)
    assert "(2302 against 2332)" in said
