"""The page on beta: its runs, its sweep, its map and its advice, recomputed by other code."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
import pytest

from momentum.chapters.tuning import _loops as tuning
from momentum.chapters.tuning import beta_about_right, beta_map, beta_sweep, beta_too_large, beta_too_small
from momentum.chapters.tuning import numbers as claims

LOOPS = {0.2: beta_too_small, 0.7: beta_about_right, 0.95: beta_too_large}
RATE, KEPT, TOLERANCE = 0.04, 0.04 / 0.3, 0.01


@cache
def walk(beta: float, rate: float = RATE, steep: float = 25.0, steps: int = 4000) -> tuple[list[float], list[float]]:
    """Places along the valley and losses, by Polyak's two-point form and nothing but floats."""
    x, y, old_x, old_y = -9.0, 1.0, -9.0, 1.0
    places, losses = [x], [(x * x + steep * y * y) / 2]
    for _ in range(steps):
        x, old_x = x + beta * (x - old_x) - rate * x, x
        y, old_y = y + beta * (y - old_y) - rate * steep * y, y
        places.append(x)
        losses.append((x * x + steep * y * y) / 2)
    return places, losses


def arrival(losses: list[float]) -> int:
    """The step after the last loss above the tolerance."""
    return max(step for step, loss in enumerate(losses) if loss > TOLERANCE) + 1


@cache
def swept() -> tuple[np.ndarray, np.ndarray]:
    """beta (301,) and the steps (2, 301) to arrival, 3001 for none, with both directions in closed loop form."""
    beta = 1 - 10.0 ** (-np.arange(301) / 100)
    rate = np.stack([np.full(301, RATE), KEPT * (1 - beta)])
    now = np.stack([np.full((2, 301), -9.0), np.full((2, 301), 1.0)])
    old, curvature, last = now, np.array([1.0, 25.0])[:, None, None], np.zeros((2, 301), dtype=int)
    with np.errstate(all="ignore"):
        for step in range(4001):
            last = np.where(~((curvature * now**2).sum(axis=0) / 2 <= TOLERANCE), step, last)
            now, old = now + beta * (now - old) - rate * curvature * now, now
    return beta, np.minimum(last + 1, 3001)


def modulus(eigenvalue: float, rate: float, beta: float) -> float:
    """The spectral radius of one step on (place now, place before)."""
    step = np.array([[1 + beta - rate * eigenvalue, -beta], [1.0, 0.0]])
    return float(np.abs(np.linalg.eigvals(step)).max())


def worst(rate: float, beta: float) -> float:
    return max(modulus(1.0, rate, beta), modulus(25.0, rate, beta))


@pytest.fixture(scope="module")
def advice() -> dict[str, Any]:
    return claims.numbers()


@pytest.mark.parametrize("beta", LOOPS, ids=str)
def test_each_loop_takes_overshoots_and_ripples_as_its_caption_says(beta: float) -> None:
    places, losses = walk(beta)
    measured = LOOPS[beta].FIGURE.measure()
    steps = arrival(losses)
    until = places[: steps + 1]
    assert measured["beta"] == beta
    assert measured["steps"] == steps
    assert measured["first"] == next(step for step, loss in enumerate(losses) if loss <= TOLERANCE)
    assert measured["overshoot"] == pytest.approx(max(0.0, *places), abs=1e-12)
    assert measured["overshoot_share"] == pytest.approx(100 * max(0.0, *places) / 9, abs=1e-10)
    assert measured["crossings"] == sum(a * b < 0 for a, b in pairwise(until))
    assert measured["ripples"] == sum(a < b >= c for a, b, c in zip(losses, losses[1:steps], losses[2:], strict=False))
    assert measured["loss_then"] == pytest.approx(losses[90], rel=1e-9)
    assert measured["bare_steps"] == arrival(walk(0.0)[1])
    if max(places) > 0:
        assert measured["overshoot_step"] == places.index(max(places))
        assert measured["reach_step"] == next(step for step, x in enumerate(places) if x > 0)


def test_small_is_slow_right_is_fast_and_large_is_worse_than_none() -> None:
    small, right, large = (LOOPS[beta].FIGURE.measure() for beta in (0.2, 0.7, 0.95))
    assert right["steps"] < small["steps"] < small["bare_steps"] < large["steps"]
    assert small["overshoot"] == small["crossings"] == small["ripples"] == 0
    assert right["crossings"] == 1
    assert large["reach_step"] < right["reach_step"]


