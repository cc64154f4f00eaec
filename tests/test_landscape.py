"""The plane shows the real network's loss, both runs, and says how much of them it shows."""

import numpy as np
import pytest

from momentum.study import digits
from momentum.study.landscape import landscape
from momentum.study.network import CrossEntropy, Network
from momentum.study.training import starts


@pytest.fixture(scope="module")
def plane():
    return landscape((0.0, 0.9), (0.1, 1.0), steps=6, columns=7, rows=5)


def test_runs_start_together_at_the_upper_left(plane):
    np.testing.assert_array_equal(plane.paths[0, 0], plane.paths[1, 0])
    assert plane.paths[0, 0, 0] < 0
    assert plane.paths[0, 0, 1] > 0


def test_the_plane_passes_through_the_end_of_the_last_run(plane):
    np.testing.assert_array_equal(plane.paths[-1, -1], [0, 0])
    # The same weights, evaluated alone and among others.
    np.testing.assert_allclose(plane.plane_loss[-1, -1], plane.path_loss[-1, -1], rtol=1e-14)


def test_path_loss_is_that_of_the_network_itself(plane):
    training = digits.load().training
    objective = CrossEntropy(Network(), training.images, training.labels)
    theta = starts(Network(), (0,))[0]
    np.testing.assert_allclose(plane.path_loss[:, 0], objective.value(theta), rtol=1e-14)
    np.testing.assert_allclose(
        plane.path_loss[0, 1], objective.value(theta - 0.1 * objective.gradient(theta)), rtol=1e-14
    )


def test_the_grid_surrounds_both_paths_and_is_finite(plane):
    assert plane.loss.shape == (5, 7)
    assert np.isfinite(plane.loss).all()
    for axis, edges in enumerate((plane.x, plane.y)):
        assert edges[0] < plane.paths[..., axis].min()
        assert edges[-1] > plane.paths[..., axis].max()


def test_the_share_explained_is_most_but_not_all(plane):
    assert 0.9 < plane.explained < 1
    assert ((plane.steps_explained > 0.5) & (plane.steps_explained < 1)).all()


def test_a_detour_is_at_least_the_straight_way_and_one_step_is_straight(plane):
    assert (plane.detour > 1).all()
    np.testing.assert_allclose(landscape((0.9,), (0.1,), steps=1, columns=2, rows=2).detour, 1, rtol=1e-12)


def test_two_steps_lie_in_a_plane_entirely():
    plane = landscape((0.9,), (0.1,), steps=2, columns=2, rows=2)
    # Three points span a plane; what is left is the rounding of 4,810 products.
    np.testing.assert_allclose(plane.explained, 1, rtol=1e-12)
    np.testing.assert_allclose(plane.steps_explained, 1, rtol=1e-12)
    np.testing.assert_allclose(plane.plane_loss, plane.path_loss, rtol=1e-10)


def test_the_plane_of_steps_shows_more_of_the_zigzag_and_less_of_the_whereabouts():
    settings = {"betas": (0.0, 0.9), "learning_rates": (1.1, 4.0), "steps": 12, "columns": 2, "rows": 2}
    by_positions, by_steps = landscape(**settings), landscape(**settings, second="steps")
    assert by_steps.steps_explained[0] > by_positions.steps_explained[0]
    assert by_steps.explained < by_positions.explained
    assert by_steps.explained > 0.9


def test_another_choice_of_the_second_direction_is_refused():
    with pytest.raises(ValueError, match="second must be one of positions, steps; got 'random'"):
        landscape(second="random")


def test_as_many_betas_as_rates_are_asked_for():
    with pytest.raises(ValueError, match="betas and learning_rates must be equally many; got 2 and 1"):
        landscape((0.0, 0.9), (0.1,))
