"""Momentum and its relatives: known paths, equivalences, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum import LOSSES, OPTIMIZERS, Function, Momentum, descend, quadratic, ravine

optimizers = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)
rates = st.floats(0.001, 0.07)  # the ravine is stable below 2 / 25
betas = st.floats(0.0, 0.95)
sixteenths = st.integers(-160, 160).map(lambda number: number / 16)
starts = st.tuples(sixteenths, sixteenths)

BOWL = quadratic([0.2, 4.0])  # 0.1 x**2 + 2 y**2
HILL = quadratic([1.0])  # x**2 / 2


def follow(run, learning_rate, beta, dampening=0.0, nesterov=False):
    """The rule once more, in plain numbers: every next point from the points and gradients met."""
    velocity, path = [0.0, 0.0], [run.theta[0]]
    for theta, gradient in zip(run.theta[:-1], run.gradient[:-1].tolist(), strict=True):
        velocity = [beta * v + (1 - dampening) * g for v, g in zip(velocity, gradient, strict=True)]
        moves = [g + beta * v for g, v in zip(gradient, velocity, strict=True)] if nesterov else velocity
        path.append(theta - learning_rate * np.array(moves))
    return np.array(path)


@pytest.mark.parametrize(
    ("learning_rate", "beta", "end"),
    [(0.4, 0, (-0.943467, -0.000073)), (0.6, 0, (-0.387814, -1673.365109)), (0.6, 0.5, (0.007188, 0.002553))],
)
def test_paths_of_dive_into_deep_learning(learning_rate, beta, end):
    run = descend(BOWL, Momentum(learning_rate, beta), (-5, -2), 20)
    np.testing.assert_allclose(run.theta[-1], end, rtol=0, atol=5e-7)  # printed with six decimals


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("heavy ball", [0.9, 0.72, 0.486, 0.2268, -0.02916]),
        ("nesterov", [0.81, 0.5751, 0.327321, 0.093888, -0.104582]),
    ],
)
def test_paths_of_keras_and_pytorch_on_a_parabola(name, path):
    run = descend(HILL, OPTIMIZERS[name](0.1, 0.9), [1.0], 5)
    np.testing.assert_allclose(run.theta[1:, 0], path, rtol=0, atol=5e-7)  # printed with six decimals


def test_three_curvatures_first_rise_then_win():
    bowl = quadratic([1.0, 10.0, 100.0])
    start = 1 / np.sqrt([1.0, 10.0, 100.0])
    heavy = descend(bowl, Momentum(4 / 121, 81 / 121), start, 400).loss
    plain = descend(bowl, Momentum(2 / 101), start, 400).loss
    assert heavy[0] == pytest.approx(1.5, rel=1e-15)
    assert heavy.argmax() == 4
    assert heavy[4] == pytest.approx(7.23088, abs=5e-6)
    assert np.flatnonzero(heavy[1:] < plain[1:])[0] + 1 == 18
    assert (heavy[18:60] < plain[18:60]).all()
    assert [np.argmax(loss <= 1e-6 * loss[0]) for loss in (heavy, plain)] == [55, 336]


@given(rates, betas, starts)
def test_the_rule_is_its_own_plain_loop(learning_rate, beta, start):
    rate, start = learning_rate / 100, np.array(start) / 16
    for settings in ({}, {"dampening": beta}, {"dampening": 0.3}, {"nesterov": True}):
        run = descend(LOSSES["rosenbrock"], Momentum(rate, beta, **settings), start, 30)
        # nothing adds up over the steps: some units in the last place of the points and of the moves
        np.testing.assert_allclose(run.theta, follow(run, rate, beta, **settings), rtol=1e-13, atol=1e-14)


@given(rates, starts)
def test_without_memory_all_kinds_are_gradient_descent(learning_rate, start):
    plain = descend(ravine(), OPTIMIZERS["gradient descent"](learning_rate), start, 20).theta
    for name in ("heavy ball", "averaged", "nesterov"):
        np.testing.assert_array_equal(descend(ravine(), OPTIMIZERS[name](learning_rate, 0.0), start, 20).theta, plain)


@given(rates, betas, starts)
def test_the_moving_average_at_a_larger_rate_is_heavy_ball(learning_rate, beta, start):
    heavy = descend(ravine(), OPTIMIZERS["heavy ball"](learning_rate, beta), start, 40).theta
    averaged = descend(ravine(), OPTIMIZERS["averaged"](learning_rate / (1 - beta), beta), start, 40).theta
    # equal but for rounding, relative to the size of the start
    np.testing.assert_allclose(averaged, heavy, rtol=0, atol=1e-11 * (1 + np.abs(start).max()))


@given(rates, betas, starts, st.floats(-4, 4))
def test_turning_the_bowl_turns_the_path(learning_rate, beta, start, angle):
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    straight = descend(quadratic([1, 25]), Momentum(learning_rate, beta), start, 30).theta
    turned = descend(quadratic([1, 25], rotation=angle), Momentum(learning_rate, beta), turn @ start, 30).theta
    np.testing.assert_allclose(turned, straight @ turn.T, rtol=0, atol=1e-11 * (1 + np.abs(start).max()))


@given(rates, betas, starts, st.integers(-6, 6))
def test_a_steeper_loss_at_a_smaller_rate_is_the_same_run(learning_rate, beta, start, power):
    scale = 2.0**power  # a power of two rounds nothing
    loss = LOSSES["ravine"]
    steeper = Function(lambda theta: scale * loss.value(theta), lambda theta: scale * loss.gradient(theta))
    run = descend(steeper, Momentum(learning_rate / scale, beta), start, 30).theta
    np.testing.assert_array_equal(run, descend(loss, Momentum(learning_rate, beta), start, 30).theta)


@optimizers
def test_a_step_changes_nothing_in_place(make):
    rule, theta, gradient = make(0.1), np.array([[1.0, 2.0]]), np.array([[3.0, -4.0]])
    state = rule.init(theta)
    theta, state = rule.step(theta, state, gradient)
    before = theta.copy(), [np.copy(part) for part in state], gradient.copy()
    rule.step(theta, state, gradient)
    np.testing.assert_array_equal(theta, before[0])
    for part, old in zip(state, before[1], strict=True):
        np.testing.assert_array_equal(part, old)
    np.testing.assert_array_equal(gradient, before[2])


@optimizers
@pytest.mark.parametrize("dampening", [0.0, 0.4])
def test_advancing_in_place_is_stepping_bit_for_bit(make, dampening):
    rng = np.random.default_rng(3)
    rule = make(rng.uniform(0.01, 0.1, 7))
    if dampening and isinstance(rule, Momentum) and not rule.nesterov:
        rule = Momentum(rule.learning_rate, rule.beta, dampening=dampening)
    theta = moved = rng.normal(size=(7, 3))
    state, own = rule.init(theta), rule.init(theta)
    for _ in range(5):
        gradient = rng.normal(size=(7, 3))
        theta, state = rule.step(theta, state, gradient)
        out = np.empty_like(moved)
        own = rule.advance(moved, own, gradient, out)
        moved = out
        np.testing.assert_array_equal(moved, theta)


@optimizers
def test_a_rule_needs_only_a_learning_rate(make):
    run = descend(ravine(), make(0.01), (-1.0, 0.5), 200)
    assert run.loss[-1] < run.loss[0]


@pytest.mark.parametrize("rate", [0, -0.1, np.nan, np.inf, [0.1, -2]])
def test_a_learning_rate_that_is_not_positive_is_refused(rate):
    worst = np.atleast_1d(rate)[-1]
    for make in OPTIMIZERS.values():
        with pytest.raises(ValueError, match=rf"^learning_rate must be positive and finite; got {worst:g}\.$"):
            make(rate)


@pytest.mark.parametrize("beta", [1, 1.2, -0.1, np.nan, [0.5, 1.5]])
def test_a_beta_outside_its_range_is_refused(beta):
    worst = np.atleast_1d(beta)[-1]
    with pytest.raises(ValueError, match=rf"^beta must lie in \[0, 1\); got {worst:g}\.$"):
        Momentum(0.1, beta)
    with pytest.raises(ValueError, match=rf"^dampening must lie in \[0, 1\); got {worst:g}\.$"):
        Momentum(0.1, 0.9, dampening=beta)


@pytest.mark.parametrize(("dampening", "said"), [(0.5, r"0\.5"), ([0.0, 0.5], r"\[0\.  0\.5\]"), ([0.5, 0.5], ".*")])
def test_nesterov_with_dampening_is_refused(dampening, said):
    with pytest.raises(ValueError, match=rf"^nesterov must come without dampening; got dampening={said}\.$"):
        Momentum(0.1, 0.9, dampening=dampening, nesterov=True)


def test_settings_that_do_not_fit_together_are_refused():
    with pytest.raises(ValueError, match=r"^settings must broadcast together; got the shapes .+, beta \(3,\)\.$"):
        Momentum([0.1, 0.2], [0.1, 0.2, 0.3])