@pytest.mark.parametrize("beta", LOOPS, ids=str)
def test_the_three_loops_share_start_rate_and_clock(beta: float) -> None:
    scene = LOOPS[beta].FIGURE.draw()
    path = scene.panels[0].marks[0].points
    assert path.shape == (91, 2)
    assert path[0].tolist() == [-9.0, 1.0]
    assert path[1] == pytest.approx([-9.0 * (1 - RATE), 1 - 25 * RATE], abs=1e-15)
    assert path[:, 0] == pytest.approx(np.array(walk(beta)[0][:91]), abs=1e-12)
    assert scene.seconds == tuning.SECONDS


def test_the_sweep_counts_the_same_steps_as_another_loop() -> None:
    beta, steps = swept()
    found_beta, found, runs = tuning.sweep()
    assert found_beta == pytest.approx(beta, abs=1e-15)
    assert np.where(found < 0, 3001, found).tolist() == steps.tolist()
    assert runs.loss.shape == (4001, 2, 301)


def test_what_the_page_quotes_from_the_sweep() -> None:
    beta, (fixed, kept) = swept()
    measured = beta_sweep.FIGURE.measure()
    assert measured["best_steps"] == fixed.min() == 20
    assert (measured["best_from"], measured["best_to"]) == pytest.approx(
        (beta[fixed == 20].min(), beta[fixed == 20].max())
    )
    assert measured["kept_best_steps"] == kept.min()
    assert kept[np.abs(beta - measured["kept_best"]).argmin()] == kept.min()
    assert measured["runs"] == 2 * beta.size
    slower = beta >= measured["as_bad_as_none"]
    assert (fixed[slower] > fixed[0]).all()
    assert (fixed[~slower][1:] <= fixed[0]).all()
    assert [measured[name] for name in ("bare", "steps_90", "steps_99")] == [fixed[0], fixed[100], fixed[200]]
    assert [measured["kept_90"], measured["kept_99"]] == [kept[100], kept[200]]


def test_the_kept_rate_diverges_exactly_below_its_edge() -> None:
    edge = beta_sweep.FIGURE.measure()["edge"]
    assert modulus(25.0, KEPT * (1 - edge), edge) == pytest.approx(1, abs=1e-7)  # a root close to a double one
    assert (
        modulus(25.0, KEPT * (1 - edge + 1e-3), edge - 1e-3) > 1 > modulus(25.0, KEPT * (1 - edge - 1e-3), edge + 1e-3)
    )


def test_no_learning_rate_beats_the_root_of_beta_and_the_flat_bands_reach_it() -> None:
    for beta in (0.2, 0.64, 0.7, 0.9, 0.95, 0.99):
        rates = [worst(rate, beta) for rate in np.linspace(0.001, 0.16, 80)]
        assert min(rates) >= sqrt(beta) - 1e-9
    for beta in (0.7, 0.9, 0.99):
        assert worst(RATE, beta) == pytest.approx(sqrt(beta), abs=1e-12)
        assert worst(KEPT * (1 - beta), beta) == pytest.approx(sqrt(beta), abs=1e-12)


def test_the_map_shows_the_rates_of_the_one_step_matrices() -> None:
    points = np.random.default_rng(5).uniform([0.001, 0.0], [0.17, 0.999], (200, 2))
    expected = [worst(*point) for point in points]
    assert beta_map.rate(points) == pytest.approx(np.array(expected), abs=1e-7)


def test_the_marked_points_of_the_map_are_what_they_are_called() -> None:
    measured = beta_map.FIGURE.measure()
    for name, beta in (("bare", 0.0), ("small", 0.2), ("right", 0.7), ("large", 0.95)):
        assert measured[name] == pytest.approx(worst(RATE, beta), abs=1e-9)
    assert (measured["best_rate"], measured["best_beta"], measured["best"]) == pytest.approx((1 / 9, 4 / 9, 2 / 3))
    grid = [worst(rate, beta) for rate in np.linspace(0.002, 0.16, 60) for beta in np.linspace(0, 0.99, 60)]
    assert min(grid) >= 2 / 3
    assert measured["best_bare"] == pytest.approx(
        min(worst(rate, 0) for rate in np.linspace(0.05, 0.08, 3001)), abs=1e-4
    )
    assert measured["tenth_best"] == pytest.approx(log(10) / log(1.5))
    assert measured["best"] ** measured["tenth_best"] == pytest.approx(0.1)


