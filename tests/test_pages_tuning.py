"""The page on beta: its edges, the best pair, the law of the square root, and what its lines do."""

from __future__ import annotations

import re
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import prose
from averaged import RATE, TOLERANCE, arrival, losses, sides, steps, walk, worst
from built import where
from momentum.chapters.tuning import beta_sweep, square_root
from momentum.chapters.tuning import numbers as claims


@pytest.fixture(scope="module")
def n() -> dict[str, Any]:
    return claims.numbers()


@pytest.fixture(scope="module")
def html(site_dir: Path) -> str:
    return (site_dir / where("tuning.md") / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def said(site_dir: Path) -> str:
    return prose.printed(site_dir, "tuning.md")


def test_the_edges_are_where_runs_begin_to_diverge(n: dict[str, Any]) -> None:
    for beta, name in ((0.0, "0"), (0.5, "50"), (0.7, "70"), (0.9, "90")):
        edge = n[f"edge_{name}"]
        assert worst(edge * 0.999, beta) < 1 < worst(edge * 1.001, beta)
        assert n[f"product_{name}"] == pytest.approx(25 * edge)
    assert (n["top_70"], n["bottom_70"]) == pytest.approx((3.4, 0.3))
    assert n["room_90"] == pytest.approx(n["edge_90"] / n["edge_0"]) == pytest.approx(19)
    assert n["product_90"] == pytest.approx(38)
    edge = beta_sweep.FIGURE.measure()["edge"]
    assert worst(RATE, edge + 1e-3) < 1 < worst(RATE, edge - 1e-3)


def test_the_worked_example_is_printed_with_its_three_numbers(said: str) -> None:
    assert "2⋅1.7/0.3=11.3" in said
    assert "η=11.3/25=0.453" in said
    assert pytest.approx(0.453, abs=5e-4) == 2 * 1.7 / 0.3 / 25


def test_the_best_pair_in_the_moving_average_is_one_over_the_geometric_mean(n: dict[str, Any]) -> None:
    rng = np.random.default_rng(2)
    for low, high in rng.uniform(0.1, 1, (20, 2)) * [1, 40] + [0, 1]:
        sum_rate = (2 / (sqrt(low) + sqrt(high))) ** 2
        beta = ((sqrt(high / low) - 1) / (sqrt(high / low) + 1)) ** 2
        assert sum_rate / (1 - beta) == pytest.approx(1 / sqrt(low * high))
    assert (n["arithmetic"], n["geometric"]) == (13, 5)


def test_the_square_root_law() -> None:
    measured = square_root.FIGURE.measure()
    for kappa in (5, 25, 100, 400, 1600):
        for name, rate, beta in (
            ("gd", 2 / (1 + kappa), 0.0),
            ("momentum", 1 / sqrt(kappa), ((sqrt(kappa) - 1) / (sqrt(kappa) + 1)) ** 2),
        ):
            loss = losses(walk(beta, rate, float(kappa)), kappa)
            assert measured[f"{name}_{kappa}"] == arrival(loss, 1e-3 * loss[0])
    assert [measured[f"gd_{kappa}"] for kappa in (5, 25, 100, 400, 1600)] == [9, 44, 173, 691, 2764]
    assert [measured[f"momentum_{kappa}"] for kappa in (5, 25, 100, 400, 1600)] == [6, 15, 37, 85, 187]
    # Four times the condition number: four times the steps, and towards twice.
    assert measured["gd_grows"] == pytest.approx(4, abs=0.01)
    growth = [measured[f"momentum_{b}"] / measured[f"momentum_{a}"] for a, b in ((25, 100), (100, 400), (400, 1600))]
    assert 2.5 > growth[0] > growth[1] > growth[2] > 2


def test_the_law_stands_in_the_open(html: str) -> None:
    before = html.partition('data-figure="square-root"')[0]
    assert before.count("<details") == before.count("</details")


def test_the_fastest_pair_swings_most_and_comes_closer_as_measured(n: dict[str, Any], said: str) -> None:
    best = walk(4 / 9, 0.2)
    distance = np.hypot(*best.T)
    for begin in (0, 1, 5, 10, 40):
        tail = distance[begin:]
        assert n[f"best_tenth_from_{begin}"] == arrival(tail, tail[0] / 10)
    assert [n[f"best_tenth_from_{begin}"] for begin in (0, 5, 10, 40)] == [10, 8, 7, 7]
    assert n["best_promised"] == pytest.approx(log(10) / log(1.5)) == pytest.approx(5.68, abs=0.005)
    loss = losses(best)
    assert n["best_steps"] == n["best_crossings"] == arrival(loss) == sides(best[: arrival(loss) + 1, 1])
    assert (n["best_first"], n["best_peak"]) == pytest.approx((53, loss.max()))
    across = {"best": best, "right": walk(0.7), "plain": walk(0.0, 0.074)}
    for name, places in across.items():
        assert n[f"{name}_across"] == pytest.approx(np.abs(np.diff(places[:61, 1])).sum(), rel=1e-9)
    assert n["best_across"] > n["plain_across"] > n["right_across"]
    plain = np.hypot(*walk(0.0, 1 / 13).T)
    assert n["bare_tenth"] == arrival(plain, plain[0] / 10) == 29
    assert "The fastest pair swings most." in said
    assert "every 5.7 steps; measured, that takes 10 from the start and 7 later on" in said
    assert "rises, from 53 to 71.5" in said


def test_what_is_kept_when_beta_changes(n: dict[str, Any]) -> None:
    for beta in (0.7, 0.9, 0.99):
        name = f"{100 * beta:.0f}"
        assert n[f"kept_sum_{name}"] == pytest.approx(RATE * (1 - beta))
        assert n[f"kept_steps_{name}"] == steps(beta)
        assert n[f"grown_{name}"] == pytest.approx(RATE * 0.3 / (1 - beta))
        assert n[f"grown_steps_{name}"] == steps(beta, RATE * 0.3 / (1 - beta))


def test_pytorch_s_line_is_the_run_that_is_about_right(said: str) -> None:
    line = re.search(r"torch\.optim\.SGD\( params, lr=([\d.]+), momentum=([\d.]+) \)", said)
    assert line
    rate, beta = map(float, line.groups())
    x, y, u, v = -9.0, 1.0, 0.0, 0.0
    for _ in range(20):  # PyTorch adds up: buf <- momentum buf + grad, then p <- p - lr buf
        u, v = beta * u + x, beta * v + 25 * y
        x, y = x - rate * u, y - rate * v
    assert (x * x + 25 * y * y) / 2 <= TOLERANCE
    assert rate / (1 - beta) == pytest.approx(RATE, rel=0.01)


def test_the_advice_on_where_to_start_and_on_a_steeper_valley(n: dict[str, Any]) -> None:
    root = sqrt(n["best_for_90"])
    assert ((root - 1) / (root + 1)) ** 2 == pytest.approx(0.9)
    assert (n["steeper_rate"], n["steeper_beta"]) == pytest.approx((0.1, (9 / 11) ** 2))
    assert n["steeper_steps"] == steps(n["steeper_beta"], n["steeper_rate"], 100.0)
