"""The page "Does it work?" says what the study found: its numbers by other code, its sentences as inequalities."""

import json

import numpy as np
import pytest

from momentum.chapters.does_it_work import _curves as _study
from momentum.chapters.does_it_work import numbers as claims
from momentum.study.kept import study

MINI, FULL = "minibatch", "full_batch"
PROTOCOLS = ("same_rate", "same_effective_rate", "best_rate")
KEYS = ("0", "0_5", "0_8", "0_9", "0_95")
HEAVY = KEYS[1:]


@pytest.fixture(scope="module")
def numbers():
    return claims.numbers()


@pytest.fixture(scope="module")
def raw():
    """Regime, protocol and beta as in a key -> the arm as plain JSON."""
    arms = json.loads(study().to_json())["arms"]
    key = "{regime}_{protocol}_{beta:g}"
    return {key.format(**arm).replace(" ", "_").replace(".", "_"): arm for arm in arms}


@pytest.mark.parametrize("regime", [MINI, FULL])
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("beta", KEYS)
def test_every_arm_is_quoted_as_the_json_has_it(numbers, raw, regime, protocol, beta):
    key = f"{regime}_{protocol}_{beta}"
    arm, plain = raw[key], raw[f"{regime}_{protocol}_0"]
    assert numbers[f"{key}_rate"] == arm["learning_rate"]
    for place, later in enumerate(("", "_later")[: len(arm["snapshots"])]):
        end, base = arm["snapshots"][place], plain["snapshots"][place]
        # The same ten doubles, added in another order.
        for metric, scale in (("training_loss", 1), ("test_accuracy", 100)):
            short = "loss" if metric == "training_loss" else "accuracy"
            mean, sd = np.mean(end[metric]) * scale, np.std(end[metric], ddof=1) * scale
            np.testing.assert_allclose(numbers[f"{key}{later}_{short}"], mean, rtol=1e-12)
            np.testing.assert_allclose(numbers[f"{key}{later}_{short}_sd"], sd, rtol=1e-10)
        better = np.array(end["training_loss"]) < np.array(base["training_loss"])
        assert numbers[f"{key}{later}_loss_wins"] == better.sum()
        better = np.array(end["test_accuracy"]) > np.array(base["test_accuracy"])
        assert numbers[f"{key}{later}_accuracy_wins"] == better.sum()
    if None not in arm["reached"]:
        np.testing.assert_allclose(numbers[f"{key}_steps"], np.mean(arm["reached"]), rtol=1e-12)


@pytest.mark.parametrize("beta", HEAVY)
def test_at_the_same_rate_momentum_wins_in_every_seed(numbers, beta):
    assert numbers[f"minibatch_same_rate_{beta}_loss_wins"] == numbers["seeds"] == 10
    assert numbers[f"minibatch_same_rate_{beta}_accuracy_wins"] == 10


def test_the_gap_at_the_same_rate_is_that_of_the_means(numbers):
    losses = [numbers[f"minibatch_same_rate_{beta}_loss"] for beta in ("0", "0_9")]
    np.testing.assert_allclose(numbers["same_rate_ratio"], losses[0] / losses[1], rtol=1e-12)
    assert numbers["same_rate_ratio"] > 6
    assert numbers["same_rate_gain"] > 6


def test_at_the_same_effective_rate_the_gap_all_but_closes(numbers):
    losses = [numbers[f"minibatch_same_effective_rate_{beta}_loss"] for beta in KEYS]
    assert max(losses) / min(losses) < 1.1
    assert (numbers["effective_lowest"], numbers["effective_highest"]) == (min(losses), max(losses))
    assert 4 <= numbers["minibatch_same_effective_rate_0_9_loss_wins"] <= 6
    assert numbers["effective_first_momentum"] > numbers["effective_first_plain"]
    effective = [numbers[f"minibatch_same_effective_rate_{beta}_effective_rate"] for beta in KEYS]
    np.testing.assert_allclose(effective, numbers["minibatch_effective_rate"], rtol=1e-12)
    assert numbers["minibatch_same_rate_0_9_rate"] == numbers["minibatch_same_effective_rate_0_9_rate"]


