"""The study is fair by construction: its grids, its seeds and its rates, as the store has it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from momentum.study.findings import Study
from momentum.study.parts import perform
from momentum.study.plan import (
    EFFECTIVE_RATE,
    RATES,
    REGIMES,
    SEEDS,
    SHARED_RATE,
    TUNING_SEEDS,
    batch_sizes,
    between,
    regimes,
)
from momentum.study.race import RaceTask
from momentum.study.results import Search, lowest
from small_study import stored


@pytest.fixture(scope="module")
def whole() -> Study:
    return stored()


def test_the_baseline_of_every_comparison_has_no_momentum(whole):
    for regime, protocol in {(arm.regime, arm.protocol) for arm in whole.arms}:
        assert [arm.beta for arm in whole.select(regime, protocol)] == [0, 0.5, 0.8, 0.9, 0.95]
    assert {race.beta for race in whole.races} == {0, 0.8, 0.9}
    assert whole.batch_sizes == (8, 16, 32, 64, 128, 256, 512, 905) == batch_sizes()


def test_there_are_ten_seeds_and_none_of_them_chose_a_rate(whole):
    assert len(whole.seeds) == len(SEEDS) == 10
    assert not set(whole.seeds) & set(whole.tuning_seeds)
    assert all(len(race.steps) == 10 for race in whole.races)
    assert all(len(arm.snapshots[0].test_loss) == 10 for arm in whole.arms)


def test_no_best_rate_lies_at_the_edge_of_its_grid(whole):
    for regime in REGIMES:
        for beta in whole.betas:
            search = whole.search(regime, beta)
            assert not search.at_edge, search
            assert whole.arm(regime, "best rate", beta).learning_rate == search.best
    for race in whole.races:
        assert not race.at_edge, race
        assert math.isfinite(race.fewest)


def test_every_method_chooses_from_one_grid(whole):
    for found in (*whole.searches, *whole.races):
        assert set(RATES) <= set(found.rates)
        assert list(found.rates) == sorted(set(found.rates))
        best = found.best if isinstance(found, Search) else found.learning_rate
        place = found.rates.index(best)
        # What won has a neighbour nearer than the grid's on either side: a factor of 2 ** (1/4), in three digits.
        for low, high in ((place - 1, place), (place, place + 1)):
            assert 1.18 < found.rates[high] / found.rates[low] < 1.2


def test_the_grid_reaches_low_enough_for_a_long_memory():
    for regime in regimes(10, 32):
        losses = [
            np.mean([perform(task).ends[1, 0] for task in regime.search(0.99, [rate])])
            for rate in (RATES[0], 0.25, 4.0, RATES[-1])
        ]
        # The best of these four is neither the lowest nor the highest rate.
        assert min(losses[1:3]) < min(losses[0], losses[3])


def test_rates_are_geometric():
    ratios = np.array(RATES[1:]) / RATES[:-1]
    # Rounded to three digits.
    np.testing.assert_allclose(ratios, np.sqrt(2), rtol=5e-3)


def test_the_comparisons_share_what_they_say(whole):
    for arm in whole.select("minibatch", "same rate in PyTorch's form"):
        assert math.isclose(arm.pytorch_rate, SHARED_RATE["minibatch"], rel_tol=1e-6)
    for arm in whole.select("minibatch", "same effective rate"):
        assert arm.learning_rate == EFFECTIVE_RATE["minibatch"]
    assert len({arm.training_loss.mean[0] for arm in whole.arms}) == 1


def test_a_seed_of_every_kind_of_race_is_run_again(whole):
    for size, beta in ((32, 0.8), (905, 0.0), (256, 0.9)):
        race = whole.race(size, beta)
        again = perform(RaceTask(((beta, race.learning_rate),), (3,), size, whole.target))
        assert again[0, 0] == race.steps[3]


def test_single_precision_chooses_as_double_does(whole):
    """The rates around each choice, again in double precision: nobody else would have won."""
    for size, beta in ((905, 0.9), (128, 0.0)):
        race = whole.race(size, beta)
        place = race.rates.index(race.learning_rate)
        rates = race.rates[place - 1 : place + 2]
        found = perform(RaceTask(tuple((beta, rate) for rate in rates), TUNING_SEEDS, size, whole.target))
        assert rates[lowest(found.mean(axis=1).tolist())] == race.learning_rate
        np.testing.assert_allclose(found.mean(axis=1)[1], race.fewest, atol=1)  # one seed may arrive a step later
    full = regimes(10, 32)[1]
    search = whole.search("full batch", 0.8)
    place = search.rates.index(search.best)
    rates = search.rates[place - 1 : place + 2]
    double = [replace(task, tuning=False, windows=((40,),)) for task in full.search(0.8, rates)]
    losses = np.mean([perform(task).ends[0, 0, :, 0] for task in double], axis=0)
    single = [perform(replace(task, windows=((40,),))).ends[0, 0, :, 0] for task in full.search(0.8, rates)]
    # Forty steps this near to the edge of stability magnify the seventh digit; three are printed.
    np.testing.assert_allclose(np.mean(single, axis=0), losses, rtol=5e-3)


def test_rates_are_added_on_either_side_of_those_that_did_nearly_as_well():
    assert between((1.0, 4.0, 16.0, 64.0), (9.0, 2.0, 9.0, math.nan)) == (2.0, 8.0)
    assert between((1.0, 4.0, 16.0, 64.0), (9.0, 2.0, 2.1, 9.0)) == (2.0, 8.0, 32.0)
    assert between((1.0, 4.0), (1.0, 9.0)) == (2.0,)
    assert between((1.0,), (1.0,)) == ()
