"""What the page on gradient descent says, recomputed by plain loops and closed forms."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from momentum import Momentum, descend, quadratic
from momentum.chapters import _by_hand
from momentum.chapters.gradient_descent import learning_rates, one_step
from prose import article, plain, rows, said

NAME = "gradient-descent.md"
PAGE = Path(__file__).parents[1] / "docs" / NAME
EXACT = 1e-12  # a few dozen roundings of float64 numbers of order one


@pytest.fixture(scope="module")
def step() -> dict[str, float]:
    return one_step.measure()


@pytest.fixture(scope="module")
def rates() -> dict[str, float]:
    return learning_rates.measure()


def walk(rate: float, steps: int) -> list[tuple[float, float]]:
    """Gradient descent on x²/10 + y²/2, written out."""
    x, y = -6.0, 1.4
    path = [(x, y)]
    for _ in range(steps):
        x, y = x - rate * x / 5, y - rate * y
        path.append((x, y))
    return path


def test_the_first_step_is_minus_the_rate_times_the_gradient(step):
    assert (step["gradient_x"], step["gradient_y"]) == pytest.approx((-6 / 5, 1.4), abs=EXACT)
    assert (step["move_x"], step["move_y"]) == pytest.approx((0.8 * 6 / 5, -0.8 * 1.4), abs=EXACT)
    assert (step["landing_x"], step["landing_y"]) == pytest.approx((-5.04, 0.28), abs=EXACT)


def test_the_walk_ends_where_a_plain_loop_ends(step):
    path = walk(0.8, 15)
    assert step["steps"] == 15
    assert (step["end_x"], step["end_y"]) == pytest.approx(path[-1], abs=EXACT)
    assert step["loss_end"] == pytest.approx(path[-1][0] ** 2 / 10 + path[-1][1] ** 2 / 2, abs=EXACT)
    assert step["loss_start"] == pytest.approx(3.6 + 0.98, abs=EXACT)


def test_every_step_is_shorter_than_the_one_before(step):
    lengths = [math.dist(a, b) for a, b in pairwise(walk(0.8, 15))]
    assert all(later < earlier for earlier, later in pairwise(lengths))
    assert (step["move_length"], step["last_length"]) == pytest.approx((lengths[0], lengths[-1]), abs=EXACT)


def test_the_gradient_is_drawn_square_to_the_rings():
    view = one_step.draw().panels[0]
    across, down = np.ptp(view.xlim) / view.size[0], np.ptp(view.ylim) / view.size[1]
    assert across == pytest.approx(down, rel=1e-12)


def test_the_clock_takes_the_first_steps_apart():
    taken = [one_step.step_at(tick) for tick in range(one_step.TICKS + 1)]
    assert taken[:14] == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4]
    assert taken[-1] == one_step.STEPS
    assert set(np.diff(taken)) == {0, 1}


@pytest.mark.parametrize(("name", "rate"), [("small", 0.05), ("good", 0.4), ("bouncing", 1.85), ("diverging", 2.05)])
def test_each_rate_ends_where_the_closed_form_says(rates, name, rate):
    factor = 1 - rate
    assert rates[f"{name}_rate"] == rate
    assert rates[f"{name}_factor"] == pytest.approx(factor, abs=EXACT)
    assert rates[f"{name}_end"] == pytest.approx(-2 * factor**24, rel=1e-12)


@pytest.mark.parametrize("name", ["small", "good", "bouncing"])
def test_steps_to_the_tolerance_follow_from_the_factor(rates, name):
    # x_k^2 / 2 = 2 factor^2k <= 0.01
    needed = math.log(200) / (-2 * math.log(abs(rates[f"{name}_factor"])))
    assert rates[f"{name}_steps"] == math.ceil(needed)


def test_the_diverging_run_never_arrives_and_leaves_the_picture_when_said(rates):
    assert rates["diverging_steps"] == "never"
    x, step = -2.0, 0
    while abs(x) <= learning_rates.SIGHT:
        x, step = x - 2.05 * x, step + 1
    assert rates["diverging_gone"] == step


def test_a_rate_of_one_arrives_at_once_and_a_rate_of_two_jumps_for_ever():
    assert learning_rates.run(1.0).theta[1, 0] == 0
    assert set(learning_rates.run(2.0).theta[:, 0]) == {-2.0, 2.0}


def test_the_code_to_try_prints_the_minimum(capsys):
    (code,) = re.findall(r"```python\n( *from .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(dedent(code), str(PAGE), "exec"), {})
    assert capsys.readouterr().out == "[0.]\n"


def test_the_loop_that_the_page_shows_ends_where_the_engine_does():
    bowl, start = quadratic([0.2, 1.0]), (-6.0, 1.4)
    by_hand = _by_hand.gradient_descent(bowl.gradient, start, 0.8, 15)
    assert by_hand.tolist() == descend(bowl, Momentum(0.8), start, 15).theta[-1].tolist()


def test_the_page_shows_three_lines_of_gradient_descent_and_nothing_of_momentum(site_dir):
    html = article(site_dir, NAME)
    lines = re.search(r'class="highlight">.*?<code>(.*?)</code>', html, re.DOTALL)[1].strip().split("\n")
    assert list(map(plain, lines)) == [
        "for _ in range(steps):",
        "g = gradient(theta)",
        "theta = theta - learning_rate * g",
    ]
    assert not re.search("velocity|dampening|nesterov", said(site_dir, NAME))


def test_pytorchs_line_has_the_learning_rate_of_the_figure(site_dir):
    (rate,) = re.findall(r"torch\.optim\.SGD\(model\.parameters\(\), lr=([\d.]+)\)", said(site_dir, NAME))
    assert float(rate) == 0.8


def test_the_worked_example_adds_up_on_the_page(site_dir):
    text = said(site_dir, NAME).replace(" ", "")
    found = re.search(r"takesxfrom(-?[\d.]+)to(-?[\d.]+)-([\d.]+)×\((-?[\d.]+)\)=(-?[\d.]+)\.", text)
    begin, start, rate, slope, end = map(float, found.groups())
    assert (begin, start) == (-6, -6)
    assert slope == start / 5
    assert end == pytest.approx(start - rate * slope, abs=EXACT)


def test_the_table_of_rates_is_what_a_plain_loop_counts(site_dir):
    table = rows(article(site_dir, NAME))[1:]
    assert [row[0] for row in table] == ["too small", "good", "bouncing", "diverging"]
    for _, rate, factor, steps in table:
        x, k = -2.0, 0
        while x * x / 2 > 0.01 and k < 1000:
            x, k = x - float(rate) * x, k + 1
        assert float(factor) == pytest.approx(1 - float(rate), abs=EXACT)
        assert steps == ("never" if k == 1000 else str(k))
