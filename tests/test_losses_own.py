"""A loss or a ravine of one's own: what it takes, and what it refuses with a sentence."""

import math
import re

import numpy as np
import pytest

from momentum import LOSSES, Loss, ravine


@pytest.mark.parametrize("number", [0.5, -3, np.inf, np.nan])
def test_a_condition_number_below_one_is_refused(number):
    with pytest.raises(ValueError, match=rf"^condition_number must be finite and at least 1; got {number}\.$"):
        ravine(number)


VIEW = {"minimizers": ((0.0, 0.0),), "start": (1.0, 1.0), "extent": ((-2.0, 2.0), (-1.0, 1.0))}


def disguised(x, y):
    return x**2 + (y if isinstance(x, np.ndarray | np.float64) else 0)


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (lambda x, y: abs(x) + y**2, "abs\\(\\) has a kink, where it has no slope"),
        (lambda x, y: np.abs(x) + y**2, "np.absolute is not among what can be differentiated: .+, np.sin, .+"),
        (lambda x, y: np.maximum(x, y), "np.maximum is not among .+"),
        (lambda x, y: max(x, y), "np.greater is not among .+"),
        (lambda x, y: x**2 if x > 0 else y**2, "np.greater is not among .+"),
        (lambda x, y: np.where(x > 0, x, y), "np.greater is not among .+"),
        (lambda x, y: x**2 if x == y else y, "np.equal is not among .+"),
        (lambda x, y: x % 2, "np.remainder is not among .+"),
        (lambda x, y: np.sum(x), "np.add.reduce is not among .+"),
        (lambda x, y: 2**x, "a power must have a number for its exponent; .+"),
        (lambda x, y: x and y, "it asks whether something is true, .+"),
        (lambda x, y: math.sin(x) + y, "must be real number, not _Symbol"),
        (lambda x, y: x.sum(), ".+ has no attribute 'sum'"),
        (lambda x, y: 1j * x, "it is made of x, y and finite numbers; got 1j"),
        (lambda x, y: np.nan * x, "it is made of x, y and finite numbers; got nan"),
        (lambda x, y: x**True, "it is made of x, y and finite numbers; got True"),
        (lambda x, y: [x, y], "it is made of x, y and finite numbers; got \\[x, y\\]"),
        (lambda x, y: None, "it is made of x, y and finite numbers; got None"),
        (lambda x: x, ".+ takes 1 positional argument but 2 were given"),
        (lambda x, y: x / 0, "it has no finite value and slope at \\(1.0, 1.0\\)"),
        (lambda x, y: y / x, "it has no finite value and slope at \\(0.0, 0.0\\)"),
        (lambda x, y: x**-1 + y, "it has no finite value and slope at \\(0.0, 0.0\\)"),
        (lambda x, y: np.log(x) + y**2, "it has no finite value and slope at \\(0.0, 0.0\\)"),
        (lambda x, y: np.sqrt(x) + y**2, "it has no finite value and slope at \\(0.0, 0.0\\)"),
        (disguised, "its symbols and its values disagree"),
    ],
)
def test_a_formula_without_slopes_is_refused_and_shown_the_way(formula, reason):
    sentence = "formula must be one that can be differentiated; got 'odd', where"
    with pytest.raises(ValueError, match=rf"^{sentence} {reason}\. Other losses: Function\(value, gradient\)\.$"):
        Loss("odd", formula, **VIEW)


@pytest.mark.parametrize("formula", [lambda x, y: np.square(x) + y * y, lambda x, y: +x * x + y**2.0])
def test_a_polynomial_is_known_however_it_is_written(formula):
    assert Loss("bowl", formula, **VIEW).coefficients.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]


def test_a_loss_that_is_no_polynomial_has_no_coefficients():
    wave = Loss("wave", lambda x, y: np.sin(x) + y**2, **VIEW)
    assert wave.coefficients is wave.polynomial is wave.partials is None


