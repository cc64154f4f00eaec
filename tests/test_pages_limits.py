"""The page on limits: its cycle, valleys and basins, recomputed by plain loops, and the built page read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import said
from momentum.chapters.limits import basins, for_ever, six_valleys
from recorded import recorded

EXACT = 1e-9  # thousands of roundings, in runs that forget them


def slope(x: Any) -> Any:
    return np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))


def on_the_curve(start: Any, rate: float, beta: float, steps: int, *, nesterov: bool = False) -> list[Any]:
    """Places by the two-point form; Nesterov's gradient is taken at the point looked ahead to, and read off there."""
    here = before = np.asarray(start, dtype=float)
    places = [here]
    for _ in range(steps):
        ahead = here + beta * (here - before)
        now = ahead - rate * slope(ahead if nesterov else here)
        here, before = now, here
        places.append(now + beta * (now - before) if nesterov else now)
    return places


def test_one_step_takes_each_place_of_the_cycle_exactly_to_the_next() -> None:
    places = [Fraction(k, 1225) for k in (792, -2208, 2592)]
    for before, now, after in zip(places, places[1:] + places[:1], places[2:] + places[:2], strict=True):
        pull = 25 * now if now < 1 else now + 24 if now < 2 else 25 * now - 24
        assert now - pull / 9 + Fraction(4, 9) * (now - before) == after


def cycling() -> dict[str, Any]:
    grid = np.linspace(-5, 5, 1001)

    def caught(beta: float) -> float:
        return float(np.mean(np.abs(on_the_curve(grid, 1 / 9, beta, 3000)[-1]) > 0.5))

    found: dict[str, Any] = {
        "start": 3.3, "long": 3000, "high": 2592 / 1225, "middle": 792 / 1225, "low": -2208 / 1225,
        "momentum_rate": 1 / 9, "momentum_beta": 4 / 9, "nesterov_beta": 2 / 3, "caught_from": 5, "other_beta": 0.6,
        "starts": 1001, "pull": 25 - 24 / (2592 / 1225), "plain_end": float(on_the_curve(3.3, 1 / 13, 0.0, 24)[-1]),
        "caught": caught(4 / 9), "other_caught": caught(0.6), "momentum_loss": 12.5 * (792 / 1225) ** 2,
    }  # fmt: skip
    for name, rate, beta in (("gradient_descent", 1 / 13, 0.0), ("nesterov", 1 / 25, 2 / 3)):
        places = [abs(float(x)) for x in on_the_curve(3.3, rate, beta, 600, nesterov=name == "nesterov")]
        found[f"{name}_steps"] = max(k for k, x in enumerate(places) if x > 1e-6) + 1
    return found


def test_momentum_goes_round_for_ever_and_the_others_arrive() -> None:
    measured = for_ever.FIGURE.measure()
    assert measured.pop("drift") < 1e-12
    assert measured == pytest.approx(cycling(), rel=EXACT)
    assert measured["other_caught"] == 0


def himmelblau(x: Any, y: Any) -> tuple[Any, Any]:
    a, b = x * x + y - 11, x + y * y - 7
    return 4 * x * a + 2 * b, 2 * a + 4 * y * b


SLOPES: dict[str, Any] = {
    "rosenbrock": lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    "beale": lambda x, y: (
        sum(2 * (c - x + x * y**k) * (y**k - 1) for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))),
        sum(2 * (c - x + x * y**k) * k * x * y ** (k - 1) for k, c in ((1, 1.5), (2, 2.25), (3, 2.625))),
    ),
    "himmelblau": himmelblau,
    "styblinski-tang": lambda x, y: (2 * x**3 - 16 * x + 2.5, 2 * y**3 - 16 * y + 2.5),
    # (x + 2)^2 (3 x^2 - 8 x + 8) / 12 has the slope x (x - 1) (x + 2).
    "double well": lambda x, y: (x * (x - 1) * (x + 2), y),
    "saddle": lambda x, y: (x, y * (y * y - 1)),
}  # fmt: skip
VALUES: dict[str, Any] = {
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    "beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    "himmelblau": lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    "styblinski-tang": lambda x, y: sum((u**4 - 16 * u**2 + 5 * u) / 2 for u in (x, y)) + 2 * 39.16616570377142,
    "double well": lambda x, y: (x + 2) ** 2 * (3 * x * x - 8 * x + 8) / 12 + y * y / 2,
    "saddle": lambda x, y: x * x / 2 + (y * y - 1) ** 2 / 4,
}
STARTS = {"rosenbrock": (-1.2, 1.0), "beale": (0.5, -1.0), "himmelblau": (-0.5, -1.5), "styblinski-tang": (0.5, 4.0),
          "double well": (2.0, 1.0), "saddle": (-2.0, 0.001)}  # fmt: skip


