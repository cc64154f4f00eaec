"""Divergence is a value: no warning, no harm to the neighbours, and the last finite iterate is held."""

from functools import cache

import numpy as np
import pytest

from momentum import LOSSES, OPTIMIZERS, Function, Loss, Momentum, Noisy, descend, quadratic, ravine

STEPS = 600  # more than twice as many as the slowest of them takes
RECORDS = ["all", 1, 9, "loss", "last"]


def own(loss):
    return Function(loss.value, loss.gradient)


@cache
def slow_history(case, steps):
    """Step by step in extended care: the last row at which parameters and loss are finite."""
    loss, rule, start = CASES[case]
    theta, history = np.array(start, dtype=float), []
    state = rule.init(theta)
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            if not (np.isfinite(theta).all() and np.isfinite(loss.value(theta))):
                break
            history.append(theta)
            theta, state = rule.step(theta, state, loss.gradient(theta))
    return np.array(history)


CASES = [
    (ravine(), Momentum(0.2), (-9.0, 1.5)),
    (ravine(), Momentum(0.5, 0.9), (-9.0, 1.5)),
    (ravine(), Momentum(1.0, 0.5, nesterov=True), (-9.0, 1.5)),
    (LOSSES["rosenbrock"], Momentum(0.01), (-1.2, 1.0)),
    (LOSSES["styblinski-tang"], Momentum(0.5, 0.3), (4.0, 4.0)),
    (quadratic([1.0, 300.0, 7.0]), Momentum(0.1, 0.2), (1.0, 1.0, 1.0)),
    (quadratic([1.0] * 9), Momentum(9.0), np.ones(9)),
]


@pytest.mark.parametrize("case", range(len(CASES)))
@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("general", [False, True], ids=["fast", "general"])
def test_a_diverging_run_holds_its_last_finite_iterate(case, record, general):
    (loss, rule, start), history = CASES[case], slow_history(case, STEPS)
    assert len(history) < STEPS
    run = descend(own(loss) if general else loss, rule, start, STEPS, record=record)
    assert run.diverged.shape == ()
    assert run.diverged
    assert np.isfinite(run.theta).all()
    assert np.isfinite(run.loss).all()
    assert run.loss[-1] == pytest.approx(loss.value(run.theta[-1]), rel=1e-15)  # powers of arrays and numbers
    if general and record in (9, "last"):  # losses in between were not looked at: some finite iterate of the run
        assert (history == run.theta[-1]).all(axis=-1).any()
    else:
        rows = np.minimum(run.at, len(history) - 1)
        np.testing.assert_array_equal(run.theta, history[rows])
        if run.gradient is not None:
            np.testing.assert_array_equal(run.gradient, loss.gradient(run.theta))
            assert np.isfinite(run.velocity).all()
            assert (run.velocity[run.at >= len(history)] == run.velocity[-1]).all()


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize("general", [False, True], ids=["fast", "general"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_neighbours_are_left_alone(record, general, name):
    loss = own(ravine()) if general else ravine()
    rates, make = np.array([0.01, 40.0, 0.02]), OPTIMIZERS[name]
    together = descend(loss, make(rates), (-9.0, 1.5), 300, record=record)
    for i in (0, 2):
        alone = descend(loss, make(rates[[i]]), (-9.0, 1.5), 300, record=record)
        np.testing.assert_array_equal(together.theta[:, i], alone.theta[:, 0])
        np.testing.assert_array_equal(together.loss[:, i], alone.loss[:, 0])
    # a step of momentum grows with the gradient; those of the others do not
    assert together.diverged.tolist() == [False, isinstance(make(1.0), Momentum), False]


def barrier(x, y):
    return x**2 - np.log(x) + y**2


@pytest.mark.parametrize(("record", "leaves"), [("last", False), (10, False), ("loss", True), ("all", True)])
@pytest.mark.parametrize("general", [False, True], ids=["fast", "general"])
@pytest.mark.parametrize("start", [(3.0, 0.5), [(3.0, 0.5)], [(3.0, 0.5), (3.0, 0.5)]], ids=["one", "row", "two"])
def test_only_a_loss_that_is_asked_for_ends_a_run(record, leaves, general, start):
    loss = Loss("barrier", barrier, ((0.5**0.5, 0.0),), (1.0, 0.0), ((0.1, 3.0), (-1.0, 1.0)))
    once = loss.gradient((3.0, 0.5))
    assert 3.0 - 0.6 * once[0] < 0  # beyond the barrier, where there is no loss but a slope, and from there back
    run = descend(own(loss) if general else loss, Momentum(0.6), start, 10, record=record)
    assert (run.diverged == leaves).all()
    ends = [3.0, 0.5] if leaves else [0.6343198815814929, 0.2**10 / 2]
    np.testing.assert_allclose(run.theta[-1], np.broadcast_to(ends, np.shape(start)), rtol=1e-12)
    np.testing.assert_allclose(run.loss[-1], barrier(*ends), rtol=1e-12)


def test_a_run_that_is_only_large_has_not_diverged():
    run = descend(quadratic([1.0]), Momentum(3.0), [1.0], 400)  # doubles every step: a loss of 2**799
    assert not run.diverged
    assert run.loss[-1] == 2.0**799


def test_a_gradient_that_fails_on_the_way_ends_the_run_there():
    root = Function(lambda theta: np.sqrt(theta[..., 0]), lambda theta: 0.5 / np.sqrt(theta))
    run = descend(root, Momentum(0.5), [[1.0], [0.04]], 40)
    assert run.diverged.tolist() == [True, True]
    assert np.isfinite(run.theta).all()
    assert np.isfinite(run.loss).all()
    assert (run.theta[1:, 1] == 0.04).all()
    assert np.isfinite(run.velocity).all()


def test_noise_does_not_move_a_run_that_is_held():
    noisy = Noisy(ravine(), 0.1, np.random.default_rng(2))
    run = descend(noisy, Momentum(np.array([0.01, 1.0])), (-9.0, 1.5), 400)
    assert run.diverged.tolist() == [False, True]
    assert (run.theta[-20:, 1] == run.theta[-1, 1]).all()
    assert len(np.unique(run.theta[-20:, 0], axis=0)) == 20


def test_a_grid_half_of_which_diverges_agrees_with_the_stability_bound():
    rates, betas = np.meshgrid(np.linspace(0.05, 4.05, 81), np.linspace(0, 0.95, 20))
    # From so far out it is not far to what is no number, and a run that comes nearer still loses 60 digits.
    start = 1e150
    run = descend(quadratic([1.0]), Momentum(rates, betas), [start], 4000, record="last")
    bound = 2 + 2 * betas
    clear = np.abs(rates - bound) > 0.02
    np.testing.assert_array_equal(run.diverged[clear], (rates > bound)[clear])
    assert (run.loss[-1][clear & ~run.diverged] < 1e-60 * start**2).all()