@pytest.mark.parametrize(("away", "power"), [(1000.0, 6), (5000.0, 4)])  # multiplied out, terms of 10**15 cancel
def test_slopes_far_from_zero_are_those_of_the_formula(away, power):
    sides = ((away - 1, away + 1), (away - 1, away + 1))
    formula = lambda x, y: (x - away) ** power + (y - away) ** 2  # noqa: E731
    far = Loss("far", formula, ((away, away),), (away + 1, away), sides)
    assert far.polynomial is None
    np.testing.assert_allclose(far.gradient([away + 0.125, away]), [power * 0.125 ** (power - 1), 0], rtol=1e-9, atol=0)


def test_the_polynomials_among_the_losses_keep_their_coefficients():
    bent = {"mccormick", "winding valley", "ackley", "patched valley"}
    assert {name for name, loss in LOSSES.items() if loss.polynomial is None} == bent


def test_a_constant_formula_is_a_polynomial():
    flat = Loss("flat", lambda x, y: 3, **VIEW)
    assert flat.value(np.zeros((4, 2))).tolist() == [3, 3, 3, 3]
    assert flat.gradient(np.zeros((4, 2))).tolist() == [[0, 0]] * 4


@pytest.mark.parametrize(
    ("formula", "slope"),
    [
        (lambda x, y: x**2, [2, 0]),
        (lambda x, y: x**2 + 3 * y, [2, 3]),
        (lambda x, y: 2 * x + y**2, [2, 4]),
        (lambda x, y: 5 * (x - 1) + y, [5, 1]),
        (lambda x, y: x * 0, [0, 0]),
    ],
)
def test_a_polynomial_may_have_one_slope_everywhere(formula, slope):
    plane = Loss("plane", formula, **VIEW)
    assert plane.polynomial is not None
    np.testing.assert_array_equal(plane.gradient([[1, 2]]), [slope])


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("start", (np.nan, 1), r"start must be finite; got nan\."),
        ("start", (1, 2, 3), r"start must have the shape \(\.\.\., 2\); got the shape \(3,\)\."),
        ("start", [(1, 2)], r"start must be one point \(x, y\); got \[\(1, 2\)\]\."),
        ("minimizers", (0.0, 0.0), r"minimizers must be one point \(x, y\) or more, in a tuple; got \(0\.0, 0\.0\)\."),
        ("minimizers", (), r"minimizers must have the shape \(\.\.\., 2\); got the shape \(0,\)\."),
        ("minimizers", ((np.inf, 0),), r"minimizers must be finite; got inf\."),
        ("extent", None, r"extent must hold numbers in the shape \(\.\.\., 2\); got None\."),
        ("extent", ((0, np.inf), (0, 1)), r"extent must be finite; got inf\."),
        ("extent", (0, 1), r"extent must be \(\(x from, x to\), .+ each growing; got \(0, 1\)\."),
    ],
)
def test_points_of_a_loss_that_are_none_are_refused(field, value, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        Loss("bowl", lambda x, y: x**2 + y**2, **(VIEW | {field: value}))


def test_an_extent_that_does_not_grow_is_refused():
    with pytest.raises(ValueError, match=r"^extent must be \(\(x from, x to\), \(y from, y to\)\), each growing; got"):
        Loss("thin", lambda x, y: x + y, **(VIEW | {"extent": ((0, 0), (0, 1))}))


@pytest.mark.parametrize("number", ["steep", None, [1, 2], True])
def test_a_condition_number_that_is_no_number_is_refused(number):
    with pytest.raises(
        ValueError, match=rf"^condition_number must be a single number; got {re.escape(repr(number))}\.$"
    ):
        ravine(number)


@pytest.mark.parametrize("method", ["value", "gradient", "hessian"])
@pytest.mark.parametrize("theta", ["top", None, [[1, 2], [3]], [1j, 2]])
def test_points_that_are_no_numbers_are_refused(method, theta):
    shown = re.escape(repr(theta))
    with pytest.raises(ValueError, match=rf"^theta must hold numbers in the shape \(\.\.\., 2\); got {shown}\.$"):
        getattr(ravine(), method)(theta)


@pytest.mark.parametrize("method", ["value", "gradient", "hessian"])
def test_points_of_another_dimension_are_refused(method):
    with pytest.raises(ValueError, match=r"^theta must have the shape \(\.\.\., 2\); got the shape \(5, 3\)\.$"):
        getattr(ravine(), method)(np.zeros((5, 3)))
