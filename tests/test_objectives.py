"""Quadratics, losses of one's own, noise, and the function on which heavy ball cycles."""

import numpy as np
import pytest

from momentum import CyclingLoss, Function, Momentum, Noisy, Quadratic, descend, quadratic, ravine
from momentum.theory import optimal_heavy_ball

RNG = np.random.default_rng(11)


@pytest.mark.parametrize("bowl", [quadratic([3.0]), quadratic([1, 10, 100]), quadratic([1, 25], rotation=0.7)])
def test_a_quadratic_is_half_theta_times_hessian_times_theta(bowl):
    theta = RNG.normal(size=(5, 4, bowl.dimension))
    hessian = bowl.hessian()
    np.testing.assert_allclose(np.sort(np.linalg.eigvalsh(hessian)), np.sort(bowl.eigenvalues), rtol=1e-14)
    np.testing.assert_allclose(bowl.gradient(theta), theta @ hessian, rtol=1e-13, atol=1e-13)
    values = np.einsum("...i,ij,...j", theta, hessian, theta) / 2
    np.testing.assert_allclose(bowl.value(theta), values, rtol=1e-13)
    np.testing.assert_allclose(bowl.slopes(theta[0, 0].tolist()), bowl.gradient(theta)[0, 0], rtol=0, atol=0)
    assert bowl.minimum == bowl.value(bowl.minimizers[0]) == 0


def test_the_first_direction_of_a_rotated_quadratic_points_along_its_angle():
    np.testing.assert_allclose(quadratic([1, 9], rotation=np.pi / 2).hessian(), np.diag([9, 1]), atol=1e-15)
    np.testing.assert_allclose(quadratic([1, 9], rotation=0.3).directions[:, 0], [np.cos(0.3), np.sin(0.3)], atol=0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), r"eigenvalues must be a number or an array of numbers; got \[\]\."),
        ((None,), r"eigenvalues must be a number or an array of numbers; got None\."),
        (([1, 2j],), r"eigenvalues must be a number or an array of numbers; got \[1, 2j\]\."),
        (([[1, 2]],), r"eigenvalues must be in a row; got the shape \(1, 2\)\."),
        (([1, -2],), r"eigenvalues must be finite and not negative; got -2\."),
        (([1, np.nan],), r"eigenvalues must be finite and not negative; got nan\."),
        (([1, 2, 3], 0.5), r"rotation needs two eigenvalues; got 3\."),
        (([1, 2], np.inf), r"rotation must be finite; got inf\."),
        (([1, 2], "left"), r"rotation must be a single number; got 'left'\."),
        (([1, 2], [0.1, 0.2]), r"rotation must be a single number; got \[0\.1, 0\.2\]\."),
    ],
)
def test_bowls_without_a_minimum_or_a_shape_are_refused(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        quadratic(*arguments)
    with pytest.raises(ValueError, match=f"^{message}$"):
        Quadratic(*arguments)


def test_a_function_of_ones_own_takes_the_path_of_the_same_loss():
    loss = ravine()
    own = Function(loss.value, loss.gradient)
    start, rule = RNG.normal(size=(3, 2)), Momentum(0.05, 0.8)
    one, other = descend(own, rule, start, 30), descend(loss, rule, start, 30)
    np.testing.assert_array_equal(one.theta, other.theta)
    np.testing.assert_array_equal(one.gradient, other.gradient)
    np.testing.assert_array_equal(one.velocity, other.velocity)
    np.testing.assert_array_equal(one.loss, other.loss)


def test_noise_has_the_stated_scale_and_the_value_none():
    theta = np.zeros((2, 200_000, 2))
    noisy = Noisy(ravine(), np.array([[0.5], [2.0]]), np.random.default_rng(5))
    # the standard error of a standard deviation from 400 000 draws is 0.0011 of it: four of those
    np.testing.assert_allclose(noisy.gradient(theta).std(axis=(1, 2)), [0.5, 2.0], rtol=0.0045)
    assert (noisy.gradient(theta) != noisy.gradient(theta)).all()
    assert (noisy.value(theta) == 0).all()


def test_every_parameter_of_every_run_has_noise_of_its_own():
    draws = Noisy(quadratic([1.0, 4.0]), 1.0, np.random.default_rng(6)).gradient(np.zeros((3, 40_000, 2)))
    # Six samples of 40 000 draws: what is independent correlates by 0.005 on average, and here by less than four times.
    correlation = np.corrcoef(np.moveaxis(draws, 1, -1).reshape(6, -1))
    np.testing.assert_allclose(correlation, np.eye(6), atol=0.02)


def test_the_same_seed_gives_the_same_noisy_run():
    runs = [descend(Noisy(ravine(), 1.0, np.random.default_rng(9)), Momentum(0.02, 0.9), (3, 1), 50) for _ in range(2)]
    np.testing.assert_array_equal(runs[0].theta, runs[1].theta)
    assert (runs[0].gradient != ravine().gradient(runs[0].theta)).all()


def test_noise_is_checked():
    with pytest.raises(ValueError, match=r"^noise_scale must be finite and not negative; got -1\.$"):
        Noisy(ravine(), -1, np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"^rng must be a NumPy random Generator; got 0\.$"):
        Noisy(ravine(), 1, 0)


def test_the_best_heavy_ball_for_quadratics_cycles_on_a_convex_function():
    best = optimal_heavy_ball(1, 25)
    assert (best.learning_rate, best.beta) == pytest.approx((1 / 9, 4 / 9), rel=1e-15)
    run = descend(CyclingLoss(), Momentum(1 / 9, 4 / 9), [3.3], 2000)
    cycle = np.array([2592, 792, -2208]) / 1225
    end = run.theta[-3:, 0]
    # rounding near the cycle, which attracts
    np.testing.assert_allclose(np.roll(end, -np.argmax(end)), cycle, rtol=1e-13)


def test_the_cycling_function_is_smooth_with_curvatures_from_1_to_25():
    loss, x = CyclingLoss(), np.linspace(-3, 5, 80_001)[:, np.newaxis]
    slope = loss.gradient(x)[:, 0]
    bends = np.diff(slope) / np.diff(x[:, 0])
    assert bends.min() == pytest.approx(1, rel=1e-9)
    assert bends.max() == pytest.approx(25, rel=1e-9)
    differences = np.diff(loss.value(x)) / np.diff(x[:, 0])
    np.testing.assert_allclose(differences, (slope[1:] + slope[:-1]) / 2, atol=1e-9)
    assert loss.slopes([0.5]) + loss.slopes([1.5]) + loss.slopes([2.5]) == [12.5, 25.5, 38.5]
