"""The published numbers and the slips on the page of how we know, recomputed by hand-written loops."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import prose
from built import PAGES, REPOSITORY, where
from momentum.chapters.how_we_know import numbers as how_we_know

PAGE = Path(__file__).parents[1] / "docs" / "how-we-know.md"
EXACT = 1e-12  # some hundred roundings of numbers of order one


@pytest.fixture(scope="module")
def n():
    return how_we_know.numbers()


def heavy_ball(slope, place, rate, beta, steps):
    velocity = 0.0
    for _ in range(steps):
        velocity = beta * velocity + slope(place)
        place = place - rate * velocity
    return place


def test_every_row_of_the_table_computes_what_was_published(n):
    rows = re.findall(r"\| \[\[=(-?[\d.]+)\]\] \| \[\[how-we-know\.(\w+):\.(\d)f\]\] \|", PAGE.read_text())
    assert len(rows) == 22
    for published, key, decimals in rows:
        assert f"{n[key]:.{decimals}f}" == published, key


def test_every_row_of_the_built_table_prints_what_was_published(site_dir):
    html = prose.article(site_dir, "how-we-know.md")
    section = html.partition('id="published-numbers-reproduced"')[2].partition("<h2")[0]
    rows = prose.rows(section)[1:]
    assert len(rows) == 22
    for setting, published, engine in rows:
        assert published == engine, setting
        assert re.fullmatch(r"-?\d+\.\d+", engine), setting
    assert ["-1673.365109"] * 2 in [row[1:] for row in rows]


def steps(rate, beta=0.0, start=(-9.0, 1.0), tolerance=0.01):
    """Steps of the moving average in the valley of 25 until the loss stays within the tolerance."""
    (x, y), u, v, last = start, 0.0, 0.0, 0
    for step in range(400):
        if (x * x + 25 * y * y) / 2 > tolerance:
            last = step + 1
        u, v = beta * u + (1 - beta) * x, beta * v + (1 - beta) * 25 * y
        x, y = x - rate * u, y - rate * v
    return last


def ring():
    """24 starts on half of the level line through (-9, 1)."""
    turns = (np.arange(24) + 0.5) * np.pi / 24
    return np.column_stack([np.sqrt(106) * np.cos(turns), np.sqrt(106) / 5 * np.sin(turns)])


def counted(site_dir):
    """The rows of the two tables of counts, gradient descent's and momentum's."""
    html = prose.article(site_dir, "how-we-know.md").partition('id="one-valley-many-counts"')[2].partition("<h2")[0]
    plain, heavy = (
        prose.rows(part)[1:]
        for part in html.split('<table class="sm-rows">', 2)[1:]
        for part in [f'<table class="sm-rows">{part}']
    )
    return plain, heavy


def test_every_count_of_one_valley_is_reconciled(site_dir):
    plain, heavy = counted(site_dir)
    share = 53e-3  # a thousandth of the first loss
    coarse, tuned = 10 ** (-3 + 37 / 20), (10 ** (-3 + 37 / 20) / 0.4, 0.6)
    expected = [
        steps(0.074), min(steps(rate) for rate in np.linspace(0.05, 0.08, 301)), steps(2 / 26), steps(1 / 25),
        steps(coarse), np.mean([steps(coarse, start=start) for start in ring()]), steps(2 / 26, tolerance=share),
    ]  # fmt: skip
    assert [float(row[2]) for row in plain] == pytest.approx(expected, abs=0.05)
    assert [round(count) for count in expected] == [55, 53, 54, 102, 57, 50, 44]
    assert [float(row[1]) for row in plain] == pytest.approx(
        [0.074, 0.0764, 1 / 13, 0.04, coarse, coarse, 1 / 13], abs=6e-5
    )
    pair = (0.2, 4 / 9)
    expected = [
        steps(0.133, 0.7), None, steps(*pair), steps(*pair, tolerance=share), steps(*tuned),
        np.mean([steps(*tuned, start=start) for start in ring()]),
    ]  # fmt: skip
    found = [float(row[3]) for row in heavy]
    assert found[1] == min(found)
    assert [found[0], *found[2:]] == pytest.approx([expected[0], *expected[2:]], abs=0.05)


def test_the_pages_that_a_count_names_print_it(site_dir):
    for row in [row for table in counted(site_dir) for row in table]:
        count, pages = f"{float(row[-2]):.0f}", row[-1].replace(", figure", "").replace(", table", "").split(", ")
        for title in pages:
            page = {
                "Home": "index.md",
                "The ravine": "ravine.md",
                "Momentum": "momentum.md",
                "Tuning β": "tuning.md",
                "Other ways": "other-ways.md",
            }[title]
            assert re.search(rf"(?<![\d.]){count}(?![\d.]\d)", prose.said(site_dir, page)), (count, page)


def test_what_is_tuned_and_what_is_not_is_said(site_dir):
    said = prose.said(site_dir, "how-we-know.md")
    assert "all of them are tuned in the same way" not in said
    assert "It does not hold for the duel" in said


def test_the_slip_of_the_basis_names_its_first_report(site_dir):
    html = prose.article(site_dir, "how-we-know.md")
    assert '<a href="https://github.com/distillpub/post--momentum/pull/105">reported in 2019</a>' in html


def test_every_method_that_has_a_colour_is_in_the_glossary(site_dir):
    terms = re.findall(r"<dt[^>]*>(.*?)</dt>", prose.article(site_dir, "glossary.md"), re.DOTALL)
    assert {"Adam", "Lion", "RMSProp", "Nesterov momentum", "Momentum", "Gradient descent"} <= set(
        map(prose.plain, terms)
    )


def test_a_lost_rate_makes_another_step(n):
    x = 1.0
    assert n["lost_measured"] == pytest.approx(x - 0.1 * 4 * x, rel=EXACT)
    assert n["lost_printed"] == x - 4 * x


def test_beyond_one_a_run_still_converges_and_beyond_two_it_diverges(n):
    assert n["bounce_measured"] == pytest.approx((1 - 1.5) ** 3, rel=EXACT)
    for product in np.linspace(1.01, 1.99, 50):
        assert abs(1 - product) ** 400 < 0.05
    assert abs(1 - 2.01) ** 400 > 50


@pytest.mark.parametrize(("name", "rate", "beta"), [("plain", 0.4, 0), ("lost", 0.6, 0), ("kept", 0.6, 0.5)])
def test_the_runs_of_dive_into_deep_learning(n, name, rate, beta):
    assert n[f"dive_{name}_x"] == pytest.approx(heavy_ball(lambda x: x / 5, -5.0, rate, beta, 20), rel=EXACT)
    assert n[f"dive_{name}_y"] == pytest.approx(heavy_ball(lambda y: 4 * y, -2.0, rate, beta, 20), rel=EXACT)


def test_the_optima_are_the_published_fractions(n):
    for key, fraction in {"heavy_rate": "400/121", "heavy_beta": "81/121", "heavy_factor": "9/11", "other_beta": "1/9",
                          "other_rate": "8/9", "other_factor": "1/3", "plain_rate": "200/101",
                          "plain_factor": "99/101", "cycle_high": "2592/1225", "cycle_middle": "792/1225",
                          "cycle_low": "-2208/1225"}.items():  # fmt: skip
        assert n[key] == pytest.approx(float(Fraction(fraction)), rel=EXACT)


def test_a_cycle_of_exact_fractions_goes_round():
    def slope(x):
        return 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24

    places = [Fraction(k, 1225) for k in (792, -2208, 2592)]
    for before, now, after in zip(places, places[1:] + places[:1], places[2:] + places[:2], strict=True):
        assert now - slope(now) / 9 + Fraction(4, 9) * (now - before) == after


def test_the_fifth_steps_of_three_published_rules(n):
    x, v = 1.0, 0.0
    for _ in range(5):
        v = 0.9 * v - 0.1 * x
        x += v
    assert n["keras_step"] == pytest.approx(x, abs=EXACT)
    x = v = 1.0
    for step in range(5):
        v = 0.9 * v + 0.1 * x if step else x
        x -= 0.1 * v
    assert n["dampened_step"] == pytest.approx(x, abs=EXACT)
    x, v = 1.0, 0.0
    for _ in range(5):
        g = x
        v = 0.9 * v + g
        x -= 0.1 * (g + 0.9 * v)
    assert n["nesterov_step"] == pytest.approx(x, abs=EXACT)


def test_critical_damping_is_a_double_root(n):
    # r**2 - (1 + beta - 0.01) r + beta has the root 0.9 twice.
    assert n["critical_beta"] == pytest.approx(0.81, rel=EXACT)
    assert pytest.approx(4 * 0.81, rel=EXACT) == (1 + 0.81 - 0.01) ** 2
    assert n["critical_rate"] == pytest.approx(0.9, abs=1e-7)  # the square root of a rounding


def test_the_race_of_three_curvatures(n):
    def losses(rate, beta):
        x, v, rows = np.array([1, 0.1**0.5, 0.1]), 0.0, []
        for _ in range(400):
            rows.append(sum(x * x * [1, 10, 100]) / 2)
            v = beta * v + x * [1, 10, 100]
            x = x - rate * v
        return np.array(rows)

    heavy, plain = losses(4 / 121, 81 / 121), losses(2 / 101, 0)
    assert (n["race_start"], n["race_peak"]) == pytest.approx((heavy[0], heavy.max()), rel=EXACT)
    assert n["race_peak_step"] == np.argmax(heavy) == 4
    assert (heavy[1:18] >= plain[1:18]).all()
    assert n["race_overtakes"] == 18
    assert (heavy[18:337] < plain[18:337]).all()
    assert n["race_heavy_steps"] == np.argmax(heavy <= 1.5e-6) == 55
    assert n["race_plain_steps"] == np.argmax(plain <= 1.5e-6) == 336


def test_ripples_shrink_by_the_root_of_beta(n):
    roots = np.roots([1, -(1 + 0.81 - 0.1), 0.81])
    assert roots[0].imag
    assert n["ripple_measured"] == pytest.approx(abs(roots[0]), rel=EXACT)
    assert n["ripple_printed"] == 2 * 0.81**0.5


def test_momentum_unrolled_subtracts(n):
    rate, beta, start, steps = 0.1, 0.81, 1.0, 7
    places = [start]
    for k in range(1, steps):
        places.append(heavy_ball(lambda x: x, start, rate, beta, k))
    total = sum((1 - beta ** (steps - k)) / (1 - beta) * place for k, place in enumerate(places))
    assert heavy_ball(lambda x: x, start, rate, beta, steps) == pytest.approx(start - rate * total, rel=EXACT)
    assert (n["unrolled_measured"], n["unrolled_printed"]) == pytest.approx((1 - 0.1, 1 + 0.1), rel=EXACT)


def test_the_loss_in_the_eigenbasis_has_a_half(n):
    assert n["half_measured"] == pytest.approx(0.9**2 / 2, rel=EXACT)
    assert n["half_printed"] == pytest.approx(0.9**2, rel=EXACT)


def test_the_power_of_a_matrix_needs_the_other_root(n):
    turn = np.array([[0.81, 1], [-0.081, 0.9]])
    one, two = np.linalg.eigvals(turn)
    first, second = (turn - two * np.eye(2)) / (one - two), (turn - one * np.eye(2)) / (one - two)
    for power in range(6):
        exact = np.linalg.matrix_power(turn, power)
        np.testing.assert_allclose(one**power * first - two**power * second, exact, atol=EXACT)
        assert np.abs(one**power * second - two**power * first - exact).max() > 0.01
    assert n["power_printed"] == pytest.approx((second - first)[0, 0].real) == pytest.approx(-1)


def test_every_error_keeps_its_own_power(n):
    rng = np.random.default_rng(3)
    turn, kick = np.array([[0.81, 1], [-0.081, 0.9]]), np.array([1, -0.1])
    for errors in ([1.0, 0.0], rng.standard_normal(6)):
        x = v = 0.0
        for error in errors:
            v = 0.81 * v + x + error
            x -= 0.1 * v
        powers = [np.linalg.matrix_power(turn, len(errors) - 1 - k) @ kick for k in range(len(errors))]
        assert x == pytest.approx(sum(e * p for e, p in zip(errors, powers, strict=True))[1], rel=EXACT)
        assert abs(x - errors[-1] * sum(powers)[1]) > 0.01
        if len(errors) == 2:
            assert n["noise_measured"] == pytest.approx(x, rel=EXACT)


def test_the_directions_part_under_the_transpose(n):
    basis = np.array([[0.8, -0.6], [0.6, 0.8]])
    matrix = basis @ np.diag([1, 9]) @ basis.T
    assert n["mixing_printed"] == pytest.approx(abs((basis @ matrix @ basis.T)[0, 1]), rel=EXACT)
    assert n["mixing_printed"] > 1
    assert n["mixing_mended"] == pytest.approx(0, abs=EXACT)


def test_the_completed_square_has_a_plus(n):
    curvature, c, rng = np.array([2.0, 5.0]), np.array([3.0, -2.0]), np.random.default_rng(5)
    for x in rng.standard_normal((9, 2)):
        whole = (curvature * x) @ x / 2 + x @ c
        shifted = x + c / curvature
        assert (curvature * shifted) @ shifted / 2 - (c / curvature) @ c / 2 == pytest.approx(whole, abs=EXACT)
        wrong = x - c / curvature
        assert abs((curvature * wrong) @ wrong / 2 - (c / curvature) @ c / 2 - whole) > 1e-3
    assert n["slope_printed"] == pytest.approx(np.linalg.norm(2 * c), rel=EXACT)
    assert n["slope_mended"] == 0


@pytest.mark.parametrize("page", PAGES)
def test_an_error_can_be_reported_from_every_page(site_dir, page):
    html = (site_dir / where(page) / "index.html").read_text("utf-8")
    assert f'href="{REPOSITORY}/issues/new"' in html.partition('class="sm-footer"')[2]
