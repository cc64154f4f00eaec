"""The page on the theory: its map of regions, its race and its spring, recomputed by plain loops."""

from __future__ import annotations

from itertools import pairwise
from math import cos, exp, log, sin, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import said
from momentum.chapters.theory import (
    damped_spring,
    price_of_the_optimum,
    regions,
)
from on_a_parabola import EXACT, modulus, walk


def kind(rate: float, beta: float) -> str:
    """The region by the eigenvalues of both directions themselves."""
    along, across = (np.roots([1, -(1 + beta - rate * curvature), beta]) for curvature in (1.0, 25.0))
    if max(np.abs(along).max(), np.abs(across).max()) >= 1:
        return "diverges"
    if np.isreal(across).all() and across.real.min() < 0:
        return "zigzags"
    if np.isreal(along).all():
        return "creeps"
    return "swings"


@pytest.mark.parametrize("seed", range(4))
def test_the_borders_divide_what_the_eigenvalues_say(seed: int) -> None:
    random = np.random.default_rng(seed)
    for rate, beta in random.uniform((0.001, 0.001), (0.16, 0.999), (200, 2)):
        assert regions.kind(rate, beta) == kind(rate, beta), (rate, beta)


def mapped() -> dict[str, Any]:
    found: dict[str, Any] = {"condition_number": 25, "best_rate": 1 / 9, "best_beta": 4 / 9, "best": 2 / 3,
                             "edge_bare": 2 / 25, "edge_full": 4 / 25}  # fmt: skip
    for letter, name, rate, beta in regions.RUNS:
        assert kind(rate, beta) == name
        factor = max(modulus(1.0, rate, beta), modulus(25.0, rate, beta))
        found |= {f"{letter.lower()}_rate": rate, f"{letter.lower()}_beta": beta, f"{letter.lower()}_factor": factor}
    return found


def test_the_map_s_numbers_are_right() -> None:
    measured = {key: value for key, value in regions.FIGURE.measure().items() if not key.endswith("kind")}
    assert measured == pytest.approx(mapped(), rel=1e-7)  # a double root is known to half of the digits


def test_no_pair_on_a_fine_grid_beats_the_best_pair() -> None:
    rates, betas = np.meshgrid(np.linspace(0.001, 0.16, 160), np.linspace(0, 0.99, 100))
    found = regions.rate(np.stack([rates, betas], axis=-1))
    assert found.min() >= 2 / 3
    assert found.min() == pytest.approx(2 / 3, abs=0.01)  # the grid is a hundredth wide


def race() -> dict[str, Any]:
    def losses(rate: float, beta: float) -> list[float]:
        paths = [walk(c, rate, beta, 1 / sqrt(c), 360) for c in (1.0, 10.0, 100.0)]
        return [sum(c * u * u for c, u in zip((1, 10, 100), us, strict=True)) / 2 for us in zip(*paths, strict=True)]

    def chebyshev(k: int, x: float) -> float:
        return float(np.polynomial.chebyshev.chebval(x, [0] * k + [1]))

    plain, heavy = losses(2 / 101, 0), losses(4 / 121, 81 / 121)
    changing = [
        sum((chebyshev(k, (101 - 2 * c) / 99) / chebyshev(k, 101 / 99)) ** 2 for c in (1, 10, 100)) / 2
        for k in range(100)
    ]

    def there(loss: list[float]) -> int:
        return next(step for step, value in enumerate(loss) if value <= 1e-6 * loss[0])

    return {
        "start": 1.5, "peak": max(heavy), "peak_step": heavy.index(max(heavy)), "times": max(heavy) / 1.5,
        "overtakes": next(k for k in range(1, 300) if heavy[k] < plain[k]), "heavy_steps": there(heavy),
        "plain_steps": there(plain), "changing_steps": there(changing), "changing_peak": max(changing),
        "promised": log(1e-6) / 2 / log(9 / 11), "rate": 4 / 121, "beta": 81 / 121, "factor": 9 / 11,
        "plain_rate": 2 / 101,
    }  # fmt: skip


def test_the_race_over_three_curvatures_is_the_one_that_is_told() -> None:
    measured = price_of_the_optimum.FIGURE.measure()
    assert measured == pytest.approx(race(), rel=1e-7)
    assert (round(measured["peak"], 2), measured["heavy_steps"], measured["plain_steps"]) == (7.23, 55, 336)


def test_a_changing_beta_reaches_chebyshev_s_bound_at_every_step_and_nothing_is_below_it() -> None:
    found = price_of_the_optimum.chebyshev()
    rho = 9 / 11
    for k in (1, 2, 5, 20):
        bound = 2 / (rho**k + rho**-k)
        assert found[k] <= 1.5 * bound**2 * (1 + EXACT)
        worst = np.abs(np.polynomial.chebyshev.chebval(np.linspace(-1, 1, 4001), [0] * k + [1])).max()
        assert worst / np.polynomial.chebyshev.chebval(101 / 99, [0] * k + [1]) == pytest.approx(bound, rel=1e-9)


def springs() -> dict[str, Any]:
    found: dict[str, Any] = {"friction": 0.4, "curvature": 1, "critical_friction": 2, "start": -9}
    for name, rate, steps in (("coarse", 0.04, 100), ("fine", 0.0025, 400)):
        beta = 1 - 0.4 * sqrt(rate)
        places = walk(1.0, rate, beta, -9.0, steps)
        turn = sqrt(1 - 0.04)
        exact = [-9 * exp(-0.2 * t) * (cos(turn * t) + 0.2 / turn * sin(turn * t))
                 for t in (k * sqrt(rate) for k in range(steps + 1))]  # fmt: skip
        speeds = [0.0, *((b - a) / sqrt(rate) for a, b in pairwise(places))]
        losses = [x * x / 2 for x in places]
        energies = [loss + speed * speed / 2 for loss, speed in zip(losses, speeds, strict=True)]
        rises = [sum(b > a for a, b in pairwise(row)) for row in (losses, energies)]
        before = "" if name == "coarse" else "fine_"
        found |= {name: rate, f"{name}_beta": beta, f"{before}steps": steps, f"{before}loss_rises": rises[0],
                  f"{before}energy_rises": rises[1],
                  f"{name}_gap": max(abs(a - b) for a, b in zip(places, exact, strict=True))}  # fmt: skip
    return found


def test_the_steps_lie_by_the_spring_and_the_energy_never_rises() -> None:
    measured = damped_spring.FIGURE.measure()
    assert measured == pytest.approx(springs(), rel=1e-9)
    assert measured["energy_rises"] == 0
    assert measured["fine_gap"] < measured["coarse_gap"] / 3.5  # of first order in sqrt(learning_rate)


@pytest.mark.parametrize(
    ("source", "recomputed"),
    [("regions", mapped), ("price-of-the-optimum", race), ("damped-spring", springs)],
)
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    said.check(site_dir / "theory" / "index.html", source, recomputed())
