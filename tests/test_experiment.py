"""The study: fair by construction, the same on every crew, and what it finds."""

import math
from concurrent.futures import Executor, Future
from dataclasses import replace

import numpy as np
import pytest
from distributed import LocalCluster

from momentum.store.workers import THREAD_SETTINGS, cluster, processes
from momentum.study.plan import EFFECTIVE_RATE, PROTOCOLS, RATES, REGIMES, SHARED_RATE
from momentum.study.results import Arm, Band, Snapshot, Study, Sweep
from momentum.study.run import study

SMALL = {"seeds": (0, 1), "betas": (0, 0.9), "rates": (0.05, 0.1), "epochs": 1}


@pytest.fixture(scope="session")
def whole() -> Study:
    with processes() as executor:
        return study(executor)


@pytest.fixture(scope="session")
def small() -> Study:
    return study(**SMALL)


def final(whole, regime, protocol, metric, step=-1):
    return [arm.snapshots[step].mean(metric) for arm in whole.select(regime, protocol)]


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_baseline_of_every_comparison_has_no_momentum(whole, regime, protocol):
    arms = whole.select(regime, protocol)
    assert arms[0].beta == 0
    assert [arm.beta for arm in arms] == [0, 0.5, 0.8, 0.9, 0.95]


def test_there_are_ten_seeds_and_none_of_them_chose_a_rate(whole):
    assert len(whole.seeds) == 10
    assert not set(whole.seeds) & set(whole.tuning_seeds)
    assert all(len(arm.reached) == 10 for arm in whole.arms)


@pytest.mark.parametrize("regime", REGIMES)
def test_no_best_rate_lies_at_the_edge_of_its_grid(whole, regime):
    for beta in whole.betas:
        sweep = whole.sweep(regime, beta)
        assert not sweep.at_edge, sweep
        assert whole.arm(regime, "best rate", beta).learning_rate == sweep.best


@pytest.mark.parametrize("regime", REGIMES)
def test_rates_are_geometric(regime):
    ratios = np.array(RATES[regime][1:]) / RATES[regime][:-1]
    # Rounded to two digits, so a step is off by a few per cent at most.
    assert ratios.max() / ratios.min() < 1.11


@pytest.mark.parametrize("regime", REGIMES)
def test_the_comparisons_share_what_they_say(whole, regime):
    for arm in whole.select(regime, "same rate"):
        assert arm.learning_rate == SHARED_RATE[regime]
    for arm in whole.select(regime, "same effective rate"):
        assert math.isclose(arm.learning_rate / (1 - arm.beta), EFFECTIVE_RATE[regime], rel_tol=1e-6)


@pytest.mark.parametrize("regime", REGIMES)
def test_all_arms_start_from_the_same_loss(whole, regime):
    assert len({arm.training_loss.mean[0] for arm in whole.arms}) == 1


@pytest.mark.parametrize("regime", REGIMES)
def test_at_the_same_rate_more_momentum_means_a_lower_loss(whole, regime):
    losses = final(whole, regime, "same rate", "training_loss")
    assert losses == sorted(losses, reverse=True)


def test_on_minibatches_the_gain_is_that_of_a_larger_step(whole):
    same = final(whole, "minibatch", "same rate", "training_loss")
    effective = final(whole, "minibatch", "same effective rate", "training_loss")
    assert same[0] / same[3] > 6
    assert max(effective) / min(effective) < 1.1


def test_on_the_full_batch_tuned_momentum_wins_with_every_seed(whole):
    plain, *others = whole.select("full batch", "best rate")
    for arm in others:
        assert max(arm.after(40).training_loss) < min(plain.after(40).training_loss)
    assert plain.steps_to_tolerance() / whole.arm("full batch", "best rate", 0.8).steps_to_tolerance() > 3


def test_after_more_steps_accuracy_evens_out(whole):
    at_40, at_100 = (final(whole, "full batch", "best rate", "test_accuracy", step) for step in (0, 1))
    assert max(at_40) - at_40[0] > 0.03
    assert max(at_100) - at_100[0] < 0.002


def test_after_more_steps_a_much_lower_training_loss_buys_no_lower_test_loss(whole):
    plain, strong = (whole.arm("full batch", "best rate", beta) for beta in (0, 0.9))
    assert plain.after(100).mean("training_loss") > 5 * strong.after(100).mean("training_loss")
    assert plain.after(100).mean("test_loss") < strong.after(100).mean("test_loss")
    # The mean test loss still falls without momentum, and has passed its lowest point with it.
    assert plain.lowest("test_loss")[0] == 100
    assert strong.lowest("test_loss")[0] < 100


def test_numbers_agree_with_those_of_another_machine(whole):
    # Matrix libraries with other instruction sets (AVX-512, AVX2, AVX, SSE) changed no curve by more than one unit in
    # its sixth digit; the recorded values have four.
    recorded = {
        ("minibatch", "same rate"): [0.6716, 0.3494, 0.1674, 0.0996, 0.0566],
        ("minibatch", "best rate"): [0.0440, 0.0532, 0.0507, 0.0368, 0.0665],
        ("full batch", "best rate"): [0.0726, 0.0359, 0.0089, 0.0123, 0.0330],
    }
    for (regime, protocol), losses in recorded.items():
        np.testing.assert_allclose(final(whole, regime, protocol, "training_loss"), losses, atol=6e-5)


def test_json_gives_the_study_back(whole, small):
    for original in (whole, small):
        assert Study.from_json(original.to_json()) == original
    assert len(whole.to_json()) < 100_000


