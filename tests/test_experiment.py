"""The study: fair by construction, the same on every crew, and kept as plain data. What it finds, as it is stored."""

import math
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from distributed import LocalCluster

from momentum.store.workers import THREAD_SETTINGS, cluster, processes
from momentum.study import kept
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
from momentum.study.relay import Part, relay
from momentum.study.results import Band, Search, Snapshot, lowest, spread
from momentum.study.run import study

SMALL = {"seeds": (0, 1), "betas": (0, 0.9), "rates": (0.5, 1.0), "epochs": 1, "sizes": (64,), "target": 1.0}


@pytest.fixture(scope="module")
def whole() -> Study:
    """The study as the store has it: a build has run it, and no test runs it again."""
    with processes() as executor:
        kept.prepare(executor)
    return kept.study()


@pytest.fixture(scope="module")
def small() -> Study:
    return study(**SMALL)


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


@pytest.fixture(scope="module")
def dask():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
    ) as local:
        yield local.scheduler_address


@pytest.mark.parametrize("crew", ["here", "processes", "threads", "dask"])
def test_every_crew_finds_the_same(small, crew, request):
    if crew == "here":
        told = []
        found = study(progress=lambda done, total: told.append((done, total)), **SMALL)
        # Every task is counted once.
        assert [done for done, _ in told] == list(range(1, told[-1][1] + 1))
    elif crew == "dask":
        with cluster(request.getfixturevalue("dask")) as executor:
            found = study(executor, **SMALL)
    else:
        with processes(2) if crew == "processes" else ThreadPoolExecutor(2) as executor:
            found = study(executor, **SMALL)
    assert found.to_json() == small.to_json()


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


class Broken(Executor):
    """Does the first few tasks and then fails."""

    def __init__(self, good):
        self.left, self.futures = good, []

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        self.futures.append(future)
        if self.left > 0:
            future.set_result(fn(*args, **kwargs))
        elif self.left == 0:
            future.set_exception(RuntimeError("the machine is on fire"))
        self.left -= 1
        return future


def test_a_failing_task_ends_the_study_and_calls_off_the_rest():
    executor = Broken(2)
    with pytest.raises(RuntimeError, match="on fire"):
        study(executor, **SMALL)
    assert all(future.done() for future in executor.futures)
    assert executor.futures[-1].cancelled()


class Notes(dict):
    """A memory that counts what it was asked for in vain."""

    def put(self, task, result):
        self[task] = result


def test_what_is_remembered_is_not_done_again():
    notes, done = Notes(), []

    def part(first):
        def steps():
            one = yield [first, first + 1]
            two = yield [sum(one)]
            return one, two

        return Part(3, steps())

    def perform(task):
        done.append(task)
        return 10 * task

    with ThreadPoolExecutor(2) as workers:
        found = relay([part(1), part(5)], workers, perform, memory=notes)
        assert found == [([10, 20], [300]), ([50, 60], [1100])]
        assert sorted(done) == [1, 2, 5, 6, 30, 110]
        done.clear()
        assert relay([part(1), part(5), part(6)], workers, perform, memory=notes) == [*found, ([60, 70], [1300])]
        assert sorted(done) == [7, 130]


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


def test_the_best_momentum_is_chosen_on_the_tuning_seeds_and_not_on_those_reported(small):
    good = replace(small.race(64, 0.9), beta=0.8, tuning_steps=(3.0, 4.0), rates=(1.0, 2.0), steps=(90.0, 90.0))
    lucky = replace(good, beta=0.9, tuning_steps=(math.nan, 5.0), steps=(10.0, 10.0))
    assert replace(small, races=(good, lucky)).best_momentum(64) == good


def test_a_diverged_rate_is_never_the_best():
    losses = Band((0.5, 0.3, math.nan), (0.0, 0.0, math.nan))
    search = Search("minibatch", 0.0, (0.1, 0.2, 0.4), (0.5, 0.3, math.nan), losses)
    assert (search.best, search.at_edge) == (0.2, False)
    assert replace(search, validation_loss=(0.2, 0.3, math.nan)).at_edge


def test_rates_are_added_on_either_side_of_those_that_did_nearly_as_well():
    assert between((1.0, 4.0, 16.0, 64.0), (9.0, 2.0, 9.0, math.nan)) == (2.0, 8.0)
    assert between((1.0, 4.0, 16.0, 64.0), (9.0, 2.0, 2.1, 9.0)) == (2.0, 8.0, 32.0)
    assert between((1.0, 4.0), (1.0, 9.0)) == (2.0,)
    assert between((1.0,), (1.0,)) == ()


def test_one_seed_has_no_spread():
    assert math.isnan(spread((3.0,)))
    assert math.isnan(Snapshot(4, (1.0,), (1.0,), (1.0,)).sd("test_loss"))
    assert spread((1.0, 3.0)) == math.sqrt(2)


def test_the_environment_is_as_before_after_the_pool(monkeypatch):
    import os

    monkeypatch.setenv(THREAD_SETTINGS[0], "7")
    monkeypatch.delenv(THREAD_SETTINGS[1], raising=False)
    with processes(1) as executor:
        assert [executor.submit(os.getenv, name).result() for name in THREAD_SETTINGS] == ["1"] * len(THREAD_SETTINGS)
    assert os.environ[THREAD_SETTINGS[0]] == "7"
    assert THREAD_SETTINGS[1] not in os.environ
