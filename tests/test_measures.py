"""Measures: what captions say, on runs that can be counted by hand."""

import math
import re

import numpy as np
import pytest

from momentum import (
    Momentum,
    crossings,
    descend,
    distance_along_and_across,
    overshoot,
    quadratic,
    ravine,
    settled,
    steps_to,
)

HILL = quadratic([1.0])


def halving(steps=10, record="all"):
    return descend(HILL, Momentum(0.5), [4.0], steps, record=record)  # 4, 2, 1, ...: losses 8, 2, 1/2, ...


def test_steps_to_counts_to_the_first_loss_within_the_tolerance():
    assert steps_to(halving(), 8) == 0
    assert steps_to(halving(), 0.5) == 2
    assert steps_to(halving(), 0.499) == 3
    assert steps_to(halving(), 1.5, minimum=-1) == 2
    assert math.isnan(steps_to(halving(3), 1e-9))
    assert type(steps_to(halving(), 0.5)) is int


def test_steps_to_knows_which_steps_were_recorded():
    assert steps_to(halving(record="loss"), 0.5) == 2
    assert steps_to(halving(record=4), 0.5) == 4
    assert steps_to(halving(record="last"), 0.5) == 10


def test_steps_to_answers_for_every_run():
    run = descend(HILL, Momentum([0.5, 1.0, 2.5]), [4.0], 10)
    np.testing.assert_array_equal(steps_to(run, 0.5), [2, 1, np.nan])


def bouncing(*losses):
    return np.array(losses)


def test_settled_counts_to_the_step_from_which_the_loss_stays():
    assert settled(bouncing(4, 0.4, 2, 0.3, 0.2), 0.5) == 3
    assert settled(bouncing(0.4, 0.3), 0.5) == 0
    assert settled(bouncing(4, 3, 1.5), 0.5, minimum=1.0) == 2
    assert type(settled(bouncing(4, 0.4), 0.5)) is int


def test_a_loss_that_ends_above_the_tolerance_has_not_settled():
    assert math.isnan(settled(bouncing(4, 0.4, 2), 0.5))
    assert math.isnan(settled(bouncing(4, 0.4, np.nan), 0.5))
    runs = np.column_stack([bouncing(4, 0.4, 2), bouncing(4, 0.4, 0.1), bouncing(4, 2, 0.1)])
    np.testing.assert_array_equal(settled(runs, 0.5), [np.nan, 1, 2])


@pytest.mark.parametrize("measure", [steps_to, settled])
def test_steps_of_a_trajectory_are_those_of_its_losses(measure):
    runs = descend(ravine(), Momentum([0.04, 0.06, 0.079], 0.8), (-9.0, 1.0), 80)
    np.testing.assert_array_equal(measure(runs, 0.01), measure(runs.loss, 0.01))
    assert measure(halving(record=4), 0.5) == 4


@pytest.mark.parametrize("measure", [steps_to, settled])
@pytest.mark.parametrize(("losses", "shape"), [(3.0, "()"), ([], "(0,)")])
def test_losses_without_a_step_are_refused(measure, losses, shape):
    with pytest.raises(
        ValueError, match=rf"^losses must have the shape \(steps \+ 1, \.\.\.\); got the shape {re.escape(shape)}\.$"
    ):
        measure(losses, 0.5)


@pytest.mark.parametrize("losses", [None, "few", object()])
def test_losses_that_are_no_numbers_are_refused(losses):
    with pytest.raises(
        ValueError, match=r"^losses must be a trajectory or numbers in the shape \(steps \+ 1, \.\.\.\); got "
    ):
        steps_to(losses, 0.5)


def test_a_tolerance_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match=r"^tolerance must be positive and finite; got 0\.$"):
        steps_to(halving(), 0)


def test_crossings_count_changes_of_side():
    zigzag = descend(HILL, Momentum([0.5, 1.5, 1.0]), [4.0], 7)  # never, always, lands on the centre and stays
    assert crossings(zigzag).tolist() == [0, 7, 0]
    assert crossings(zigzag, centre=3.0).tolist() == [1, 1, 1]


