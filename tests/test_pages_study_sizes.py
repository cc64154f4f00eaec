"""The page "Does it work?" on batch sizes and on the full batch, as the study found it."""

import numpy as np
import pytest

from momentum.chapters import _names
from momentum.chapters.does_it_work import _curves, study_batch_sizes
from momentum.chapters.does_it_work import numbers as claims
from studied import BETAS, HEAVY, KEYS, SIZES, whole


@pytest.fixture(scope="module")
def raw():
    return whole()


@pytest.fixture(scope="module")
def numbers():
    return claims.numbers()


@pytest.fixture(scope="module")
def races(raw):
    """(batch size, beta) -> the steps of the ten seeds."""
    return {(race["batch_size"], race["beta"]): np.array(race["steps"], float) for race in raw["races"]}


@pytest.fixture(scope="module")
def worth():
    return study_batch_sizes.measure()


@pytest.mark.parametrize("size", SIZES)
def test_every_race_is_quoted_as_the_json_has_it(worth, races, raw, size):
    for beta, key in ((0, "0"), (0.8, "0_8"), (0.9, "0_9")):
        np.testing.assert_allclose(worth[f"b{size}_{key}_steps"], races[size, beta].mean(), rtol=1e-12)
        np.testing.assert_allclose(worth[f"b{size}_{key}_sd"], races[size, beta].std(ddof=1), rtol=1e-12)
    tuning = {race["beta"]: race["tuning_steps"] for race in raw["races"] if race["batch_size"] == size}
    best = min((0.8, 0.9), key=lambda beta: min(steps for steps in tuning[beta] if steps is not None))
    assert worth[f"b{size}_best_beta"] == best
    ratios = races[size, 0] / races[size, best]
    np.testing.assert_allclose(worth[f"b{size}_ratio"], races[size, 0].mean() / races[size, best].mean(), rtol=1e-12)
    np.testing.assert_allclose(worth[f"b{size}_ratio_sd"], ratios.std(ddof=1), rtol=1e-12)


def test_on_the_full_batch_a_longer_memory_goes_on_paying_and_on_minibatches_none_does_beyond_two(raw):
    best = {
        (search["regime"], search["beta"]): min(
            zip(search["training_loss"]["mean"], search["rates"], strict=True), key=lambda pair: pair[0]
        )
        for search in raw["searches"]
    }
    full = [best["full batch", beta][0] for beta in BETAS]
    assert full == sorted(full, reverse=True)
    assert all(1 <= best["minibatch", beta][1] <= 2 for beta in BETAS)


def test_momentum_gains_more_at_every_larger_batch_and_gradient_descent_stops(worth, races):
    ratios = [worth[f"b{size}_ratio"] for size in SIZES]
    assert ratios == sorted(ratios)
    assert ratios[0] < 1.1
    assert 2.7 < ratios[-1] < 3.3
    # "The curves are one" at 8: a difference of less than two standard errors, paired by seed.
    gaps = races[8, 0] - races[8, 0.8]
    assert abs(gaps.mean()) < 2 * gaps.std(ddof=1) / np.sqrt(len(gaps))
    assert races[905, 0].mean() / races[128, 0].mean() > 0.85
    assert races[905, 0.8].mean() / races[128, 0.8].mean() < 0.7
    bars = {key: (steps.mean() - steps.std(ddof=1), steps.mean() + steps.std(ddof=1)) for key, steps in races.items()}
    for size in SIZES:
        assert (bars[size, 0][0] <= bars[size, worth[f"b{size}_best_beta"]][1]) == (size <= 16)


def test_the_full_batch_is_led_by_steps_that_were_tuned_for(races, numbers):
    assert races[905, 0].mean() / races[905, 0.8].mean() > 2.8
    assert numbers["full_batch_ratio_lowest"] < numbers["full_batch_ratio"] < numbers["full_batch_ratio_highest"]
    for beta in HEAVY:
        assert numbers[f"full_batch_{beta}_loss"] < numbers["full_batch_0_loss"]
        assert numbers[f"full_batch_{beta}_accuracy"] > numbers["full_batch_0_accuracy"]


def test_in_the_end_gradient_descent_names_the_most_images_and_momentum_has_the_lowest_losses(numbers, raw):
    sooner, accuracy = (
        {beta: numbers[f"full_batch_{beta}_{when}accuracy"] for beta in KEYS} for when in ("", "later_")
    )
    assert min(sooner, key=sooner.get) == max(accuracy, key=accuracy.get) == "0"
    assert numbers["full_batch_0_9_later_accuracy_wins"] == 0
    assert numbers["full_batch_0_8_later_accuracy_wins"] <= 2
    assert 0.5 < numbers["full_batch_0_9_later_behind"] < 1.5
    plain, heavy = (
        np.array(arm["snapshots"][1]["test_accuracy"])
        for beta in (0, 0.9)
        for arm in raw["arms"]
        if (arm["regime"], arm["protocol"], arm["beta"]) == ("full batch", "best rate", beta)
    )
    gaps = 100 * (plain - heavy)
    assert numbers["full_batch_0_9_later_behind"] == pytest.approx(gaps.mean())
    assert gaps.mean() > 4 * gaps.std(ddof=1) / np.sqrt(len(gaps)), "four standard errors"
    assert numbers["full_batch_0_9_later_loss"] < numbers["full_batch_0_later_loss"] / 4


def test_curves_end_where_the_captions_say_on_the_full_batch():
    scene = _curves.comparison("full batch", "best rate", _curves.FULL_BATCH_LOSS)
    quoted = _curves.measure("full batch", "best rate", 100)
    for readout, key in zip(scene.readouts, ("beta_0", "beta_0_8", "beta_0_9"), strict=True):
        # The study keeps six digits.
        np.testing.assert_allclose(readout.values[-1], quoted[f"{key}_loss"], rtol=1e-5)


def test_names_of_curves_never_stand_nearer_than_asked_and_keep_their_order():
    placed = np.array(_names.spread([10.0, 11.0, 50.0, 10.5], 20.0))
    assert (np.diff(np.sort(placed)) >= 20 - 1e-9).all()
    np.testing.assert_array_equal(np.argsort(placed), np.argsort([10.0, 11.0, 50.0, 10.5]))
    assert _names.spread([0.0, 100.0], 20.0) == [0.0, 100.0]
