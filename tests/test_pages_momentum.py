"""The numbers of the Momentum page, recomputed by plain loops and by closed forms."""

from __future__ import annotations

import pathlib
import re
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest

from momentum.chapters.momentum import (
    averaging_calms,
    fading_weights,
    memory_step,
    room_for_longer_steps,
    zigzag_averaged,
)
from momentum.chapters.momentum import numbers as averaging
from prose import article, rows, said
from walked import BETA, BETAS, CURVATURE, EXACT, PLAIN_RATE, RATE, loss, sides, steps_until, walk

NAME = "momentum.md"


@pytest.mark.parametrize("beta", fading_weights.BETAS)
def test_the_weight_of_a_past_gradient_is_a_share_that_fades_by_beta(beta: float) -> None:
    drawn = fading_weights.weights(beta, 18)
    assert drawn == pytest.approx([(1 - beta) * beta ** (18 - i) for i in range(1, 19)], abs=EXACT)


@pytest.mark.parametrize("beta", fading_weights.BETAS)
def test_the_memory_is_the_mean_age_of_the_weights_and_holds_most_of_them(beta: float) -> None:
    numbers, key = fading_weights.measure(), round(100 * beta)
    memory = 1 / (1 - beta)
    assert numbers[f"memory_{key}"] == pytest.approx(memory, abs=EXACT)
    assert numbers[f"age_{key}"] == pytest.approx(memory, abs=1e-9)  # 2000 terms with factors up to 2000
    assert numbers[f"inside_{key}"] == pytest.approx(1 - beta ** round(memory), abs=EXACT)
    assert numbers[f"sum_{key}"] == pytest.approx(1 - beta**18, abs=EXACT)


def test_an_average_keeps_a_steady_gradient_and_little_of_an_alternating_one(site_dir: pathlib.Path) -> None:
    """And the room is the inverse: at the edge a zigzag across the valley neither grows nor shrinks."""
    table = rows(article(site_dir, NAME))[1:5]
    assert [row[0] for row in table] == ["0", "0.5", "0.7", "0.9"]
    for row in table:
        beta = float(row[0])
        edge = 2 * (1 + beta) / (1 - beta) / 25
        assert row[1:] == [f"{(1 - beta) / (1 + beta):.3g}", f"{edge:.3g}"]
        assert averaging.numbers()[f"steady_{round(100 * beta)}"] == pytest.approx(1, abs=EXACT)
        inside, outside = (abs(walk(edge * factor, beta, 3000)[-1][1]) for factor in (0.99, 1.01))
        assert inside < 1e-3
        assert outside > 1e3


def test_the_average_of_the_zigzag_settles_where_the_closed_form_says() -> None:
    numbers = zigzag_averaged.measure()
    for name, ratio in (("along", 1 - PLAIN_RATE), ("across", 1 - 25 * PLAIN_RATE)):
        kept = (1 - BETA) / (1 - BETA / ratio)
        assert numbers[f"kept_{name}"] == pytest.approx(kept, abs=1e-9)  # (0.7 / 0.85)**200 is left, below 1e-16
        assert numbers[f"shrink_{name}"] == pytest.approx(abs(ratio), abs=EXACT)


def test_the_drawn_average_is_the_weighted_sum_of_all_gradients_so_far() -> None:
    path = walk(PLAIN_RATE, 0.0, 18)
    gradients = np.array([(x, 25 * y) for x, y in path])
    drawn = zigzag_averaged.average(gradients, BETA)
    for k in range(19):
        weighted = sum((1 - BETA) * BETA ** (k - i) * gradients[i] for i in range(k + 1))
        assert drawn[k] == pytest.approx(weighted, abs=EXACT)


def test_by_step_six_the_averaged_steps_lie_along_the_valley_and_at_first_across_it() -> None:
    gradients = np.array([(x, 25 * y) for x, y in walk(PLAIN_RATE, 0.0, 18)])
    along, across = np.abs(zigzag_averaged.average(gradients, BETA)).T
    assert across[0] > 2 * along[0]
    assert (across[6:] < along[6:]).all()


def test_each_step_is_beta_times_the_last_step_and_the_pull_of_the_gradient() -> None:
    numbers, path = memory_step.measure(), walk(RATE, BETA, 6)
    for step in range(1, 7):
        for axis, name in enumerate(("along", "across")):
            move = path[step][axis] - path[step - 1][axis]
            last = path[step - 1][axis] - path[step - 2][axis] if step > 1 else 0.0
            pull = -(1 - BETA) * RATE * CURVATURE[axis] * path[step - 1][axis]
            assert numbers[f"memory_{name}_{step}"] == pytest.approx(BETA * last, abs=EXACT)
            assert numbers[f"gradient_{name}_{step}"] == pytest.approx(pull, abs=EXACT)
            assert numbers[f"step_{name}_{step}"] == pytest.approx(move, abs=EXACT)
            assert move == pytest.approx(BETA * last + pull, abs=EXACT)


