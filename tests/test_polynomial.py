"""Polynomials: their algebra is that of the functions they stand for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum.engine.polynomial import Polynomial, X, Y, as_polynomial

small = st.integers(-5, 5).map(float)
tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(st.lists(small, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)
polynomials = tables.map(lambda table: Polynomial(np.array(table)))
# Small whole numbers: every sum and product below is exact in floating point.
places = st.tuples(small, small)


@given(polynomials, polynomials, places)
def test_sums_products_and_differences_are_those_of_the_values(p, q, place):
    assert (p + q)(*place) == p(*place) + q(*place)
    assert (p - q)(*place) == p(*place) - q(*place)
    assert (p * q)(*place) == p(*place) * q(*place)


@given(polynomials, small, places)
def test_numbers_mix_with_polynomials_from_both_sides(p, number, place):
    assert (number + p)(*place) == (p + number)(*place) == p(*place) + number
    assert (number * p)(*place) == (np.float64(number) * p)(*place) == p(*place) * number
    assert (number - p)(*place) == -((p - number)(*place))
    assert (p / 4)(*place) == p(*place) / 4


@given(polynomials, st.integers(0, 3), places)
def test_a_power_is_a_repeated_product(p, exponent, place):
    assert (p**exponent)(*place) == p(*place) ** exponent


@given(polynomials, polynomials, st.integers(0, 1), places)
def test_derivatives_follow_the_product_rule(p, q, axis, place):
    product = (p * q).derivative(axis)(*place)
    assert product == (p.derivative(axis) * q + p * q.derivative(axis))(*place)


@given(polynomials, st.lists(places, min_size=1, max_size=5))
def test_values_of_many_points_are_bit_for_bit_those_of_plain_numbers(p, points):
    x, y = np.array(points).T / 7  # sevenths are rounded, so that the order of operations would show
    together = np.broadcast_to(p(x, y), x.shape)
    assert together.tolist() == [p(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]


def test_derivatives_of_a_known_polynomial():
    p = 3 * X**2 * Y - Y**3 / 2 + 7
    assert p.derivative(0).coefficients.tolist() == [[0, 0], [0, 6]]
    assert p.derivative(1).coefficients.tolist() == [[0, 0, -1.5], [0, 0, 0], [3, 0, 0]]
    assert as_polynomial(4).derivative(1).coefficients.tolist() == [[0]]


def test_the_table_cannot_be_changed_and_has_no_empty_edges():
    p = X * Y - X * Y + 2
    assert p.coefficients.tolist() == [[2]]
    with pytest.raises(ValueError, match="read-only"):
        p.coefficients[0, 0] = 1


@pytest.mark.parametrize(
    "operation",
    [
        lambda: X**0.5,
        lambda: X**-1,
        lambda: 2**X,
        lambda: 1 / X,
        lambda: X / Y,
        lambda: abs(X),
        lambda: np.sin(X),
        lambda: X + "1",
        lambda: X * 1j,
        lambda: X > 0,
        lambda: float(X),
        lambda: as_polynomial("x"),
    ],
)
def test_what_leaves_the_polynomials_is_a_type_error(operation):
    with pytest.raises(TypeError):
        operation()


def test_a_high_power_in_both_variables_is_evaluated():
    assert ((X + Y) ** 40)(0.5, 0.5) == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_coefficients_that_are_not_finite_are_refused(number):
    with pytest.raises(ValueError, match=rf"^coefficients must be finite; got {number}\.$"):
        X * number + Y


def test_a_table_of_another_shape_is_refused():
    allowed = r"^coefficients must be a table of the shape \(m, n\)"
    with pytest.raises(ValueError, match=allowed + r"; got the shape \(1, 0\)\.$"):
        Polynomial(np.array([]))
    with pytest.raises(ValueError, match=r"got the shape \(1, 1, 1\)\."):
        Polynomial(np.zeros((1, 1, 1)))
