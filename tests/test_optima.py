"""Effective rates, critical damping and stationary noise: identities, simulation, and what is refused."""

from inspect import signature

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum import Momentum, Noisy, descend, quadratic, theory

betas = st.floats(0.0, 0.99)


@given(st.floats(0.01, 3.9))
def test_the_critical_beta_is_where_swinging_begins(product):
    beta = theory.critical_beta(2.0, product / 2)
    for other, swings in ((beta - 1e-3, False), (beta + 1e-3, True)):
        if 0 <= other < 1:
            matrix = theory.transition(2.0, product / 2, other)
            assert (np.imag(np.linalg.eigvals(matrix)) != 0).any() == swings


def test_beyond_four_no_beta_is_critical():
    assert np.isnan(theory.critical_beta([1.0, 4.0, 5.0], 1.0)).tolist() == [False, True, True]
    assert np.isnan(theory.critical_beta([0.5, 1.0, 2.0], 1.0, nesterov=True)).tolist() == [False, False, True]


@given(betas)
def test_the_critical_beta_of_nesterov_is_a_double_root(beta):
    product = ((1 - beta) / (1 + beta)) ** 2
    assert theory.critical_beta(1.0, product, nesterov=True) == pytest.approx(beta, abs=1e-12)


@given(betas)
def test_the_window_is_the_sum_of_the_weights(beta):
    weights = beta ** np.arange(5000.0)  # 0.99**5000 is 1e-22
    assert theory.averaging_window(beta) == pytest.approx(weights.sum(), rel=1e-12)
    assert theory.effective_learning_rate(0.1, beta) == pytest.approx(0.1 * weights.sum(), rel=1e-12)
    assert theory.effective_learning_rate(0.1, beta, dampening=beta) == pytest.approx(0.1, rel=1e-12)


def lyapunov(learning_rate, beta, dampening, nesterov):
    """The stationary covariance of (v, theta) for curvature 2, from S = R S R' + b b', as one linear system."""
    matrix = theory.transition(2.0, learning_rate, beta, dampening=dampening, nesterov=nesterov)
    gain = 1 - dampening
    kick = np.array([gain, -learning_rate * (1 + beta if nesterov else gain)])
    system = np.eye(4) - np.kron(matrix, matrix)
    return np.linalg.solve(system, np.outer(kick, kick).ravel())[3]


@given(st.floats(0.01, 0.95), st.floats(0.0, 0.95), st.sampled_from([(0.0, False), (0.5, False), (0.0, True)]))
def test_the_stationary_variance_solves_lyapunovs_equation(share, beta, kind):
    dampening, nesterov = kind
    rules = {"dampening": dampening, "nesterov": nesterov}
    rate = share * theory.stable_product(beta, **rules) / 2
    variance = theory.stationary_variance(2.0, rate, beta, 3.0, **rules)
    assert variance == pytest.approx(9 * lyapunov(rate, beta, **rules), rel=1e-8)  # the solve loses digits near 1


@pytest.mark.parametrize("rules", [{}, {"dampening": 0.8}, {"nesterov": True}])
def test_the_stationary_variance_is_that_of_noisy_runs(rules):
    noisy = Noisy(quadratic([1.0]), 0.5, np.random.default_rng(17))
    run = descend(noisy, Momentum(0.3, 0.8, **rules), np.zeros((40_000, 1)), 300, record="last")
    expected = theory.stationary_variance(1.0, 0.3, 0.8, 0.5, **rules)
    # the relative standard error of a variance from 40 000 runs is 0.0071: four of those
    assert run.theta.var() == pytest.approx(expected, rel=0.028)


def test_unstable_directions_have_no_finite_variance():
    assert theory.stationary_variance(1.0, [1.0, 3.0, 5.0], 0.5, 1.0)[1:].tolist() == [np.inf, np.inf]


@pytest.mark.parametrize("rules", [{}, {"dampening": 0.5}, {"nesterov": True}])
def test_at_the_edge_of_stability_the_variance_is_infinite_for_a_number_as_for_an_array(rules):
    edge = theory.stable_product(0.5, **rules)
    assert theory.stationary_variance(1.0, edge, 0.5, 1.0, **rules) == np.inf
    assert theory.stationary_variance(1.0, [edge], 0.5, 1.0, **rules).tolist() == [np.inf]


def test_a_variance_beyond_all_numbers_is_infinite():
    assert theory.stationary_variance(1.0, 0.5, 0.0, noise_scale=1e200) == np.inf


def test_without_memory_the_variance_is_that_of_a_first_order_process():
    rate = np.array([0.1, 0.7, 1.5])
    expected = (rate * 2.0) ** 2 / (1 - (1 - rate) ** 2)
    np.testing.assert_allclose(theory.stationary_variance(1.0, rate, 0.0, 2.0), expected, rtol=1e-13)


