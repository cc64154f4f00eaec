"""What a study finds: kept as plain data, picked out by name, summed up; and the settings that make none."""

import math
from dataclasses import replace

import numpy as np
import pytest

from momentum.study.findings import Study
from momentum.study.results import Band, Search, Snapshot, spread
from momentum.study.run import study
from small_study import LONGER, SMALL, STEPS, shortened, stored


@pytest.fixture(scope="module")
def whole() -> Study:
    return stored()


@pytest.fixture(scope="module")
def small() -> Study:
    with shortened():
        return study(**SMALL)


def test_json_keeps_everything(small, whole):
    for found in (small, whole):
        assert Study.from_json(found.to_json()).to_json() == found.to_json()
    assert Study.from_json(whole.to_json()).arms == whole.arms
    assert len(whole.to_json()) < 150_000


def test_json_keeps_what_never_arrived(small):
    lost = replace(small.races[0], steps=(math.nan, 8.0))
    again = Study.from_json(replace(small, races=(lost,)).to_json()).races[0]
    assert math.isnan(again.steps[0])
    assert math.isnan(again.mean)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"seeds": ()}, "seeds must be different whole numbers from 0 up, at least one"),
        ({"seeds": (1, 1)}, r"seeds must be different whole numbers .*; got \[1, 1\]"),
        ({"seeds": (1000,)}, r"seeds must differ from those that choose the rates, \[1000, 1001, 1002, 1003\]"),
        ({"betas": (0.9,)}, r"betas must be different numbers in \[0, 1\), 0 \(the baseline\) among them"),
        ({"betas": (0, 1)}, r"betas must be different numbers in \[0, 1\)"),
        ({"rates": (0.1, 0)}, r"rates must be positive numbers, at least one; got \[0\.1, 0\]\."),
        ({"rates": ()}, r"rates must be positive numbers, at least one; got \[\]\."),
        ({"epochs": 0}, r"epochs must be at least 1; got 0\."),
        ({"batch_size": 906}, r"batch_size must lie in \[1, 905\]; got 906\."),
        ({"sizes": (8, 906)}, r"batch_sizes must be different whole numbers in \[1, 905\]; got \[8, 906\]\."),
        ({"sizes": (8, 8)}, r"batch_sizes must be different whole numbers in \[1, 905\]; got \[8, 8\]\."),
        ({"target": 0}, r"target must be a positive training loss; got 0\."),
        ({"target": math.nan}, r"target must be a positive training loss; got nan\."),
    ],
)
def test_settings_that_make_no_study_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        study(**(SMALL | wrong))


def test_pieces_are_found_by_name_or_missed_by_name(small):
    with pytest.raises(LookupError, match=r"No arm 'minibatch', 'same rate', beta 0\.3; there are"):
        small.arm("minibatch", "same rate", 0.3)
    with pytest.raises(LookupError, match=r"No search 'minibatch', beta 0\.3; there are betas"):
        small.search("minibatch", 0.3)
    with pytest.raises(LookupError, match=r"No race at batch size 8, beta 0; there are \[64\], betas \[0\.0, 0\.9\]"):
        small.race(8, 0)
    with pytest.raises(LookupError, match=r"No race with momentum at batch size 8; there are \[64\]"):
        small.best_momentum(8)
    arm = small.arm("full batch", "best rate", 0)
    with pytest.raises(LookupError, match=rf"step must be one of \[{STEPS}, {LONGER}\]; got 41"):
        arm.after(41)
    with pytest.raises(ValueError, match=r"metric must be one of training_loss, .*; got 'loss'"):
        arm.band("loss")
    with pytest.raises(ValueError, match=r"metric must be one of training_loss, .*; got 'loss'"):
        arm.after(STEPS).mean("loss")


def test_bands_are_mean_and_spread_of_the_snapshots(small):
    arm = small.arm("full batch", "best rate", 0.9)
    place = arm.steps.index(STEPS)
    values = np.array(arm.after(STEPS).test_loss)
    # Both are rounded to six digits.
    np.testing.assert_allclose(arm.test_loss.mean[place], values.mean(), rtol=1e-5)
    np.testing.assert_allclose(arm.test_loss.sd[place], values.std(ddof=1), rtol=1e-3)
    np.testing.assert_allclose(arm.after(STEPS).sd("test_loss"), values.std(ddof=1), rtol=1e-12)


def test_the_best_momentum_is_chosen_on_the_tuning_seeds_and_not_on_those_reported(small):
    good = replace(small.race(64, 0.9), beta=0.8, tuning_steps=(3.0, 4.0), rates=(1.0, 2.0), steps=(90.0, 90.0))
    lucky = replace(good, beta=0.9, tuning_steps=(math.nan, 5.0), steps=(10.0, 10.0))
    assert replace(small, races=(good, lucky)).best_momentum(64) == good


def test_a_diverged_rate_is_never_the_best():
    losses = Band((0.5, 0.3, math.nan), (0.0, 0.0, math.nan))
    search = Search("minibatch", 0.0, (0.1, 0.2, 0.4), (0.5, 0.3, math.nan), losses)
    assert (search.best, search.at_edge) == (0.2, False)
    assert replace(search, validation_loss=(0.2, 0.3, math.nan)).at_edge


def test_one_seed_has_no_spread():
    assert math.isnan(spread((3.0,)))
    assert math.isnan(Snapshot(4, (1.0,), (1.0,), (1.0,)).sd("test_loss"))
    assert spread((1.0, 3.0)) == math.sqrt(2)