@pytest.mark.parametrize(
    ("figure", "rate", "shown"), [(averaging_calms, PLAIN_RATE, 55), (room_for_longer_steps, RATE, 30)]
)
def test_the_three_runs_are_what_a_plain_loop_finds(figure: ModuleType, rate: float, shown: int) -> None:
    numbers = figure.FIGURE.measure()
    assert (numbers["rate"], numbers["steps"]) == (rate, shown)
    for beta in BETAS:
        key, path = round(100 * beta), walk(rate, beta, 400)
        assert numbers[f"across_{key}_1"] == pytest.approx(path[1][1], abs=EXACT)
        for step in (1, 2, 3):
            assert numbers[f"loss_{key}_{step}"] == pytest.approx(loss(path[step]), rel=1e-12)
        if numbers[f"steps_{key}"] == "never":
            assert loss(path[-1]) > 1e100
            continue
        steps = steps_until(path)
        assert numbers[f"steps_{key}"] == steps
        assert numbers[f"crossings_{key}"] == sides([y for _, y in path[: steps + 1]])
        travel = [sum(abs(b[axis] - a[axis]) for a, b in pairwise(path)) for axis in (0, 1)]
        assert [numbers[f"along_{key}"], numbers[f"across_{key}"]] == pytest.approx(travel, abs=1e-10)
        assert numbers[f"overshoot_{key}"] == pytest.approx(max(0.0, *(x for x, _ in path)), abs=EXACT)


def test_gradient_descents_travel_is_the_sum_of_a_geometric_series() -> None:
    numbers = averaging_calms.FIGURE.measure()
    assert numbers["along_0"] == pytest.approx(9, abs=1e-10)
    assert numbers["across_0"] == pytest.approx((1 + 0.85) / (1 - 0.85), abs=1e-10)


def test_the_average_takes_three_quarters_of_the_way_across_and_little_of_the_time() -> None:
    calm = averaging_calms.FIGURE.measure()
    for key in (50, 70):
        assert calm[f"across_{key}"] < 0.3 * calm["across_0"]
        assert 0.8 * calm["steps_0"] < calm[f"steps_{key}"] < calm["steps_0"]


def test_at_the_longer_rate_gradient_descent_leaves_the_map_and_momentum_saves_half_the_steps() -> None:
    calm, room = averaging_calms.FIGURE.measure(), room_for_longer_steps.measure()
    assert room["factor"] == pytest.approx(1 - 25 * RATE, abs=EXACT)
    heights = [abs(y) for _, y in walk(RATE, 0, 3)]
    assert heights[room["gone"] - 1] <= room_for_longer_steps.HEIGHT < heights[room["gone"]]
    for key in (50, 70):
        assert 2 * room[f"steps_{key}"] < calm[f"steps_{key}"]


def test_the_table_of_the_six_runs_on_the_page_is_what_a_plain_loop_counts(site_dir: pathlib.Path) -> None:
    table = rows(article(site_dir, NAME))[6:8]
    assert [float(re.sub(r"[^\d.]", "", row[0])) for row in table] == [PLAIN_RATE, RATE]
    for row, rate in zip(table, (PLAIN_RATE, RATE), strict=True):
        paths = [walk(rate, beta, 400) for beta in BETAS]
        assert row[1:] == [str(steps_until(path)) if loss(path[-1]) < 1 else "never" for path in paths]


def test_the_page_never_says_that_momentum_cancels_the_zigzag_and_leaves_it_there(site_dir: pathlib.Path) -> None:
    text = said(site_dir, NAME)
    assert "cancels the zigzag" not in text
    assert "the longer steps are the speed. The swinging does not end" in text
    steps = steps_until(walk(RATE, BETA, 400))
    crossed = sides([y for _, y in walk(RATE, BETA, steps)])
    past = max(x for x, _ in walk(RATE, BETA, 400))
    assert f"crosses the floor {crossed} times and passes the minimum by {past:.3g}." in text


def test_the_first_averages_on_the_page_are_those_of_a_plain_loop(site_dir: pathlib.Path) -> None:
    text = said(site_dir, NAME)
    for axis in (0, 1):
        average, shown = 0.0, []
        for point in walk(PLAIN_RATE, 0.0, 2):
            slope = -CURVATURE[axis] * point[axis]
            average = BETA * average + (1 - BETA) * slope
            shown.append((f"{slope:.1f}", f"{average:.1f}"))
        (g1, a1), (g2, a2), (g3, a3) = shown
        assert f"{g1}, {g2} and {g3}." in text
        assert re.search(rf"{re.escape(a1)},(?: then)? {re.escape(a2)},(?: then)? {re.escape(a3)}\.", text)
