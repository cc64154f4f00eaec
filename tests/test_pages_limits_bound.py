"""The page on limits: the bound below every method, and the chain that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import said
from momentum.chapters.limits import lower_bound


def bounded() -> dict[str, Any]:
    n, pull = 300, 99 / 4
    matrix = (2 * pull + 1) * np.eye(n) - pull * (np.eye(n, k=1) + np.eye(n, k=-1))
    first = pull * np.eye(n)[0]
    goal = np.linalg.solve(matrix, first)

    def left(rate: float, beta: float, nesterov: bool) -> list[float]:
        here, before = np.zeros(n), np.zeros(n)
        found = [1.0]
        for _ in range(60):
            ahead = here + beta * (here - before)
            here, before = ahead - rate * (matrix @ (ahead if nesterov else here) - first), here
            seen = here + beta * (here - before) if nesterov else here
            found.append(float(np.linalg.norm(seen - goal) / np.linalg.norm(goal)))
        return found

    runs = {"gradient_descent": left(2 / 101, 0.0, False), "momentum": left((2 / 11) ** 2, (9 / 11) ** 2, False),
            "nesterov": left(0.01, 9 / 11, True)}  # fmt: skip
    found: dict[str, Any] = {"condition_number": 100, "shown": 12, "steps": 60, "ratio": 9 / 11, "links": 300,
                             "bound_shown": (9 / 11) ** 12, "bound_end": (9 / 11) ** 60}  # fmt: skip
    return found | {f"{k}_{at}": run[step] for k, run in runs.items() for at, step in (("shown", 12), ("end", 60))}


def test_the_chain_s_distances_are_right_and_none_is_below_the_bound() -> None:
    measured, expected = lower_bound.FIGURE.measure(), bounded()
    # An endless chain's bound is a power; ours of 300 links differs from it in no digit that is kept.
    assert measured == pytest.approx(expected, rel=1e-8)
    for method in lower_bound.METHODS:
        assert (lower_bound.left(method) >= lower_bound.bound() * (1 - 1e-9)).all()


def test_the_best_pair_lies_on_the_bound_at_every_step_and_its_first_links_are_where_they_belong() -> None:
    assert lower_bound.left("momentum") == pytest.approx(lower_bound.bound(), rel=1e-9)
    path = lower_bound.run("momentum").theta
    for step in (1, 5, 12, 40):
        assert path[step, :step] == pytest.approx((9 / 11) ** np.arange(1, step + 1), rel=1e-9)
        assert not path[step, step:].any()


def test_chebyshev_s_bound_is_above_the_chain_s_and_less_than_twice_as_high() -> None:
    steps, ratio = np.arange(1, 61), 9 / 11
    spread = np.cos(np.pi * np.arange(61) / 60)  # where Chebyshev's polynomial of degree 60 is largest
    assert np.abs(np.polynomial.chebyshev.chebval(spread, [0] * 60 + [1])) == pytest.approx(1)
    left = [1 / np.polynomial.chebyshev.chebval(101 / 99, [0] * k + [1]) for k in steps]
    assert left == pytest.approx(2 / (ratio**steps + ratio**-steps), rel=1e-9)
    times = left / ratio**steps
    assert (np.diff(times) > 0).all()
    assert 1 < times[0] < 1.999 < times[-1] < 2


@pytest.mark.parametrize(("source", "recomputed"), [("lower-bound", bounded)])
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    said.check(site_dir / "limits" / "index.html", source, recomputed())
