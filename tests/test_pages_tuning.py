"""The page on beta: its loops, its edges, its sweep, its map, its law and its advice, recomputed by other code."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from math import log, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from built import where
from momentum.chapters.tuning import _loops as loops
from momentum.chapters.tuning import _sweeps as sweeps
from momentum.chapters.tuning import beta_about_right, beta_map, beta_sweep, beta_too_large, beta_too_small, square_root
from momentum.chapters.tuning import numbers as claims

LOOPS = {0.26: beta_too_small, 0.7: beta_about_right, 0.95: beta_too_large}
RATE, TOLERANCE = 0.133, 0.01


@cache
def walk(beta: float, rate: float = RATE, steep: float = 25.0, steps: int = 4000) -> np.ndarray:
    """Places (steps + 1, 2): v <- beta v + (1 - beta) g, theta <- theta - rate v, with nothing but floats."""
    x, y, u, v = -9.0, 1.0, 0.0, 0.0
    rows = [(x, y)]
    for _ in range(steps):
        u, v = beta * u + (1 - beta) * x, beta * v + (1 - beta) * steep * y
        x, y = x - rate * u, y - rate * v
        rows.append((x, y))
    return np.array(rows)


def losses(places: np.ndarray, steep: float = 25.0) -> np.ndarray:
    return (places[:, 0] ** 2 + steep * places[:, 1] ** 2) / 2


def arrival(values: Any, tolerance: float = TOLERANCE) -> int:
    """The step after the last value above the tolerance."""
    return max(step for step, value in enumerate(values) if not value <= tolerance) + 1


def steps(beta: float, rate: float = RATE, steep: float = 25.0) -> int:
    return arrival(losses(walk(beta, rate, steep), steep))


def sides(values: Any) -> int:
    return sum(a * b < 0 for a, b in pairwise(values))


def modulus(eigenvalue: float, rate: float, beta: float) -> float:
    """The spectral radius of one step of the average, on (place now, place before)."""
    step = np.array([[1 + beta - (1 - beta) * rate * eigenvalue, -beta], [1.0, 0.0]])
    return float(np.abs(np.linalg.eigvals(step)).max())


def worst(rate: float, beta: float) -> float:
    return max(modulus(1.0, rate, beta), modulus(25.0, rate, beta))


@pytest.fixture(scope="module")
def n() -> dict[str, Any]:
    return claims.numbers()


@pytest.fixture(scope="module")
def html(site_dir: Path) -> str:
    return (site_dir / where("tuning.md") / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def said(html: str) -> str:
    """The words of the page's article, in one line, formulas as their letters and digits."""
    article = html.partition("<article")[2].partition("</article>")[0]
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", article, flags=re.S).split())


@pytest.mark.parametrize("beta", LOOPS, ids=str)
def test_each_loop_takes_overshoots_and_ripples_as_its_caption_says(beta: float) -> None:
    places = walk(beta)
    loss, x = losses(places), places[:, 0]
    measured = LOOPS[beta].FIGURE.measure()
    needed = arrival(loss)
    until = places[: needed + 1]
    assert measured["beta"] == beta
    assert measured["steps"] == needed
    assert measured["first"] == np.argmax(loss <= TOLERANCE)
    assert measured["overshoot"] == pytest.approx(max(0.0, *x), abs=1e-12)
    assert measured["overshoot_share"] == pytest.approx(100 * max(0.0, *x) / 9, abs=1e-10)
    assert (measured["crossings"], measured["crossings_across"]) == (sides(until[:, 0]), sides(until[:, 1]))
    assert measured["travel_across"] == pytest.approx(np.abs(np.diff(until[:, 1])).sum(), rel=1e-10)
    trio = zip(loss, loss[1:needed], loss[2:], strict=False)
    assert measured["ripples"] == sum(a < b >= c for a, b, c in trio)
    assert measured["loss_then"] == pytest.approx(loss[90], rel=1e-9)
    if max(x) > 0:
        reach = int(np.argmax(x > 0))
        assert (measured["overshoot_step"], measured["reach_step"]) == (x.argmax(), reach)
        assert measured["reach_pace"] == pytest.approx(x[reach] - x[reach - 1], rel=1e-10)


