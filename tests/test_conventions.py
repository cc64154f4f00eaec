"""The five conventions: their published numbers, and what converts one into another."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum import CONVENTIONS, RateInside, UndampedStart, convert, descend, quadratic, ravine

# x**2 / 2 from 1 with learning rate 0.1 and beta 0.9, printed with six decimals
PATHS = {
    "heavy ball": [0.9, 0.72, 0.486, 0.2268, -0.02916],
    "rate inside": [0.9, 0.72, 0.486, 0.2268, -0.02916],
    "moving average": [0.99, 0.9711, 0.944379, 0.910886, 0.871634],
    "undamped start": [0.9, 0.801, 0.70389, 0.609452, 0.518363],
    "nesterov": [0.81, 0.5751, 0.327321, 0.093888, -0.104582],
}
names = pytest.mark.parametrize("name", CONVENTIONS)
rates, betas = st.floats(0.001, 0.07), st.floats(0.0, 0.95)


@names
def test_every_convention_walks_its_published_path(name):
    run = descend(quadratic([1.0]), CONVENTIONS[name].rule(0.1, 0.9), [1.0], 5)
    np.testing.assert_allclose(run.theta[1:, 0], PATHS[name], rtol=0, atol=5e-7)


@names
@pytest.mark.parametrize("record", [1, 3, "last"])
def test_a_run_of_a_batch_is_that_of_its_start_alone(name, record):
    rule, starts = CONVENTIONS[name].rule(0.03, 0.8), np.array([[-9.0, 1.0], [3.0, -2.0], [0.5, 0.25]])
    together = descend(ravine(), rule, starts, 20, record=record)
    for place, start in enumerate(starts):
        alone = descend(ravine(), rule, start, 20, record=record)
        np.testing.assert_allclose(together.theta[:, place], alone.theta, rtol=1e-12, atol=1e-14)


@names
@given(rates, betas)
def test_a_steady_gradient_is_multiplied_as_stated(name, learning_rate, beta):
    convention = CONVENTIONS[name]
    rule, theta, gradient = convention.rule(learning_rate, beta), np.zeros(1), np.ones(1)
    state = rule.init(theta)
    for _ in range(800):  # 0.95**800 is below 1e-17
        before = theta
        theta, state = rule.step(theta, state, gradient)
    expected = learning_rate / (1 - beta) if convention.amplified else learning_rate
    # theta has grown to 800 steps, whose rounding the last difference shows
    assert before[0] - theta[0] == pytest.approx(expected, rel=1e-11)


@given(rates, betas)
def test_converted_rates_give_the_same_path(learning_rate, beta):
    paths = []
    for name in ("heavy ball", "rate inside", "moving average"):
        rate = convert(learning_rate, beta, "heavy ball", name)
        paths.append(descend(ravine(), CONVENTIONS[name].rule(rate, beta), (-9, 1.5), 40).theta)
    # equal but for rounding at the size of the start
    np.testing.assert_allclose(paths[1], paths[0], rtol=0, atol=1e-10)
    np.testing.assert_allclose(paths[2], paths[0], rtol=0, atol=1e-10)


def test_polyaks_rule_has_the_rate_inside_and_only_at_a_constant_rate_is_it_the_sum():
    rates = np.array([0.1, 0.1, 0.01, 0.01, 0.2])

    def walk(name):
        theta, state, places = np.ones(1), CONVENTIONS[name].rule(0.1, 0.9).init(np.ones(1)), []
        for rate in rates:
            theta, state = CONVENTIONS[name].rule(rate, 0.9).step(theta, state, theta)
            places.append(theta[0])
        return np.array(places)

    here = before = 1.0
    polyak = []
    for rate in rates:  # his equation 9, on x**2 / 2
        here, before = here - rate * here + 0.9 * (here - before), here
        polyak.append(here)
    np.testing.assert_allclose(walk("rate inside"), polyak, rtol=1e-12)
    np.testing.assert_allclose(walk("heavy ball")[:2], polyak[:2], rtol=1e-12)
    assert (np.abs(walk("heavy ball") - polyak)[2:] > 0.05).all()
    assert "Polyak 1964, equation 9" in CONVENTIONS["rate inside"].source
    assert "at a constant rate Polyak" in CONVENTIONS["heavy ball"].source


@pytest.mark.parametrize("source", CONVENTIONS)
@names
def test_conversion_there_and_back_changes_nothing(source, name):
    there = convert([0.01, 0.1], 0.9, source, name)
    np.testing.assert_allclose(convert(there, 0.9, name, source), [0.01, 0.1], rtol=1e-15)


@pytest.mark.parametrize("source", CONVENTIONS)
@names
def test_a_rate_is_converted_for_every_beta_and_every_rate_at_once(source, name):
    rates, betas = np.array([[0.01], [0.1]]), np.array([0.0, 0.5, 0.9])
    each = [[convert(float(rate), float(beta), source, name) for beta in betas] for rate in rates[:, 0]]
    np.testing.assert_array_equal(convert(rates, betas, source, name), each)
    for rate, beta, shape in ((0.1, betas, (3,)), (rates, 0.5, (2, 1)), (0.1, 0.5, ())):
        assert np.shape(convert(rate, beta, source, name)) == shape
    assert type(convert(0.1, 0.5, source, name)) is float


@pytest.mark.parametrize("name", ["adam", None, ["nesterov"]])
def test_an_unknown_convention_is_refused(name):
    allowed = "a convention must be one of heavy ball, rate inside, moving average, undamped start, nesterov"
    with pytest.raises(ValueError, match=rf"^{allowed}; got {re.escape(repr(name))}\.$"):
        convert(0.1, 0.9, "heavy ball", name)


def test_rates_and_betas_that_do_not_fit_are_refused():
    with pytest.raises(
        ValueError, match=r"^settings must broadcast together; got the shapes learning_rate \(2,\), beta"
    ):
        convert([0.1, 0.2], [0.1, 0.2, 0.3], "heavy ball", "nesterov")


@pytest.mark.parametrize("rule", [RateInside, UndampedStart])
def test_settings_are_checked(rule):
    with pytest.raises(ValueError, match=r"^learning_rate must be positive and finite; got 0\.$"):
        rule(0)
    with pytest.raises(ValueError, match=r"^beta must lie in \[0, 1\); got 1\.$"):
        rule(0.1, 1)
