"""Theory: closed forms against simulation, against NumPy's eigenvalues and against published numbers."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from momentum import OPTIMIZERS, Momentum, descend, quadratic, theory

# name -> keywords of theory and of Momentum, given beta
KINDS = {
    "gradient descent": lambda beta: (0.0, {}),
    "heavy ball": lambda beta: (beta, {}),
    "averaged": lambda beta: (beta, {"dampening": beta}),
    "nesterov": lambda beta: (beta, {"nesterov": True}),
}
kinds = pytest.mark.parametrize("kind", KINDS)
products, betas = st.floats(0.01, 3.5), st.floats(0.0, 0.99)


@kinds
@given(product=products, beta=betas)
def test_the_transition_is_one_step(kind, product, beta):
    beta, rules = KINDS[kind](beta)
    rule, bowl = Momentum(product / 4, beta, **rules), quadratic([4.0])
    theta = np.array([1.7])
    theta, state = rule.step(theta, rule.init(theta), bowl.gradient(theta))
    after, moved = rule.step(theta, state, bowl.gradient(theta))
    expected = theory.transition(4.0, product / 4, beta, **rules) @ [state.velocity[0], theta[0]]
    np.testing.assert_allclose([moved.velocity[0], after[0]], expected, rtol=1e-12, atol=1e-12)


@kinds
@given(product=products, beta=betas)
def test_the_closed_form_is_the_simulation(kind, product, beta):
    beta, rules = KINDS[kind](beta)
    run = descend(quadratic([4.0]), Momentum(product / 4, beta, **rules), [1.7], 40)
    closed = theory.iterate(4.0, product / 4, beta, np.arange(41), 1.7, **rules)
    # relative to the largest iterate so far: a swinging run passes through zero
    size = np.maximum.accumulate(np.abs(run.theta[:, 0]))
    assert (np.abs(closed - run.theta[:, 0]) <= 1e-9 * size).all()


METHODS = {name: make(0.3) for name, make in OPTIMIZERS.items() if isinstance(make(0.3), Momentum)}


@pytest.mark.parametrize("rule", METHODS.values(), ids=METHODS)
def test_every_momentum_method_of_the_registry_has_the_closed_form(rule):
    run = descend(quadratic([1.0]), rule, [1.7], 40)
    rules = {"dampening": rule.dampening, "nesterov": rule.nesterov}
    closed = theory.iterate(1.0, rule.learning_rate, rule.beta, np.arange(41), 1.7, **rules)
    np.testing.assert_allclose(closed, run.theta[:, 0], rtol=0, atol=1e-9)


@kinds
@pytest.mark.parametrize("product", [0.01, 0.25, 1.0])
@pytest.mark.parametrize("nudge", [0.0, 1e-16, 1e-12, 1e-8, -1e-12, -1e-8])
def test_the_closed_form_holds_where_the_roots_meet(kind, product, nudge):
    critical = theory.critical_beta(1.0, product, nesterov=kind == "nesterov")
    beta, rules = KINDS[kind](min(max(critical + nudge, 0.0), 0.999))
    rate = product / (1 - beta) if kind == "averaged" else product
    run = descend(quadratic([1.0]), Momentum(rate, beta, **rules), [1.0], 40)
    closed = theory.iterate(1.0, rate, beta, np.arange(41), **rules)
    np.testing.assert_allclose(closed, run.theta[:, 0], rtol=1e-9, atol=1e-15)


@given(products, betas, st.integers(0, 60))
def test_a_velocity_at_the_start_counts(product, beta, steps):
    power = np.linalg.matrix_power(theory.transition(2.0, product / 2, beta), steps)
    closed = theory.iterate(2.0, product / 2, beta, steps, 0.5, velocity=-3.0)
    assert closed == pytest.approx((power @ [-3.0, 0.5])[1], rel=1e-9, abs=1e-9 * np.abs(power).max())


@kinds
@given(product=products, beta=betas)
def test_the_radius_is_that_of_the_transition(kind, product, beta):
    beta, rules = KINDS[kind](beta)
    matrix = theory.transition(4.0, product / 4, beta, **rules)
    # near a double root the eigenvalues themselves are only good to the root of the rounding: not compared there
    assume(abs(np.trace(matrix) ** 2 - 4 * np.linalg.det(matrix)) > 1e-3)
    radius = np.abs(np.linalg.eigvals(matrix)).max()
    assert theory.spectral_radius(4.0, product / 4, beta, **rules) == pytest.approx(radius, rel=1e-12)


def test_a_map_of_radii_agrees_with_eigvals():
    rates, betas = np.meshgrid(np.linspace(0.013, 3.9, 60), np.linspace(0, 0.99, 40))
    for nesterov in (False, True):
        radii = theory.spectral_radius(1.0, rates, betas, nesterov=nesterov)
        eigenvalues = np.linalg.eigvals(theory.transition(1.0, rates, betas, nesterov=nesterov))
        np.testing.assert_allclose(radii, np.abs(eigenvalues).max(axis=-1), rtol=1e-12)


@pytest.mark.parametrize("nesterov", [False, True])
def test_a_large_map_is_its_cells_one_by_one(nesterov):
    rates, betas = np.linspace(0.01, 3.9, 300), np.linspace(0, 0.99, 170)[:, np.newaxis]  # more cells than one piece
    eigenvalues = [0.1, 0.4, 1.0]
    whole = theory.rate(eigenvalues, rates, betas, nesterov=nesterov)
    assert whole.shape == (170, 300)
    rows = [theory.rate(eigenvalues, rates, beta, nesterov=nesterov) for beta in betas]
    np.testing.assert_array_equal(whole, rows)


def test_beyond_the_finite_numbers_nothing_warns():
    assert theory.rate([1e300], 1e300, 0.5) == np.inf
    assert not np.isfinite(theory.iterate(1.0, 10.0, 0.5, 10_000))


def test_complex_roots_have_the_modulus_root_beta():
    beta = np.linspace(0.3, 0.95, 14)
    assert (theory.spectral_radius(1.0, 0.5, beta) == np.sqrt(beta)).all()


@kinds
def test_the_rate_is_that_of_the_worst_direction(kind):
    rates, betas = np.meshgrid(np.linspace(0.01, 0.5, 50), np.linspace(0, 0.95, 20))
    betas, rules = KINDS[kind](betas)
    eigenvalues = np.array([0.3, 1.0, 2.5, 4.0, 7.0])
    each = [theory.spectral_radius(eigenvalue, rates, betas, **rules) for eigenvalue in eigenvalues]
    for order in ([0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]):
        whole = theory.rate(eigenvalues[order], rates, betas, **rules)
        np.testing.assert_allclose(whole, np.max(each, axis=0), rtol=1e-14)


def test_published_optima():
    plain = theory.optimal_gradient_descent(0.01, 1.0)
    assert plain == pytest.approx((1.980198, 0.980198), abs=5e-7)  # Goh 2017, six decimals
    heavy = theory.optimal_heavy_ball(0.01, 1.0)
    assert heavy == pytest.approx((400 / 121, 81 / 121, 9 / 11), rel=1e-14)
    assert heavy.learning_rate == pytest.approx(3.305785, abs=5e-7)
    assert theory.optimal_heavy_ball(0.5, 2.0) == pytest.approx((8 / 9, 1 / 9, 1 / 3), rel=1e-14)  # Pedregosa 2022
    assert theory.critical_beta(1.0, 0.01) == pytest.approx(0.81, rel=1e-15)
    assert theory.spectral_radius(1.0, 0.01, 0.81) == pytest.approx(0.9, abs=1e-7)  # a double root


@pytest.mark.parametrize("eigenvalue", [1.0, 100.0])
def test_the_radius_keeps_its_digits_at_a_double_root(eigenvalue):
    # Of the difference of two squares, trace**2 - 4 beta, half the digits would be left, and of its root a quarter.
    optimum = theory.optimal_heavy_ball(1.0, 100.0)
    assert theory.spectral_radius(eigenvalue, optimum.learning_rate, optimum.beta) == pytest.approx(9 / 11, rel=1e-12)


@pytest.mark.parametrize(
    ("kind", "optimum"),
    [
        ("gradient descent", theory.optimal_gradient_descent),
        ("heavy ball", theory.optimal_heavy_ball),
        ("nesterov", theory.optimal_nesterov),
    ],
)
@pytest.mark.parametrize("extremes", [(0.01, 1.0), (0.5, 2.0), (3.0, 40.0)])
def test_no_settings_on_a_grid_beat_the_optimum(kind, optimum, extremes):
    best = optimum(*extremes)
    beta, rules = KINDS[kind](getattr(best, "beta", 0.0))
    # at double roots rounding enters with its square root
    assert theory.rate(extremes, best.learning_rate, beta, **rules) == pytest.approx(best.rate, abs=1e-7)
    rates = best.learning_rate * np.linspace(0.5, 1.2, 141)[:, np.newaxis]
    betas = KINDS[kind](np.linspace(0, 0.99, 199))[0]
    assert np.min(theory.rate(extremes, rates, betas, **rules)) >= best.rate - 1e-12
    np.testing.assert_allclose(np.array(optimum(*np.array([extremes, extremes]).T))[:, 1], best, rtol=1e-14)


@kinds
@given(beta=betas)
def test_the_stability_bound_holds_from_both_sides(kind, beta):
    beta, rules = KINDS[kind](beta)
    bound = theory.stable_product(beta, **rules)
    for product, stable in ((bound * (1 - 1e-6), True), (bound * (1 + 1e-6), False), (bound, False)):
        assert theory.is_stable(2.0, product / 2, beta, **rules) is stable
        if product != bound:
            assert (theory.spectral_radius(2.0, product / 2, beta, **rules) < 1) is stable


def test_flat_and_downward_directions_are_not_stable():
    assert theory.is_stable([0.0, -1.0, 1.0], 0.1, 0.9).tolist() == [False, False, True]
    assert theory.spectral_radius(0.0, 0.1, 0.9) == pytest.approx(1.0, rel=1e-15)
    assert theory.spectral_radius(-1.0, 0.1, 0.9) > 1