def test_small_is_slow_right_is_fast_and_large_is_worse_than_none(n: dict[str, Any]) -> None:
    small, right, large = (LOOPS[beta].FIGURE.measure() for beta in LOOPS)
    assert right["steps"] < small["steps"] < n["plain_steps"] < large["steps"]
    assert n["plain_steps"] == steps(0.0, 0.074)
    assert small["steps"] > 0.85 * n["plain_steps"]
    assert 2 * right["steps"] < n["plain_steps"]
    assert small["crossings_across"] == small["steps"]
    assert (small["crossings"], right["crossings"]) == (0, 1)
    assert large["reach_pace"] > 5 * right["reach_pace"]
    assert losses(walk(0.0, steps=8))[1:].min() > 53  # without memory the same rate explodes


def test_the_swings_of_the_run_that_is_right_die_out_within_ten_steps() -> None:
    assert np.abs(walk(0.7)[10:, 1]).max() < 0.2


@pytest.mark.parametrize("beta", LOOPS, ids=str)
def test_the_three_loops_share_start_rate_and_clock(beta: float) -> None:
    scene = LOOPS[beta].FIGURE.draw()
    path = scene.panels[0].marks[0].points
    assert path == pytest.approx(walk(beta)[:91], abs=1e-10)
    assert scene.seconds == loops.SECONDS
    (low, high) = scene.panels[0].ylim
    assert low < path[:, 1].min() < path[:, 1].max() < high


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


@cache
def swept(rates: tuple[float, ...], betas: tuple[float, ...]) -> np.ndarray:
    """The steps (rates, betas) to arrival, 3001 for none, with both directions written out."""
    rate, beta = np.array(rates)[:, None], np.array(betas)[None, :]
    x, y = np.full((2, len(rates), len(betas)), [[[-9.0]], [[1.0]]])
    u = v = np.zeros_like(x)
    last = np.zeros(x.shape, dtype=int)
    with np.errstate(all="ignore"):
        for step in range(4001):
            last = np.where(~((x * x + 25 * y * y) / 2 <= TOLERANCE), step, last)
            u, v = beta * u + (1 - beta) * x, beta * v + (1 - beta) * 25 * y
            x, y = x - rate * u, y - rate * v
    return np.minimum(last + 1, 3001)


def test_the_sweep_at_one_rate_counts_the_same_steps_as_another_loop() -> None:
    beta = 1 - 10.0 ** (-np.arange(301) / 100)
    found_beta, found = sweeps.arrivals()
    assert found_beta == pytest.approx(beta, abs=1e-15)
    (steps,) = swept((RATE,), tuple(beta))
    assert np.where(np.isnan(found), 3001, found).tolist() == steps.tolist()
    measured = beta_sweep.FIGURE.measure()
    assert measured["best_steps"] == steps.min() <= 20
    assert (measured["best_from"], measured["best_to"]) == pytest.approx(
        (beta[steps == steps.min()].min(), beta[steps == steps.min()].max())
    )
    assert (measured["steps_90"], measured["steps_99"]) == (steps[100], steps[200])
    slower = beta >= measured["as_bad_as_none"]
    assert (steps[slower] > measured["bare"]).all()