def test_tuned_on_minibatches_momentum_leads_in_training_and_not_in_accuracy(numbers):
    assert numbers["minibatch_best_rate_0_9_loss_wins"] >= 8
    assert numbers["minibatch_best_rate_0_9_steps"] < numbers["minibatch_best_rate_0_steps"]
    assert numbers["minibatch_best_rate_0_9_accuracy_wins"] <= 5
    assert 0 < numbers["tuned_gap"] < numbers["minibatch_best_rate_0_accuracy_sd"]
    assert numbers["before_momentum_accuracy"] > numbers["before_plain_accuracy"]


def test_the_step_before_the_last_is_where_the_page_sends_the_figure(numbers):
    steps = study().arm("minibatch", "best rate", 0.0).steps
    assert steps.index(numbers["before_step"]) == 19 == len(steps) - 2
    assert steps[1] == numbers["measured_every"]


def test_tuned_on_the_full_batch_momentum_wins(numbers):
    assert numbers["full_batch_ratio"] > 5
    assert numbers["full_batch_best_rate_0_8_steps"] < numbers["full_batch_best_rate_0_steps"] / 3
    assert numbers["full_batch_best_rate_0_8_loss_wins"] == 10
    assert numbers["full_batch_best_rate_0_8_accuracy_wins"] == 10
    assert numbers["full_batch_same_effective_rate_0_8_loss_wins"] == 10
    assert numbers["full_batch_same_effective_rate_0_95_loss"] > numbers["full_batch_same_effective_rate_0_loss"]


def test_best_effective_rates_straddle_the_plain_one_on_minibatches_and_exceed_it_on_the_full_batch(numbers):
    for regime in (MINI, FULL):
        rates = [numbers[f"{regime}_best_rate_{beta}_effective_rate"] for beta in HEAVY]
        assert numbers[f"{regime}_best_effective_lowest"] == min(rates)
        assert numbers[f"{regime}_best_effective_highest"] == max(rates)
    assert (
        numbers["minibatch_best_effective_lowest"]
        < numbers["minibatch_best_rate_0_rate"]
        < numbers["minibatch_best_effective_highest"]
    )
    assert numbers["full_batch_best_effective_lowest"] > numbers["full_batch_best_rate_0_rate"]


def test_later_the_accuracies_even_out_and_only_the_training_losses_stay_apart(numbers):
    accuracy = {beta: numbers[f"full_batch_best_rate_{beta}_later_accuracy"] for beta in KEYS}
    assert max(accuracy, key=accuracy.get) == "0"
    assert accuracy["0"] - accuracy["0_9"] < 1
    assert numbers["full_batch_later_ratio"] > 5
    assert numbers["full_batch_later_worse"] >= 8
    assert numbers["full_batch_best_rate_0_8_later_test_loss_wins"] >= 8
    end = numbers["full_batch_best_rate_0_9_later_test_loss"]
    assert numbers["full_batch_best_rate_0_later_test_loss"] < end
    # No upturn that the eye could see: less than three hundredths of the loss itself.
    assert end < 1.03 * numbers["full_batch_lowest_test_loss"]


def test_no_chosen_rate_lies_at_the_edge_of_its_grid():
    assert not [sweep for sweep in study().sweeps if sweep.at_edge]


def test_curves_are_the_means_that_the_captions_quote():
    for regime, protocol in (("minibatch", "same rate"), ("full batch", "best rate")):
        scene = _study.comparison(regime, protocol, _study.FULL_BATCH_LOSS)
        quoted = _study.measure(regime, protocol, study().arm(regime, protocol, 0.0).snapshots[-1].step)
        for readout, key in zip(scene.readouts, ("beta_0", "beta_0_8", "beta_0_9"), strict=True):
            # The study keeps six digits.
            np.testing.assert_allclose(readout.values[-1], quoted[f"{key}_loss"], rtol=1e-5)


def test_names_of_curves_never_stand_nearer_than_asked_and_keep_their_order():
    placed = np.array(_study.spread([10.0, 11.0, 50.0, 10.5], 20.0))
    assert (np.diff(np.sort(placed)) >= 20 - 1e-9).all()
    np.testing.assert_array_equal(np.argsort(placed), np.argsort([10.0, 11.0, 50.0, 10.5]))
    assert _study.spread([0.0, 100.0], 20.0) == [0.0, 100.0]
