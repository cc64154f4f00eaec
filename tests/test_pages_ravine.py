"""What the page on the ravine says, recomputed by plain loops and closed forms."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from momentum import ravine
from momentum.chapters.ravine import condition_numbers, zigzag
from prose import described, said

EXACT = 1e-11  # sixty steps' roundings of float64 numbers of order ten


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return zigzag.measure()


@pytest.fixture(scope="module")
def counted() -> dict[str, float]:
    return condition_numbers.measure()


def steps_until(kappa: float, rate: float, goal: float) -> int:
    """Steps of gradient descent on (x² + kappa y²)/2 from (-9, 1) until the loss is at most `goal`."""
    x, y, step = -9.0, 1.0, 0
    while (x * x + kappa * y * y) / 2 > goal:
        x, y, step = x - rate * x, y - rate * kappa * y, step + 1
    return step


def test_the_ground_covered_is_the_sum_of_two_geometric_series(measured):
    along = 9 * (1 - 0.926**60)
    across = 1.85 * (1 - 0.85**60) / (1 - 0.85)
    assert (measured["along"], measured["across"]) == pytest.approx((along, across), abs=EXACT)
    assert (measured["needed_along"], measured["needed_across"]) == (9, 1)


def test_the_zigzag_arrives_when_a_plain_loop_does(measured):
    assert measured["arrival"] == steps_until(25, 0.074, 0.01)
    assert measured["calm_steps"] == steps_until(25, 1 / 25, 0.01)
    assert measured["calm_steps"] > measured["arrival"]


def test_every_step_crosses_the_floor(measured):
    y, crossed = 1.0, 0
    for _ in range(60):
        after = y - 0.074 * 25 * y
        crossed += after * y < 0
        y = after
    assert measured["crossings"] == crossed == measured["steps"]


def test_one_rate_is_too_large_across_and_too_small_along(measured):
    assert measured["left_along"] == pytest.approx(0.926, abs=EXACT)
    assert measured["left_across"] == pytest.approx(-0.85, abs=EXACT)
    assert measured["bounce"] == pytest.approx(0.85, abs=EXACT)
    assert (measured["best_across"], measured["limit"]) == (0.04, 0.08)


def test_the_stretch_is_that_of_the_picture(measured):
    view = zigzag.draw().panels[0]
    (x0, y0), (x1, y1) = view.pixels((0.0, 0.0)), view.pixels((1.0, 1.0))
    assert measured["stretch"] == pytest.approx((y0 - y1) / (x1 - x0), rel=1e-12)


@pytest.mark.parametrize(("kappa", "expected"), [(5, 9), (25, 44), (100, 173), (400, 691)])
def test_steps_to_a_thousandth_follow_from_the_condition_number(counted, kappa, expected):
    assert counted[f"steps_{kappa}"] == expected
    assert steps_until(kappa, 2 / (1 + kappa), (81 + kappa) / 2000) == expected
    assert math.ceil(math.log(1000) / (2 * math.log((kappa + 1) / (kappa - 1)))) == expected


@pytest.mark.parametrize("kappa", [5, 25, 100])
def test_no_other_rate_leaves_less_of_the_worse_direction(counted, kappa):
    grid = np.linspace(1e-4, 2 / kappa, 20001)
    left = np.maximum(np.abs(1 - grid), np.abs(1 - kappa * grid))
    assert counted[f"factor_{kappa}"] <= left.min() + EXACT
    assert counted[f"rate_{kappa}"] == pytest.approx(grid[left.argmin()], abs=2e-4)


def test_the_three_valleys_are_drawn_with_the_same_limits_and_the_third_run_is_not_there_yet(counted):
    *valleys, race = condition_numbers.draw().panels
    assert len({(panel.xlim, panel.ylim) for panel in valleys}) == 1
    assert race.xlim[1] == counted["steps_100"] > counted["steps"] > counted["steps_25"]


def test_on_a_wall_the_gradient_points_mostly_up_the_wall():
    along, across = ravine(25).gradient([-9.0, 1.0])
    assert abs(across) > 2 * abs(along)


def test_the_rate_without_a_zigzag_is_said_to_be_slower_by_both_counts(site_dir):
    text = said(site_dir, "ravine.md")
    assert f"to a loss of 0.01 it takes {steps_until(25, 1 / 25, 0.01)} steps" in text
    assert f"and the zigzag takes {steps_until(25, 0.074, 0.01)}." in text
    assert "The zigzag is the price of moving along at all." in text


def test_the_worked_example_adds_up_on_the_page(site_dir):
    text = said(site_dir, "ravine.md").replace(" ", "")
    found = re.search(
        r"Across,1-(\d+)×([\d.]+)=(-[\d.]+):.*?wall,(\d+)%asfarfromthefloorasbefore"
        r".*?Along,thefactoris([\d.]+):.*?only([\d.]+)%",
        text,
    )
    steepness, rate, across, distance, along, done = map(float, found.groups())
    assert across == pytest.approx(1 - steepness * rate, abs=EXACT)
    assert (distance, done) == pytest.approx((-100 * across, 100 * rate), abs=EXACT)
    assert along == pytest.approx(1 - rate, abs=EXACT)


def test_the_zigzag_takes_as_many_steps_on_every_page(site_dir):
    arrival = steps_until(25, 0.074, 0.01)
    assert f"instead of {arrival}." in said(site_dir, "index.md")
    assert f"the zigzag takes {arrival}." in said(site_dir, "ravine.md")
    assert f"and a loss of 0.01 takes {arrival}, " in said(site_dir, "momentum.md")


def test_the_ideal_way_is_the_dashed_line_and_needs_one_across(measured, site_dir):
    alt = described(site_dir, "ravine.md", "zigzag")
    across = 1.85 * (1 - 0.85**60) / (1 - 0.85)
    assert f"across it rises to {across:.3g}, where 1 was needed" in alt
    assert measured["arrival"] < measured["calm_steps"]