def test_the_best_rate_of_every_beta_is_the_best_of_the_grid() -> None:
    beta, rates, found = sweeps.tuned()
    grid = tuple(10 ** (-2.6 + k / 60) for k in range(121))
    assert tuple(sweeps.TRIED) == pytest.approx(grid)
    chosen = [0, 3, 6, 12, 20, 30, 40]
    steps = swept(grid, tuple(beta[chosen]))
    assert found[chosen].tolist() == steps.min(axis=0).tolist()
    arrived = ~np.isnan(found)
    assert ((rates > grid[0]) & (rates < grid[-1]))[arrived].all()
    measured = beta_sweep.FIGURE.measure()
    assert measured["tuned_best_steps"] == np.nanmin(found)
    assert abs(measured["tuned_best"] - 0.5) < 0.05
    assert measured["bare"] == steps[:, 0].min()
    slower = beta >= measured["tuned_as_bad"]
    assert (found[slower & arrived] > measured["bare"]).all()
    assert found[(beta < measured["tuned_as_bad"]) & (beta > 0)].max() <= measured["bare"]


def test_a_smaller_rate_ends_the_overshoot_and_gives_no_speed_back(n: dict[str, Any], said: str) -> None:
    rows = []
    for name in ("wild", "close", "calm"):
        places = walk(0.9, n[f"{name}_rate"])
        assert n[f"{name}_steps"] == arrival(losses(places))
        assert n[f"{name}_overshoot"] == pytest.approx(max(0.0, *places[:, 0]), abs=1e-10)
        rows.append(f"{n[f'{name}_rate']:.3f} {n[f'{name}_overshoot']:.2f} {n[f'{name}_steps']}")
    assert n["wild_overshoot"] > 3.9 > 0.1 > n["close_overshoot"] > n["calm_overshoot"] == 0
    assert n["calm_steps"] > n["wild_steps"] > n["close_steps"] > n["plain_steps"]
    assert n["calm_rate"] < n["critical_90"] < n["close_rate"]
    assert " ".join(rows) in said
    assert "no say" not in said


def test_no_learning_rate_beats_the_root_of_beta(n: dict[str, Any]) -> None:
    for beta in (0.26, 0.64, 0.7, 0.9, 0.95, 0.99):
        rates = [worst(rate, beta) for rate in np.geomspace(0.001, 2, 80)]
        assert min(rates) >= sqrt(beta) - 1e-9
    assert n["root_90"] == pytest.approx(sqrt(0.9))
    assert n["root_90"] ** n["tenth_90"] == pytest.approx(0.1)


def test_the_map_shows_the_rates_of_the_one_step_matrices() -> None:
    points = np.random.default_rng(5).uniform([0.001, 0.0], [0.5, 0.999], (200, 2))
    expected = [worst(*point) for point in points]
    assert beta_map.rate(points) == pytest.approx(np.array(expected), abs=1e-7)  # the root of a rounding


def test_the_marked_points_of_the_map_are_what_they_are_called() -> None:
    measured = beta_map.FIGURE.measure()
    for name, beta in (("small", 0.26), ("right", 0.7), ("large", 0.95)):
        assert measured[name] == pytest.approx(worst(RATE, beta), abs=1e-9)
    assert (measured["best_rate"], measured["best_beta"], measured["best"]) == pytest.approx((0.2, 4 / 9, 2 / 3))
    grid = [worst(rate, beta) for rate in np.linspace(0.005, 0.5, 80) for beta in np.linspace(0, 0.99, 80)]
    assert min(grid) >= 2 / 3
    bare = {rate: worst(rate, 0) for rate in np.linspace(0.05, 0.08, 3001)}
    assert measured["bare_rate"] == pytest.approx(min(bare, key=bare.__getitem__), abs=1e-5)
    assert measured["best_bare"] == pytest.approx(min(bare.values()), abs=1e-4)


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


MODULES = [*LOOPS.values(), beta_sweep, beta_map, square_root]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.FIGURE.title)
def test_captions_and_alternative_texts_tell_the_run(module: Any) -> None:
    numbers = module.FIGURE.measure()
    for text in (module.FIGURE.caption(numbers), module.FIGURE.alt(numbers)):
        assert text.rstrip().endswith(".")
        assert "nan" not in text
    assert len(module.FIGURE.alt(numbers)) > 200
