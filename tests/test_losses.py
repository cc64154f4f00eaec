"""Losses: formula, gradient and Hessian agree, and the minimizers are minimizers."""

import numpy as np
import pytest

from momentum import LOSSES, ravine

losses = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
POLYNOMIALS = {name: loss for name, loss in LOSSES.items() if loss.polynomial is not None}
POINTED = {"ackley"}  # its minimizer is the tip of a cone
TURN = np.linspace(0, 2 * np.pi, 13)


def sample(loss, count=40):
    (x_from, x_to), (y_from, y_to) = loss.extent
    return np.random.default_rng(7).uniform((x_from, y_from), (x_to, y_to), (count, 2))


def central_differences(function, theta, width=1e-5):
    steps = width * np.eye(2)
    return np.stack([(function(theta + step) - function(theta - step)) / (2 * width) for step in steps], axis=-1)


def test_every_loss_is_found_under_its_name():
    assert {"ravine", "rosenbrock", "saddle"} <= set(LOSSES)
    assert [loss.name for loss in LOSSES.values()] == list(LOSSES)


@losses
def test_the_gradient_is_the_slope_of_the_value(loss):
    theta = sample(loss)
    # central differences of width h err by h**2 f''' / 6 and by rounding / h: about 1e-10 of the largest value
    scale = np.abs(loss.value(theta)).max() + np.abs(loss.gradient(theta)).max()
    np.testing.assert_allclose(loss.gradient(theta), central_differences(loss.value, theta), atol=2e-9 * scale)


@losses
def test_the_hessian_is_the_slope_of_the_gradient(loss):
    theta = sample(loss)
    hessian = loss.hessian(theta)
    np.testing.assert_allclose(
        hessian, central_differences(loss.gradient, theta), atol=2e-9 * np.abs(loss.gradient(theta)).max()
    )
    np.testing.assert_array_equal(hessian, np.swapaxes(hessian, -1, -2))


polynomials = pytest.mark.parametrize("loss", POLYNOMIALS.values(), ids=POLYNOMIALS)


@polynomials
def test_the_coefficients_are_the_formula(loss):
    theta = sample(loss)
    # the expanded polynomial rounds at the size of its largest term
    size = np.polynomial.polynomial.polyval2d(*np.abs(theta.T), np.abs(loss.coefficients)).max()
    values = np.polynomial.polynomial.polyval2d(*theta.T, loss.coefficients)
    np.testing.assert_allclose(values, loss.value(theta), rtol=0, atol=1e-14 * size)


@losses
def test_minimizers_are_the_lowest_points_in_view(loss):
    assert loss.minimizers
    for minimizer in loss.minimizers:
        # the irrational minimizers are rounded to a double: 1e-16 of the place times a curvature of up to 100
        np.testing.assert_allclose(loss.gradient(minimizer), 0, atol=1e-13)
        if loss.name not in POINTED:
            assert (np.linalg.eigvalsh(loss.hessian(minimizer)) > 0).all()
        ring = minimizer + 1e-3 * np.column_stack([np.cos(TURN), np.sin(TURN)])
        assert (loss.value(ring) > loss.value(minimizer) + 1e-9).all()
        assert loss.value(minimizer) == pytest.approx(loss.minimum, abs=1e-12)
    assert loss.value(sample(loss, 10_000)).min() > loss.minimum


@losses
def test_start_and_minimizers_are_in_view(loss):
    (x_from, x_to), (y_from, y_to) = loss.extent
    for x, y in (loss.start, *loss.minimizers):
        assert x_from < x < x_to
        assert y_from < y < y_to


@losses
def test_any_leading_axes_are_points_of_their_own(loss):
    theta = sample(loss, 6).reshape(3, 2, 2)
    assert loss.value(theta).shape == (3, 2)
    assert loss.gradient(theta).shape == (3, 2, 2)
    assert loss.hessian(theta).shape == (3, 2, 2, 2)
    assert loss.value(theta[1, 0]) == loss.value(theta)[1, 0]
    assert loss.gradient(theta[1, 0]).tolist() == loss.gradient(theta)[1, 0].tolist()
    assert loss.slopes(theta[1, 0].tolist()) == loss.gradient(theta)[1, 0].tolist()


@losses
def test_a_value_at_one_point_is_a_plain_number(loss):
    assert type(loss.value(loss.start)) is float


def test_known_values():
    assert LOSSES["ravine"].value((-9, 1.5)) == 68.625
    assert LOSSES["rosenbrock"].value((-1.2, 1)) == pytest.approx(24.2, rel=1e-15)
    assert LOSSES["beale"].value((0, 0)) == 1.5**2 + 2.25**2 + 2.625**2
    assert LOSSES["himmelblau"].value((0, 0)) == 170
    assert LOSSES["matyas"].value((10, 10)) == pytest.approx(4, rel=1e-13)
    assert LOSSES["styblinski-tang"].minimum == pytest.approx(-78.33233140754, rel=1e-13)
    assert LOSSES["double well"].value((1, 0)) == 2.25
    assert LOSSES["saddle"].gradient((0, 0)).tolist() == [0, 0]


def test_the_rotated_ravine_is_the_ravine_turned():
    turn = np.array([[0.8, 0.6], [-0.6, 0.8]])
    theta = sample(LOSSES["rotated ravine"])
    # one rotation more rounds a few units in the last place
    np.testing.assert_allclose(LOSSES["rotated ravine"].value(theta), ravine().value(theta @ turn.T), rtol=1e-13)


def test_the_condition_number_of_a_ravine_is_that_of_its_hessian():
    assert np.linalg.cond(ravine(40).hessian((1, 1))) == pytest.approx(40, rel=1e-14)


@losses
def test_every_loss_says_what_it_is_like_in_a_sentence(loss):
    assert loss.about[0].isupper()
    assert loss.about.endswith(".")
