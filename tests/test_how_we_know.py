"""The page of how we know: its published numbers, recomputed by hand-written loops."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import prose
from heavy_ball import EXACT, heavy_ball
from momentum.chapters.how_we_know import numbers as how_we_know

PAGE = Path(__file__).parents[1] / "docs" / "how-we-know.md"


@pytest.fixture(scope="module")
def n():
    return how_we_know.numbers()


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


def test_every_method_that_has_a_colour_is_in_the_glossary(site_dir):
    terms = re.findall(r"<dt[^>]*>(.*?)</dt>", prose.article(site_dir, "glossary.md"), re.DOTALL)
    assert {"Adam", "Lion", "RMSProp", "Nesterov momentum", "Momentum", "Gradient descent"} <= set(
        map(prose.plain, terms)
    )


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
