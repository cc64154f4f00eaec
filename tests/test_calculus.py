"""Forward differentiation: duals slope as differences do, and an expression is the formula that it was traced from."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from momentum import LOSSES, Momentum, descend
from momentum.engine import calculus, slopes
from momentum.engine.expression import evaluate, trace
from momentum.engine.slopes import compiled

losses = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
# Functions that are smooth and finite everywhere, so that any nest of them can be compared with differences.
ONE = {
    "sin": np.sin,
    "cos": np.cos,
    "exp": lambda a: np.exp(np.sin(a)),
    "log": lambda a: np.log(2 + np.cos(a)),
    "sqrt": lambda a: np.sqrt(1 + a**2 / 9),
    "square": lambda a: np.square(a) / 5,
    "power": lambda a: (2 + np.sin(a)) ** -1.5,
    "negative": lambda a: -a,
}
TWO = {
    "add": lambda a, b: a + 0.5 * b,
    "sub": lambda a, b: a - 0.5 * b,
    "mul": lambda a, b: a * np.sin(b),
    "div": lambda a, b: a / (2 + np.cos(b)),
}
leaves = st.sampled_from(["x", "y"]) | st.integers(-3, 3) | st.floats(-3, 3)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.tuples(st.sampled_from(sorted(ONE)), inner) | st.tuples(st.sampled_from(sorted(TWO)), inner, inner)
    ),
    max_leaves=8,
)
places = st.floats(-2, 2)


def built(tree):
    """The formula of a random tree."""

    def part(node, x, y):
        if isinstance(node, tuple):
            return (ONE | TWO)[node[0]](*(part(argument, x, y) for argument in node[1:]))
        return {"x": x, "y": y}[node] if isinstance(node, str) else node

    return lambda x, y: part(tree, x, y)


def differences(function, x, y, width):
    """Central differences of a number or a pair along x and y."""
    return np.array(
        [
            (np.array(function(x + width, y)) - np.array(function(x - width, y))) / (2 * width),
            (np.array(function(x, y + width)) - np.array(function(x, y - width))) / (2 * width),
        ]
    )


@given(trees, places, places)
def test_the_slope_of_any_formula_is_that_of_its_differences(tree, x, y):
    formula, width = built(tree), 1e-4
    found = calculus.gradient(formula, x, y)
    # a difference errs by width**2 f''' / 6; halving the width tells how much that is, with room for rounding / width
    wide, narrow = differences(formula, x, y, width), differences(formula, x, y, width / 2)
    np.testing.assert_allclose(
        found, narrow, rtol=0, atol=np.abs(wide - narrow).max() + 1e-9 * (1 + abs(formula(x, y)))
    )


@given(trees, places, places)
def test_the_second_slopes_are_the_differences_of_the_first(tree, x, y):
    formula, width = built(tree), 1e-4
    found = calculus.hessian(formula, x, y)

    def slopes(x, y):
        return calculus.gradient(formula, x, y)

    wide, narrow = differences(slopes, x, y, width), differences(slopes, x, y, width / 2)
    size = 1 + np.abs(slopes(x, y)).max() + abs(formula(x, y))
    np.testing.assert_allclose(np.transpose(found), narrow, rtol=0, atol=np.abs(wide - narrow).max() + 1e-9 * size)


@given(trees, st.lists(st.tuples(places, places), min_size=1, max_size=5))
def test_slopes_of_many_points_are_those_of_each(tree, points):
    formula, (x, y) = built(tree), np.array(points).T
    along = [np.broadcast_to(slope, x.shape) for slope in calculus.gradient(formula, x, y)]
    single = [calculus.gradient(formula, *point) for point in points]
    # a processor may compute a sine of many numbers by another path than that of one: the last place may differ
    np.testing.assert_allclose(np.transpose(along), np.array(single, dtype=float), rtol=1e-12, atol=1e-12)


@given(trees, st.lists(st.tuples(places, places), min_size=1, max_size=5))
def test_compiled_slopes_are_those_of_duals(tree, points):
    formula, (x, y) = built(tree), np.array(points).T
    found, wanted = compiled(formula)(x, y), calculus.gradient(formula, x, y)
    for one, other in zip(found, wanted, strict=True):
        # a square is a product here and NumPy's power there: they may differ in the last place
        np.testing.assert_allclose(one, other, rtol=1e-13, atol=1e-13)
    alone = [compiled(formula)(np.float64(x), np.float64(y)) for x, y in points]
    along = [np.broadcast_to(slope, x.shape) for slope in found]
    np.testing.assert_allclose(np.transpose(along), np.array(alone, dtype=float), rtol=1e-12, atol=1e-12)


def test_a_part_is_computed_once_and_what_does_not_slope_not_at_all(monkeypatch):
    asked = []
    monkeypatch.setitem(slopes._KNOWN, "exp", lambda a: asked.append(a) or np.exp(a))
    found = compiled(lambda x, y: np.exp(x) * np.exp(x) + 3 * y)(1.0, 2.0)
    assert found == (2 * np.exp(1.0) * np.exp(1.0), 3)
    assert asked == [1.0]


@given(trees, places, places)
def test_an_expression_survives_json_and_has_the_formula_s_value(tree, x, y):
    formula = built(tree)
    expression = json.loads(json.dumps(trace(formula)))
    # NumPy's square is a product and Python's power of a number the library's: they may differ in the last place
    assert evaluate(expression, x, y) == pytest.approx(formula(x, y), rel=1e-14, abs=1e-14)


@losses
def test_a_loss_s_expression_has_its_value_and_its_slopes(loss):
    x, y = np.random.default_rng(5).uniform(*np.transpose(loss.extent), (50, 2)).T
    theta = np.column_stack([x, y])
    expression = json.loads(json.dumps(loss.expression))
    np.testing.assert_allclose(evaluate(expression, x, y), loss.value(theta), rtol=1e-13)
    slopes = calculus.gradient(lambda x, y: evaluate(expression, x, y), x, y)
    scale = np.abs(loss.gradient(theta)).max()
    np.testing.assert_allclose(np.transpose(slopes), loss.gradient(theta), rtol=0, atol=1e-14 * scale)


def test_at_the_tip_of_a_cone_the_level_slope_is_taken():
    cone = lambda x, y: np.sqrt(x**2 + y**2)  # noqa: E731
    assert [float(slope) for slope in calculus.gradient(cone, 0.0, 0.0)] == [0, 0]
    assert [float(slope) for slope in calculus.gradient(cone, 3.0, 4.0)] == [0.6, 0.8]
    assert np.transpose(compiled(cone)(np.array([0.0, 3.0]), np.array([0.0, 4.0]))).tolist() == [[0, 0], [0.6, 0.8]]


@pytest.mark.parametrize("name", ["mccormick", "winding valley", "ackley"])
def test_runs_on_losses_with_sines_agree_alone_and_in_a_batch(name):
    loss = LOSSES[name]
    rates = np.array([0.01, 0.02, 0.05])
    batch = descend(loss, Momentum(rates, 0.5), loss.start, 30)
    for column, rate in enumerate(rates):
        alone = descend(loss, Momentum(rate, 0.5), loss.start, 30)
        # the last place of a sine may differ, and thirty steps of a rippled loss may make 1e6 of it
        np.testing.assert_allclose(alone.theta, batch.theta[:, column], atol=1e-9)
