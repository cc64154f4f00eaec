"""The page on other ways: its six methods, tuned and counted again by plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest

from momentum import descend
from momentum.chapters.other_ways import _methods as methods
from momentum.chapters.other_ways import numbers as other_ways
from momentum.chapters.other_ways import rescaled_valley, six_methods, turned_valley
from recorded import recorded
from six_ways import KEYS, MEMORIES, RATES, TURN, arrival, losses, moves, retuned, ring


@pytest.fixture(scope="module")
def six():
    return recorded(six_methods)


@pytest.fixture(scope="module")
def claims():
    return recorded(other_ways)


def test_every_method_meets_the_same_grid():
    np.testing.assert_allclose(methods.LEARNING_RATES, RATES, rtol=1e-12)
    np.testing.assert_array_equal(methods.MEMORIES, MEMORIES)
    assert {m.key for m in methods.COMPARED if not m.remembers} == {"gd"}
    np.testing.assert_allclose(methods.starts(TURN).T, ring(TURN), rtol=1e-12)


@pytest.mark.parametrize("key", KEYS)
def test_a_rule_whose_rate_falls_goes_the_same_way_alone_and_among_others(key):
    begin = methods.starts()
    rule = methods.Falling(methods.BY_KEY[key].rule(0.05, 0.9), 60)
    together = descend(methods.valley(), rule, begin, 60).theta
    alone = [descend(methods.valley(), rule, start, 60).theta for start in begin]
    np.testing.assert_array_equal(np.stack(alone, axis=1), together)
    lengths = np.linalg.norm(np.diff(together, axis=0), axis=-1)
    assert (lengths[-1] < lengths[0]).all()


def test_no_best_rate_lies_at_the_edge_of_the_grid(six, claims):
    found = [v for n, v in [*six.items(), *claims.items(), *recorded(turned_valley).items()]
             if n.endswith("_rate") and n not in ("lowest_rate", "highest_rate")]  # fmt: skip
    assert len(found) >= 40
    assert all(RATES[0] * 1.01 < rate < RATES[-1] * 0.99 for rate in found)


@pytest.mark.parametrize("falling", [False, True], ids=["fixed rate", "falling rate"])
@pytest.mark.parametrize("angle", [0.0, TURN], ids=["aligned", "turned"])
@pytest.mark.parametrize("key", KEYS)
def test_tuning_by_other_code_finds_the_same_averages(six, claims, key, angle, falling):
    turned = "_turned" if angle else ""
    mean, rates = retuned(key, 25.0, angle, falling)
    name = f"{key}_falling{turned}" if falling else f"{key}{turned}"
    printed = (claims if falling else six)[name if falling else f"{name}_mean"]
    assert printed == pytest.approx(mean, abs=0.1)
    assert any(math.isclose((claims if falling else six)[f"{name}_rate"], rate, rel_tol=1e-9) for rate in rates)


@pytest.mark.parametrize("angle", [0.0, TURN], ids=["aligned", "turned"])
@pytest.mark.parametrize("key", KEYS)
def test_steps_from_the_start_of_the_page_are_those_of_a_plain_loop(six, key, angle):
    turned = "_turned" if angle else ""
    x, y = math.cos(angle) * -9 - math.sin(angle), math.sin(angle) * -9 + math.cos(angle)
    rows = losses(key, six[f"{key}{turned}_rate"], six[f"{key}{turned}_memory"], x, y, 25.0, angle)
    assert six[f"{key}{turned}_steps"] == arrival(rows)


def test_turning_changes_nothing_for_methods_that_only_add_and_scale_gradients(six):
    for key in ("gd", "momentum", "nesterov"):
        assert six[f"{key}_mean"] == six[f"{key}_turned_mean"]
    for key in ("rmsprop", "adam", "lion"):
        assert six[f"{key}_mean"] < six[f"{key}_turned_mean"]


def test_steps_against_the_condition_number():
    n = recorded(turned_valley)
    for key, angle in (("gd", 0.0), ("momentum", 0.0), ("adam", 0.0), ("adam", TURN)):
        for number in (1, 5, 25, 100):
            mean, _ = retuned(key, float(number), angle, False)
            assert n[f"{key}{'_turned' if angle else ''}_{number}"] == pytest.approx(mean, abs=0.1)
    lead = [n[f"gd_{number}"] / n[f"momentum_{number}"] for number in (1, 5, 25, 100)]
    assert lead == sorted(lead)
    assert n["adam_100"] < 1.3 * n["adam_1"]
    assert n["adam_turned_100"] > n["gd_100"] > n["adam_100"]


def test_what_the_text_says_of_the_table(six, claims):
    assert six["nesterov_mean"] > six["momentum_mean"] == min(six[f"{key}_mean"] for key in KEYS)
    for turned in ("", "_turned"):
        gain = {key: six[f"{key}{turned}_mean"] / claims[f"{key}_falling{turned}"] for key in KEYS}
        assert set(sorted(KEYS, key=gain.__getitem__)[-2:]) == {"adam", "lion"}


def test_adam_comes_back_above_the_tolerance(six, claims):
    rows = losses("adam", six["adam_rate"], six["adam_memory"], -9.0, 1.0, steps=3000)
    settled = arrival(rows[:401])
    # What it does out there depends on the last digits of everything before.
    assert claims["adam_returns"] == pytest.approx(settled + np.argmax(rows[settled:] > 0.01), rel=0.05)


def test_adams_path_does_not_depend_on_the_steepness_of_an_axis(six, claims):
    def path(steepness):
        move_x, move_y = (moves("adam", six["adam_rate"], six["adam_memory"]) for _ in range(2))
        x, y, places = -9.0, 1.0, []
        for _ in range(36):
            x, y = x - move_x(x), y - move_y(steepness * y)
            places += [x, y]
        return np.array(places)

    # Not 0: epsilon, 1e-8, is added to gradients of the order of 1.
    assert np.abs(path(25.0) - path(2500.0)).max() == pytest.approx(claims["adam_apart"], rel=1e-3)
    assert 0 < claims["adam_apart"] < 1e-8


def test_first_steps_of_rmsprop_and_adam_are_as_long_along_as_across():
    for key in ("rmsprop", "adam"):
        step = np.diff(methods.run(key, 1).theta, axis=0)[0]
        np.testing.assert_allclose(abs(step[0]), abs(step[1]), rtol=1e-6)


def test_new_units_are_a_learning_rate_for_each_parameter():
    n = recorded(rescaled_valley)
    for name, stretch in (("narrow", 1.0), ("half", 2.5), ("round", 5.0)):
        kappa = 25 / stretch**2
        rate = 2 / (1 + kappa)
        assert (n[f"{name}_condition_number"], n[f"{name}_rate"]) == pytest.approx((kappa, rate))
        x, y, steps = -9.0, 1.0, 0
        while (x * x + 25 * y * y) / 2 > 0.01:
            x, y, steps = x - rate * x, y - rate / stretch**2 * 25 * y, steps + 1
        assert n[f"{name}_steps"] == steps
