"""The loop: shapes, batches, what is recorded, and what is refused."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum import LOSSES, OPTIMIZERS, CyclingLoss, Function, Momentum, descend, quadratic, ravine
from momentum.engine import fast as sweeping

optimizers = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
RNG = np.random.default_rng(21)


def own(loss):
    """The same loss as a function of one's own, which takes the general way."""
    return Function(loss.value, loss.gradient)


def assert_same_run(one, other):
    for name in ("theta", "loss", "gradient", "velocity", "diverged", "at"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_a_single_run_has_a_row_for_every_step():
    run = descend(ravine(), Momentum(0.05, 0.8), (-9, 1.5), 7)
    assert run.theta.shape == run.gradient.shape == run.velocity.shape == (8, 2)
    assert run.loss.shape == (8,)
    assert run.diverged.shape == ()
    assert not run.diverged
    assert run.theta[0].tolist() == [-9, 1.5]
    assert run.velocity[0].tolist() == [0, 0]
    np.testing.assert_array_equal(run.loss, ravine().value(run.theta))
    np.testing.assert_array_equal(run.gradient, ravine().gradient(run.theta))
    np.testing.assert_array_equal(run.theta[1:], run.theta[:-1] - 0.05 * run.velocity[1:])


def test_no_steps_leave_the_start():
    for record in ("all", "loss", "last", 3):
        run = descend(ravine(), Momentum(0.05), (1, 2), 0, record=record)
        assert run.theta.tolist() == [[1, 2]]
        assert run.loss.tolist() == [50.5]


def test_starts_rates_and_betas_broadcast():
    rates, betas = np.array([0.01, 0.02, 0.03])[:, np.newaxis], np.array([0.0, 0.5, 0.8, 0.9])
    run = descend(ravine(), Momentum(rates, betas), RNG.normal(size=(5, 1, 1, 2)), 6)
    assert run.theta.shape == run.velocity.shape == (7, 5, 3, 4, 2)
    assert run.loss.shape == (7, 5, 3, 4)
    assert run.diverged.shape == (5, 3, 4)


@optimizers
@pytest.mark.parametrize("loss", [ravine(), LOSSES["himmelblau"], quadratic([1, 9], rotation=1.0)])
def test_a_batch_is_its_runs_one_by_one(make, loss):
    rates, starts = np.array([0.001, 0.01, 0.02]), RNG.uniform(-2, 2, (4, 1, 2))
    batch = descend(loss, make(rates), starts, 25)
    for i in range(4):
        for j in range(3):
            alone = descend(loss, make(rates[j]), starts[i, 0], 25)
            # powers of arrays and of numbers may differ in the last place, which Adam divides by
            np.testing.assert_allclose(batch.theta[:, i, j], alone.theta, rtol=1e-12, atol=1e-12)
            if alone.velocity is not None:
                np.testing.assert_array_equal(batch.velocity[:, i, j], alone.velocity)


@optimizers
@pytest.mark.parametrize("record", ["all", 1, 4, "loss", "last"])
def test_the_fast_way_is_the_general_way(make, record):
    rule, starts = make(np.linspace(0.005, 0.2, 12)), RNG.normal(size=(3, 1, 2))  # some of these rates are too large
    fast = descend(ravine(), rule, starts, 450, record=record)
    general = descend(own(ravine()), rule, starts, 450, record=record)
    if record in ("all", "loss"):
        assert_same_run(fast, general)
    else:  # which of its finite iterates a diverging run holds depends on the losses that were looked at
        fine = ~fast.diverged
        np.testing.assert_array_equal(fast.diverged, general.diverged)
        np.testing.assert_array_equal(fast.theta[:, fine], general.theta[:, fine])
        np.testing.assert_array_equal(fast.loss[:, fine], general.loss[:, fine])


@optimizers
def test_a_single_run_in_plain_numbers_is_the_general_way(make):
    for loss, start in ((ravine(), (-9, 1.5)), (LOSSES["beale"], (0.5, -1)), (CyclingLoss(), (3.3,))):
        assert_same_run(descend(loss, make(0.01), start, 60), descend(own(loss), make(0.01), start, 60))


def test_pieces_join_to_the_whole(monkeypatch):
    rule, starts = Momentum(np.linspace(0.01, 0.3, 100), 0.5), RNG.normal(size=(100, 2))
    whole = {record: descend(ravine(), rule, starts, 600, record=record) for record in ("all", "loss", "last", 7)}
    monkeypatch.setattr(sweeping, "PIECE", 13)
    monkeypatch.setattr(sweeping, "PRICED", 40)
    monkeypatch.setattr(sweeping, "HISTORY", 5000)
    for record, run in whole.items():
        assert 0 < run.diverged.sum() < 100
        assert_same_run(descend(ravine(), rule, starts, 600, record=record), run)


@pytest.mark.parametrize("objective", [ravine(), own(ravine())], ids=["fast", "general"])
@pytest.mark.parametrize("start", [(1.0, -2.0), RNG.normal(size=(6, 2))], ids=["alone", "batch"])
def test_every_way_of_recording_shows_the_same_run(objective, start):
    rule = Momentum(0.05, 0.8)
    everything = descend(objective, rule, start, 22)
    for record, at in ((5, [0, 5, 10, 15, 20, 22]), (11, [0, 11, 22]), (50, [0, 22]), (1, list(range(23)))):
        some = descend(objective, rule, start, 22, record=record)
        assert some.at.tolist() == at
        for name in ("theta", "loss", "gradient", "velocity"):
            np.testing.assert_array_equal(getattr(some, name), getattr(everything, name)[at], err_msg=name)
    losses, last = (descend(objective, rule, start, 22, record=record) for record in ("loss", "last"))
    np.testing.assert_array_equal(losses.loss, everything.loss)
    np.testing.assert_array_equal(last.loss, everything.loss[-1:])
    for run in (losses, last):
        assert run.at.tolist() == [22]
        assert run.gradient is None
        assert run.velocity is None
        np.testing.assert_array_equal(run.theta, everything.theta[-1:])


def test_the_gradient_is_asked_for_once_a_step_and_the_loss_where_it_is_recorded():
    calls = {"value": 0, "gradient": 0}

    def counted(name):
        def method(theta):
            calls[name] += 1
            return getattr(ravine(), name)(theta)

        return method

    descend(Function(counted("value"), counted("gradient")), Momentum(0.05), (1, 1), 20, record=10)
    assert calls == {"value": 3, "gradient": 21}


def test_a_rule_of_ones_own_needs_init_and_step_only():
    class Signs:
        def init(self, theta):
            return None

        def step(self, theta, state, gradient):
            return theta - 0.25 * np.sign(gradient), state

    run = descend(ravine(), Signs(), (-1.0, 0.5), 4)
    assert run.theta[-1].tolist() == [0, 0]
    assert run.velocity is None


@given(st.integers(0, 40), st.integers(1, 45))
def test_recorded_steps_are_the_multiples_and_the_last(steps, every):
    at = descend(ravine(), Momentum(0.05), (1, 1), steps, record=every).at.tolist()
    assert at == sorted({*range(0, steps + 1, every), steps})


def test_rows_further_apart_than_any_number_of_a_machine_are_the_first_and_the_last():
    at = descend(ravine(), Momentum(0.05), (1, 1), 5, record=10**30).at
    assert at.tolist() == [0, 5]
    assert at.dtype == np.int64


def test_the_engine_needs_numpy_only():
    code = "import sys, momentum; print(*sorted({'matplotlib', 'mkdocs', 'PIL', 'scipy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