def test_passing_through_the_centre_counts_once():
    run = descend(HILL, Momentum(1.0, 0.25), [4.0], 3)  # 4, 0, -1
    assert run.theta[:3, 0].tolist() == [4, 0, -1]
    assert crossings(run) == 1
    assert run.theta[0, 0] == 4  # counting has changed nothing


def test_overshoot_is_the_farthest_point_beyond_the_centre():
    runs = descend(HILL, Momentum([0.5, 1.5]), [[4.0], [-4.0]], 7)
    assert overshoot(runs).tolist() == [0, 2]
    assert overshoot(halving(), centre=1.0) == pytest.approx(1 - 4 / 2**10, rel=1e-15)


def test_distances_count_back_and_forth():
    run = descend(ravine(), Momentum(0.06), (-8.0, 1.0), 2)  # y: 1, -1/2, 1/4
    along, across = distance_along_and_across(run)
    assert (along, across) == pytest.approx((8 * (1 - 0.94**2), 2.25), rel=1e-14)


def test_distances_turn_with_the_direction():
    angle = 0.4
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    straight = distance_along_and_across(descend(quadratic([1, 25]), Momentum(0.06, 0.5), (-8.0, 1.0), 30))
    turned = descend(quadratic([1, 25], rotation=angle), Momentum(0.06, 0.5), turn @ (-8.0, 1.0), 30)
    assert distance_along_and_across(turned, 5 * turn[:, 0]) == pytest.approx(straight, rel=1e-12)


@pytest.mark.parametrize("measure", [crossings, overshoot, distance_along_and_across])
def test_measures_of_the_path_need_every_iterate(measure):
    run = descend(ravine(), Momentum(0.05), (1, 1), 10, record=3)
    with pytest.raises(ValueError, match=r'^trajectory must hold every iterate, record="all"; got 5 of them\.$'):
        measure(run)


def test_directions_and_dimensions_are_checked():
    with pytest.raises(ValueError, match=r"^trajectory must be one of two parameters; got 1\.$"):
        distance_along_and_across(halving())
    with pytest.raises(ValueError, match=r"^direction must be two finite numbers, not both 0; got \(0, 0\)\.$"):
        distance_along_and_across(descend(ravine(), Momentum(0.05), (1, 1), 2), (0, 0))


@pytest.mark.parametrize("tolerance", ["tight", [0.1, 0.2], None])
def test_a_tolerance_that_is_not_one_number_is_refused(tolerance):
    with pytest.raises(ValueError, match=r"^tolerance must be a single number; got "):
        steps_to(halving(), tolerance)


@pytest.mark.parametrize("measure", [crossings, overshoot])
@pytest.mark.parametrize("axis", [2, -3, 1.0, "x", True])
def test_an_axis_that_is_not_there_is_refused(measure, axis):
    with pytest.raises(ValueError, match=rf"^axis must be a whole number from -2 to 1; got {axis!r}\.$"):
        measure(descend(ravine(), Momentum(0.05), (1, 1), 2), axis=axis)


@pytest.mark.parametrize("measure", [crossings, overshoot])
def test_a_centre_that_is_not_finite_is_refused(measure):
    with pytest.raises(ValueError, match=r"^centre must be finite; got nan\.$"):
        measure(halving(), centre=np.nan)


def test_a_minimum_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match=r"^minimum must be finite; got inf\.$"):
        steps_to(halving(), 0.1, minimum=np.inf)


@pytest.mark.parametrize("measure", [crossings, overshoot, distance_along_and_across])
def test_what_is_no_trajectory_is_a_type_error(measure):
    with pytest.raises(TypeError, match=r"^trajectory must be what descend returns; got 3\.$"):
        measure(3)


@pytest.mark.parametrize("length", [1e-320, 1e300])
def test_the_length_of_a_direction_does_not_count(length):
    run = descend(ravine(), Momentum(0.06), (-8.0, 1.0), 2)
    assert distance_along_and_across(run, (length, length)) == pytest.approx(distance_along_and_across(run, (1, 1)))