@pytest.mark.parametrize("name", ["optimal_gradient_descent", "optimal_heavy_ball", "optimal_nesterov"])
def test_optima_need_a_bowl(name):
    optimum = getattr(theory, name)
    with pytest.raises(ValueError, match=r"^lambda_min must be positive and finite; got 0\.$"):
        optimum(0, 1)
    with pytest.raises(ValueError, match=r"^lambda_max must be positive and finite; got -1\.$"):
        optimum(1, -1)
    with pytest.raises(ValueError, match=r"^lambda_min must not exceed lambda_max; got 2 and 1\.$"):
        optimum(2, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.rate([], 0.1), r"eigenvalues must be a number or an array of numbers; got \[\]\."),
        (lambda: theory.rate(["a"], 0.1), r"eigenvalues must be a number or an array of numbers; got \['a'\]\."),
        (lambda: theory.is_stable(np.nan, 0.1), r"eigenvalue must be finite; got nan\."),
        (lambda: theory.rate(1, 0.1, nesterov="no"), r"nesterov must be True or False; got 'no'\."),
        (lambda: theory.critical_beta(1, 0.1, nesterov=1), r"nesterov must be True or False; got 1\."),
        (lambda: theory.iterate(1, 0.1, 0.5, 3, np.nan), r"start must be finite; got nan\."),
        (lambda: theory.iterate(1, 0.1, 0.5, 3, velocity=np.inf), r"velocity must be finite; got inf\."),
        (
            lambda: theory.spectral_radius([1, 2], [0.1, 0.2, 0.3]),
            r"settings must broadcast together; got the shapes eigenvalue \(2,\), learning_rate \(3,\)\.",
        ),
        (
            lambda: theory.is_stable([1, 2], 0.1, [0.1, 0.2, 0.3]),
            r"settings must broadcast together; got the shapes eigenvalue \(2,\), beta \(3,\)\.",
        ),
        (
            lambda: theory.effective_learning_rate([0.1, 0.2], [0.1, 0.2, 0.3]),
            r"settings must broadcast together; got the shapes learning_rate \(2,\), beta \(3,\)\.",
        ),
        (
            lambda: theory.optimal_heavy_ball([1, 2], [3, 4, 5]),
            r"settings must broadcast together; got the shapes lambda_min \(2,\), lambda_max \(3,\)\.",
        ),
        (lambda: theory.rate([1, np.nan], 0.1), r"eigenvalues must be finite; got nan\."),
        (lambda: theory.rate([[1, 2], [3, 4]], 0.1), r"eigenvalues must be in a row \(n,\); got the shape \(2, 2\)\."),
        (lambda: theory.transition(np.inf, 0.1), r"eigenvalue must be finite; got inf\."),
        (lambda: theory.spectral_radius(1, 0), r"learning_rate must be positive and finite; got 0\."),
        (lambda: theory.spectral_radius(1, 0.1, 1), r"beta must lie in \[0, 1\); got 1\."),
        (lambda: theory.spectral_radius(1, 0.1, 0.5, dampening=2), r"dampening must lie in \[0, 1\); got 2\."),
        (
            lambda: theory.is_stable(1, 0.1, 0.5, dampening=0.5, nesterov=True),
            r"nesterov must come without dampening; got dampening=0\.5\.",
        ),
        (lambda: theory.iterate(1, 0.1, 0.5, -1), r"steps must be whole numbers from 0 up; got -1\."),
        (
            lambda: theory.iterate(1, 0.1, 0.5, [[1], [2, 3]]),
            r"steps must be whole numbers from 0 up; got \[\[1\], \[2, 3\]\]\.",
        ),
        (lambda: theory.iterate(1, 0.1, 0.5, 1.5), r"steps must be whole numbers from 0 up; got 1\.5\."),
        (lambda: theory.critical_beta(-1, 0.1), r"eigenvalue must be positive and finite; got -1\."),
        (lambda: theory.averaging_window(1), r"beta must lie in \[0, 1\); got 1\."),
        (lambda: theory.effective_learning_rate(-1, 0.5), r"learning_rate must be positive and finite; got -1\."),
        (lambda: theory.stationary_variance(1, 0.1, 0.5, -1), r"noise_scale must be finite and not negative; got -1\."),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        call()


# Of every argument a value that is allowed beside all others of this table, and one that is refused.
SETTINGS = {
    "eigenvalue": (1.0, -np.inf), "eigenvalues": (1.0, np.nan), "lambda_min": (1.0, 3.0), "lambda_max": (2.0, 0.5),
    "learning_rate": (0.1, 0.0), "beta": (0.5, 1.0), "dampening": (0.25, -0.1), "noise_scale": (1.0, -1.0),
    "steps": (3, -1), "start": (1.0, np.nan), "velocity": (0.0, np.inf),
}  # fmt: skip


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("name", theory.__all__)
def test_one_bad_number_among_good_ones_is_refused_wherever_it_stands(name, place):
    call = getattr(theory, name)
    taken = [setting for setting in signature(call).parameters if setting != "nesterov"]
    good = {setting: SETTINGS[setting][0] for setting in taken}
    call(**good)
    for setting in taken:
        row = np.full(3, good[setting])
        call(**good | {setting: row})
        row[place] = SETTINGS[setting][1]
        with pytest.raises(ValueError, match=rf"^{setting} must |^lambda_min must not exceed lambda_max; got "):
            call(**good | {setting: row})