def test_the_table_of_memories_rates_and_steps(advice: dict[str, Any]) -> None:
    for beta in (0.0, 0.5, 0.9, 0.99):
        name = f"{100 * beta:.0f}"
        assert advice[f"memory_{name}"] == pytest.approx(sum(beta**age for age in range(4000)))
        assert advice[f"effective_{name}"] == pytest.approx(RATE * sum(beta**age for age in range(4000)))
        assert advice[f"steps_{name}"] == arrival(walk(beta)[1])
        kept = KEPT * (1 - beta)
        assert advice[f"kept_rate_{name}"] == pytest.approx(kept)
        assert advice[f"kept_steps_{name}"] == ("never" if beta == 0 else arrival(walk(beta, kept)[1]))
    assert worst(KEPT, 0.0) > 1


def test_the_advice_on_divergence(advice: dict[str, Any]) -> None:
    for beta in (0.5, 0.9):
        edge = advice[f"edge_{100 * beta:.0f}"]
        assert worst(edge * 0.999, beta) < 1 < worst(edge * 1.001, beta)
    for beta, name in ((0.9, "too_fast_90"), (0.5, "too_fast_50")):
        assert advice[name] == pytest.approx(walk(beta, 0.16, steps=50)[1][-1], rel=1e-9)
    assert advice["start_loss"] == 53 < advice["too_fast_90"] < advice["too_fast_50"]
    assert advice["halved_steps"] == arrival(walk(0.9, 0.08)[1])


def test_the_advice_on_where_to_start(advice: dict[str, Any]) -> None:
    root = sqrt(advice["best_for_90"])
    assert ((root - 1) / (root + 1)) ** 2 == pytest.approx(0.9)
    assert advice["faded_90"] == pytest.approx(0.9**10)
    assert advice["steps_90"] < advice["steps_0"]
    assert advice["saved_small"] == arrival(walk(0.0)[1]) - arrival(walk(0.2)[1])
    assert advice["times_right"] == pytest.approx(arrival(walk(0.0)[1]) / arrival(walk(0.7)[1]))


def test_critical_damping_is_the_best_beta_at_the_rate_of_the_loops(advice: dict[str, Any]) -> None:
    rates = {beta: worst(RATE, beta) for beta in np.linspace(0.5, 0.8, 301)}
    assert advice["critical"] == pytest.approx(min(rates, key=rates.__getitem__), abs=1e-3)
    assert advice["critical_rate"] == pytest.approx(0.8, abs=1e-9)


def test_how_long_a_tenfold_approach_takes(advice: dict[str, Any]) -> None:
    for beta, name in ((0.9, "tenth_90"), (0.99, "tenth_99")):
        assert worst(RATE, beta) ** advice[name] == pytest.approx(0.1)


def test_the_steeper_valley_wants_more_memory(advice: dict[str, Any]) -> None:
    best = advice["steeper_best"]
    assert best == pytest.approx(0.81)
    assert advice["steeper_best_steps"] == arrival(walk(best, 0.01, 100.0)[1])
    assert advice["steeper_same_steps"] == arrival(walk(0.7, 0.01, 100.0)[1])
    assert advice["steeper_bare_steps"] == arrival(walk(0.0, 0.01, 100.0)[1])
    assert advice["steeper_best_steps"] < advice["steeper_same_steps"] < advice["steeper_bare_steps"]


@pytest.mark.parametrize("module", [*LOOPS.values(), beta_sweep, beta_map], ids=lambda module: module.FIGURE.title)
def test_captions_and_alternative_texts_tell_the_run(module: Any) -> None:
    numbers = module.FIGURE.measure()
    for text in (module.FIGURE.caption(numbers), module.FIGURE.alt(numbers)):
        assert text.rstrip().endswith(".")
        assert "nan" not in text
    assert len(module.FIGURE.alt(numbers)) > 200
