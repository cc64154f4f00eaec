"""The page on Nesterov: its arrows, its three forms, its bound and its races, recomputed by plain loops."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import said
from momentum.chapters.nesterov import _forms as forms
from momentum.chapters.nesterov import guarantee, numbers, two_arrows
from recorded import recorded


def arrows(curvature: float, start: float, ahead: bool, steps: int) -> tuple[list[float], list[float]]:
    """Places, and where the velocity alone would carry, by two-point differences."""
    here = before = start
    places, carried = [here], []
    for _ in range(steps):
        carry = here + 0.8 * (here - before)
        here, before = carry - 0.03 * curvature * (carry if ahead else here), here
        places.append(here)
        carried.append(carry)
    return places, carried


def walked() -> dict[str, Any]:
    found: dict[str, Any] = {"rate": 0.03, "beta": 0.8, "built": 6, "steps": 26, "tolerance": 0.01}
    for name, ahead in (("here", False), ("ahead", True)):
        xs, ys = (arrows(c, u, ahead, 400)[0] for c, u in ((1.0, -9.0), (25.0, 1.0)))
        losses = [(x * x + 25 * y * y) / 2 for x, y in zip(xs, ys, strict=True)]
        found |= {
            f"{name}_across": sum(abs(b - a) for a, b in pairwise(ys)), f"{name}_lowest": min(ys),
            f"{name}_steps": max(k for k, loss in enumerate(losses) if loss > 0.01) + 1,
        }  # fmt: skip
    places, carried = arrows(25.0, 1.0, False, 2)
    return found | {"y": places[1], "carry": carried[1], "slope_here": 25 * places[1], "slope_ahead": 25 * carried[1]}


def test_the_two_arrows_are_those_of_the_page() -> None:
    measured = two_arrows.FIGURE.measure()
    assert measured == pytest.approx(walked(), rel=1e-9)
    assert measured["slope_here"] > 0 > measured["slope_ahead"]


def test_each_built_step_is_shown_as_an_arrow_to_where_the_velocity_carries_and_one_to_where_it_lands() -> None:
    for panel, ahead in zip(two_arrows.draw().panels, (False, True), strict=True):
        shown = [mark for mark in panel.marks if hasattr(mark, "tip")]
        assert len(shown) == 2 * two_arrows.BUILT - 1  # the first step has nothing to be carried by
        ys, carried = arrows(25.0, 1.0, ahead, two_arrows.BUILT)
        corrections = [mark for mark in shown if mark.role != "ink"]
        assert [mark.tip[1] for mark in corrections] == pytest.approx(ys[1:], abs=1e-12)
        assert [mark.tail[1] for mark in corrections] == pytest.approx(carried, abs=1e-12)


def test_the_three_forms_are_equal_in_exact_fractions() -> None:
    rate, beta, steep = Fraction(3, 100), Fraction(4, 5), Fraction(25)
    x = y = theta = stored = Fraction(1)
    step = total = Fraction(0)
    for _ in range(12):
        after = y - rate * steep * y
        x, y = after, after + beta * (after - x)
        step = beta * step - rate * steep * (theta + beta * step)
        theta += step
        g = steep * stored
        total = beta * total + g
        stored -= rate * (g + beta * total)
        assert theta == x
        assert stored == y == theta + beta * step


@pytest.mark.parametrize("seed", range(3))
def test_the_forms_that_the_page_shows_are_equal_on_a_loss_that_is_no_bowl(seed: int) -> None:
    start = np.random.default_rng(seed).uniform(-2, 2, 5)
    points, ahead = forms.two_sequences(np.sin, start, 0.3, 0.9, 80)
    assert forms.look_ahead(np.sin, start, 0.3, 0.9, 80) == pytest.approx(points, abs=1e-9)
    assert forms.as_in_libraries(np.sin, start, 0.3, 0.9, 80) == pytest.approx(ahead, abs=1e-9)


def convex() -> dict[str, Any]:
    n = 200
    modes = np.arange(1, n + 1) * np.pi / (n + 1)
    curvatures = (1 - np.cos(modes)) / 2  # of the chain, known in closed form
    basis = np.sqrt(2 / (n + 1)) * np.sin(np.outer(np.arange(1, n + 1), modes))
    goal = basis.T @ (np.arange(n, 0, -1) / (n + 1))  # a straight line down to 0
    steepest = curvatures.max()

    def gap(u: np.ndarray) -> float:
        return float((curvatures * (u - goal) ** 2).sum() / 2)

    found: dict[str, Any] = {"links": 200, "long": 1000, "condition_number": 400}
    for name, beta in (("gradient_descent", 0.0), ("momentum", 0.9)):
        u = before = np.zeros(n)
        for k in range(1, 1001):
            u, before = u + beta * (u - before) - curvatures * (u - goal) / steepest, u
            if k in (100, 1000):
                found[f"{name}_{k}"] = gap(u)
    u, y, t = np.zeros(n), np.zeros(n), 1.0
    for k in range(1, 1001):
        after = y - curvatures * (y - goal) / steepest
        t, last = (1 + sqrt(1 + 4 * t * t)) / 2, t
        u, y = after, after + (last - 1) / t * (after - u)
        assert gap(u) <= 2 * steepest * float(goal @ goal) / (k + 1) ** 2
        if k in (100, 1000):
            found[f"nesterov_{k}"] = gap(u)
            found[f"bound_{k}"] = 2 * steepest * float(goal @ goal) / (k + 1) ** 2
    return found


def rippling() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("plain", "restarted", "fitted"):
        u, y, t = [-9.0, 1.0], [-9.0, 1.0], 1.0
        losses, restarts = [(81 + 400) / 2], []
        for k in range(1, 321):
            slopes = [y[0], 400 * y[1]]
            after = [p - g / 400 for p, g in zip(y, slopes, strict=True)]
            if name == "restarted" and sum(g * (a - b) for g, a, b in zip(slopes, after, u, strict=True)) > 0:
                t = 1.0
                restarts.append(k)
            later = (1 + sqrt(1 + 4 * t * t)) / 2
            beta = 19 / 21 if name == "fitted" else (t - 1) / later
            y = [a + beta * (a - b) for a, b in zip(after, u, strict=True)]
            u, t = after, later
            losses.append((u[0] ** 2 + 400 * u[1] ** 2) / 2)
        first = next(k for k, loss in enumerate(losses) if loss <= 1e-6 * losses[0])
        found |= {f"{name}_steps": first, f"{name}_rises": sum(b > a for a, b in pairwise(losses)),
                  f"{name}_end": losses[-1], f"{name}_after": max(losses[first:]),
                  f"{name}_back": max(losses[first:]) / losses[0]}  # fmt: skip
        if restarts:
            found |= {"first_restart": restarts[0], "restarts": len(restarts)}
    return found


def promised() -> dict[str, Any]:
    return convex() | rippling()


def test_the_guarantee_holds_and_the_ripples_are_those_of_the_page() -> None:
    measured = guarantee.FIGURE.measure()
    # The ends lie at 10^-21, twenty orders below the start: the last digits of a rounding there are its own.
    assert measured == pytest.approx(promised(), rel=1e-5)
    assert measured["restarted_rises"] == 0 < measured["plain_rises"]


def race(kappa: int, name: str) -> tuple[int, float]:
    low, high, root = 1.0, float(kappa), sqrt(kappa)
    rate, beta, ahead = {
        "gd": (2 / (low + high), 0.0, False),
        "heavy": ((2 / (1 + root)) ** 2, ((root - 1) / (root + 1)) ** 2, False),
        "best": (4 / (3 * high + low), (sqrt(3 * kappa + 1) - 2) / (sqrt(3 * kappa + 1) + 2), True),
        "safe": (1 / high, (root - 1) / (root + 1), True),
    }[name]
    here, before = np.array([-9.0, 1.0]), np.array([-9.0, 1.0])
    curvatures, losses = np.array([low, high]), []
    for _ in range(6001):
        seen = here + beta * (here - before) if ahead else here
        losses.append(float((curvatures * seen**2).sum() / 2))
        here, before = here + beta * (here - before) - rate * curvatures * seen, here
    return max(k for k, loss in enumerate(losses) if loss > losses[0] / 1000) + 1, max(losses) / losses[0]


def spoken() -> dict[str, Any]:
    found: dict[str, Any] = {
        "one_in": 1000, "forms_rate": 0.03, "forms_beta": 0.8, "forms_steps": 40, "point_x": -9 * 0.97,
        "ahead_x": -9 * (1 - 0.03 * 1.8), "heavy_factor": 2 / 3, "best_factor": 1 - 2 / sqrt(76),
        "edge_heavy": 3.8, "edge_nesterov": 3.8 / 2.8, "edge_plain": 2,
    }  # fmt: skip
    for kappa in (25, 100, 400, 1600):
        for name in ("gd", "heavy", "best", "safe"):
            found[f"{name}_{kappa}"], found[f"{name}_peak_{kappa}"] = race(kappa, name)
    return found


def test_the_page_s_own_numbers_are_right() -> None:
    measured = dict(recorded(numbers))
    assert measured.pop("forms_apart") < 1e-13
    assert measured.pop("engine_apart") < 1e-13
    assert measured == pytest.approx(spoken(), rel=1e-9)


def test_nesterov_s_edge_is_where_its_eigenvalues_leave_the_unit_circle() -> None:
    for product, inside in ((1.357, True), (1.358, False)):
        roots = np.roots([1, -1.9 * (1 - product), 0.9 * (1 - product)])
        assert (np.abs(roots).max() < 1) == inside


@pytest.mark.parametrize(
    ("source", "recomputed"), [("nesterov", spoken), ("two-arrows", walked), ("guarantee", promised)]
)
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    rounding = {"forms_apart": recorded(numbers)["forms_apart"]} if source == "nesterov" else {}
    said.check(site_dir / "nesterov" / "index.html", source, recomputed() | rounding)
