"""The page on beta: its sweep and its map, by other loops and by the matrices of one step."""

from __future__ import annotations

from functools import cache
from math import sqrt
from typing import Any

import numpy as np
import pytest

from averaged import RATE, TOLERANCE, worst
from momentum.chapters.tuning import _sweeps as sweeps
from momentum.chapters.tuning import beta_map, beta_sweep
from momentum.chapters.tuning import numbers as claims


@pytest.fixture(scope="module")
def n() -> dict[str, Any]:
    return claims.numbers()


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


def test_the_run_with_too_much_memory_stands_in_the_second_band_as_the_map_is_told() -> None:
    large = beta_map.FIGURE.measure()["large"]
    assert sum(level > large for level in beta_map.LEVELS) == 2
    assert "too large in the second band under β = 1" in beta_map.FIGURE.alt(beta_map.FIGURE.measure())


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