def averaged(name: str, x: Any, y: Any, rate: float, beta: float, steps: int) -> Iterator[tuple[Any, Any]]:
    """The places of the moving average on two parameters."""
    vx, vy = 0.0 * x, 0.0 * y
    yield x, y
    for _ in range(steps):
        gx, gy = SLOPES[name](x, y)
        vx, vy = beta * vx + (1 - beta) * gx, beta * vy + (1 - beta) * gy
        x, y = x - rate * vx, y - rate * vy
        yield x, y


def end(name: str, x: Any, y: Any, rate: float, beta: float, steps: int) -> tuple[Any, Any]:
    """Where it is after the last step."""
    return deque(averaged(name, x, y, rate, beta, steps), maxlen=1)[0]


@cache
def six() -> dict[str, Any]:
    found: dict[str, Any] = {"beta": 0.9, "tolerance": 0.01, "steps": 3000}
    for name, rate in six_valleys.CASES:
        key = name.replace(" ", "_").replace("-", "_")
        found[f"{key}_rate"] = rate
        for who, beta in (("gd", 0.0), ("momentum", 0.9)):
            places = list(averaged(name, *STARTS[name], rate, beta, 3000))
            losses = [VALUES[name](*place) for place in places]
            found |= {f"{key}_{who}_x": places[-1][0], f"{key}_{who}_y": places[-1][1],
                      f"{key}_{who}_loss": losses[-1],
                      f"{key}_{who}_steps": max(k for k, loss in enumerate(losses) if loss > 0.01) + 1}  # fmt: skip
    return found


def test_the_two_paths_over_six_losses_end_where_the_page_says() -> None:
    assert six_valleys.FIGURE.measure() == pytest.approx(six(), rel=1e-8, abs=1e-9)


def grid(extent: Any, columns: int, rows: int, *, sparse: bool = False) -> tuple[np.ndarray, ...]:
    return np.meshgrid(np.linspace(*extent[0], columns), np.linspace(*extent[1], rows), sparse=sparse)


BOTTOMS = [(3, 2), (-2.805118087, 3.131312518), (-3.779310253, -3.283185991), (3.584428340, -1.848126527)]


def which(x: Any, y: Any) -> np.ndarray:
    return np.argmin([(x - a) ** 2 + (y - b) ** 2 for a, b in BOTTOMS], axis=0)


@cache
def mapped() -> dict[str, Any]:
    x, y = grid(((-6.5, 6.5), (-5.5, 5.5)), 181, 151)
    plain, heavy = (which(*end("himmelblau", x, y, 0.01, beta, 1000)) for beta in (0.0, 0.9))
    found: dict[str, Any] = {
        "rate": 0.01, "beta": 0.9, "starts": 181 * 151, "slow": 0.001, "changed": float(np.mean(plain != heavy)),
        "plain_nearest": float(np.mean(plain == which(x, y))), "heavy_nearest": float(np.mean(heavy == which(x, y))),
    }  # fmt: skip
    x, y = grid(((-6.5, 6.5), (-5.5, 5.5)), 61, 51)
    plain, heavy = (which(*end("himmelblau", x, y, 0.001, beta, 4000)) for beta in (0.0, 0.9))
    found["slow_changed"] = float(np.mean(plain != heavy))
    wells = (("double well", ((-3.25, 2.5), (-1.6, 1.6)), 0.1, (-2.0, 0.0)),
             ("styblinski-tang", ((-5.0, 5.0), (-4.5, 4.5)), 0.02, (-2.903534, -2.903534)))  # fmt: skip
    for name, extent, rate, lowest in wells:
        # Their slopes don't mix the axes: a row of starts and a column of them go the ways of all.
        x, y = grid(extent, 181, 151, sparse=True)
        for who, beta in (("plain", 0.0), ("heavy", 0.9)):
            ex, ey = end(name, x, y, rate, beta, 1000)
            there = (np.abs(ex - lowest[0]) < 2e-3) & (np.abs(ey - lowest[1]) < 2e-3)
            found[f"{name.replace(' ', '_').replace('-', '_')}_{who}"] = float(there.mean())
    return found


def test_the_basins_are_as_large_as_the_page_says() -> None:
    measured = recorded(basins)
    # A run that starts on a border may fall to the other side by its last digit: a few of 27 000 starts.
    assert measured == pytest.approx(mapped(), rel=1e-12, abs=3e-4)
    assert measured["slow_changed"] < measured["changed"] / 3


@pytest.mark.parametrize(("source", "recomputed"), [("for-ever", cycling), ("six-valleys", six), ("basins", mapped)])
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    said.check(site_dir / "limits" / "index.html", source, recomputed())