def test_nan_survives_json(small):
    arm = replace(small.arms[0], test_loss=Band((1.0, math.nan), (0.5, math.nan)), reached=(None, 3))
    again = Study.from_json(replace(small, arms=(arm,)).to_json()).arms[0]
    assert math.isnan(again.test_loss.mean[1])
    assert again.reached == (None, 3)


def test_worker_processes_give_the_same_bits(small):
    with processes(2) as executor:
        assert study(executor, **SMALL).to_json() == small.to_json()


@pytest.fixture(scope="module")
def local_cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as running:
        yield running


def test_a_cluster_gives_the_same_bits(small, local_cluster):
    with cluster(local_cluster.scheduler_address) as executor:
        assert study(executor, **SMALL).to_json() == small.to_json()


def test_progress_counts_every_task_once():
    seen = []
    study(progress=lambda done, total: seen.append((done, total)), **SMALL)
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] == seen[-1][1]
    assert len({total for _, total in seen}) == 1


class Failing(Executor):
    """A crew whose every task fails."""

    def submit(self, function, /, *args, **settings):
        future = Future()
        future.set_exception(RuntimeError("the worker is gone"))
        return future


def test_a_failing_worker_stops_the_study():
    with pytest.raises(RuntimeError, match="the worker is gone"):
        study(Failing(), **SMALL)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"seeds": ()}, r"seeds must be different whole numbers from 0 up, at least one; got \[\]\."),
        ({"seeds": (1, 1)}, r"seeds must be different whole numbers .* got \[1, 1\]\."),
        ({"seeds": (1000,)}, r"seeds must differ from those that choose the rates, .* got \[1000\]\."),
        ({"betas": (0.5, 0.9)}, r"betas must be different numbers in \[0, 1\), 0 \(the baseline\) among them; got"),
        ({"betas": (0, 1)}, r"betas must be different numbers in \[0, 1\)"),
        ({"rates": (0.1, 0)}, r"rates must be positive numbers, at least one; got \[0\.1, 0\]\."),
        ({"rates": ()}, r"rates must be positive numbers, at least one; got \[\]\."),
        ({"epochs": 0}, r"epochs must be at least 1; got 0\."),
        ({"batch_size": 906}, r"batch_size must lie in \[1, 905\]; got 906\."),
    ],
)
def test_settings_that_make_no_study_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        study(**(SMALL | wrong))


def test_arms_and_sweeps_are_found_by_name_or_missed_by_name(small):
    with pytest.raises(LookupError, match=r"No arm 'minibatch', 'same rate', beta 0\.3; there are"):
        small.arm("minibatch", "same rate", 0.3)
    with pytest.raises(LookupError, match=r"No sweep 'minibatch', beta 0\.3; there are betas"):
        small.sweep("minibatch", 0.3)
    arm = small.arm("full batch", "best rate", 0)
    with pytest.raises(LookupError, match=r"step must be one of \[40, 100\]; got 41"):
        arm.after(41)
    with pytest.raises(ValueError, match=r"metric must be one of training_loss, .*; got 'loss'"):
        arm.band("loss")
    with pytest.raises(ValueError, match=r"metric must be one of training_loss, .*; got 'loss'"):
        arm.after(40).mean("loss")


def test_bands_are_mean_and_spread_of_the_snapshots(small):
    arm = small.arm("full batch", "best rate", 0.9)
    place = arm.steps.index(40)
    values = np.array(arm.after(40).test_loss)
    # Both are rounded to six digits.
    np.testing.assert_allclose(arm.test_loss.mean[place], values.mean(), rtol=1e-5)
    np.testing.assert_allclose(arm.test_loss.sd[place], values.std(ddof=1), rtol=1e-3)
    np.testing.assert_allclose(arm.after(40).sd("test_loss"), values.std(ddof=1), rtol=1e-12)


def test_a_diverged_rate_is_never_the_best():
    sweep = Sweep("minibatch", 0.0, (0.1, 0.2, 0.4), (0.5, 0.3, math.nan), (0.5, 0.3, math.nan))
    assert (sweep.best, sweep.at_edge) == (0.2, False)
    assert replace(sweep, validation_loss=(0.2, 0.3, math.nan)).at_edge


def test_the_lowest_point_passes_over_nan_and_the_tolerance_wants_every_seed():
    band = Band((2.0, 1.0, math.nan), (0.0, 0.0, math.nan))
    snapshot = Snapshot(4, (1.0,), (1.0,), (1.0,), (1.0,))
    arm = Arm("minibatch", "same rate", 0.0, 0.1, (0, 2, 4), band, band, band, band, (2, None), (snapshot,))
    assert arm.lowest("test_loss") == (2, 1.0)
    assert arm.steps_to_tolerance() is None
    assert replace(arm, reached=(2, 4)).steps_to_tolerance() == 3
    assert snapshot.sd("test_loss") == 0


def test_the_environment_is_as_before_after_the_pool(monkeypatch):
    import os

    monkeypatch.setenv(THREAD_SETTINGS[0], "7")
    monkeypatch.delenv(THREAD_SETTINGS[1], raising=False)
    with processes(1) as executor:
        assert [executor.submit(os.getenv, name).result() for name in THREAD_SETTINGS] == ["1"] * len(THREAD_SETTINGS)
    assert os.environ[THREAD_SETTINGS[0]] == "7"
    assert THREAD_SETTINGS[1] not in os.environ
