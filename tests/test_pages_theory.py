"""The page on the theory: its own numbers, its twenty directions and its early end, recomputed by plain loops."""

from __future__ import annotations

from math import log10, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import said
from built import ROOT
from momentum.chapters.theory import (
    _polynomial,
    early_stopping,
    numbers,
    twenty_directions,
)
from on_a_parabola import EXACT, modulus, walk

CURVATURES = [25 ** (k / 19) for k in range(20)]


def settled(places: list[float], share: float) -> int:
    return max(step for step, place in enumerate(places) if abs(place) > share) + 1


def test_a_quadratic_in_a_turned_basis_falls_apart_into_its_directions() -> None:
    basis = np.linalg.qr(np.random.default_rng(0).standard_normal((20, 20)))[0]
    hessian = basis @ np.diag(CURVATURES) @ basis.T
    theta, velocity = basis @ np.ones(20), np.zeros(20)
    rule = twenty_directions.rules()[1]
    for _ in range(60):
        velocity = float(rule.beta) * velocity + hessian @ theta
        theta = theta - float(rule.learning_rate) * velocity
    drawn = twenty_directions.run(rule).theta[-1]
    assert basis.T @ theta == pytest.approx(drawn, abs=EXACT)


def directions() -> dict[str, Any]:
    found: dict[str, Any] = {"count": 20, "lowest": 1, "highest": 25, "one_in": 1000, "beta": 4 / 9}
    for name, rate, beta in (("plain", 2 / 26, 0.0), ("heavy", 1 / 9, 4 / 9)):
        paths = [walk(curvature, rate, beta, 1.0, 400) for curvature in CURVATURES]
        steps = [settled(path, 1e-3) for path in paths]
        tops = [max(abs(path[step]) for path in paths) for step in range(401)]
        found |= {
            f"{name}_rate": rate, f"{name}_fastest": min(steps), f"{name}_slowest": max(steps),
            f"{name}_shallow": steps[0], f"{name}_steep": steps[-1], f"{name}_peak": max(tops),
            f"{name}_peak_step": tops.index(max(tops)),
        }  # fmt: skip
    return found


def test_the_twenty_curves_take_the_steps_that_the_caption_says() -> None:
    assert twenty_directions.FIGURE.measure() == pytest.approx(directions(), rel=EXACT)


def fitting() -> dict[str, Any]:
    """Gradient descent on the polynomial as a loop over the map from targets to weights."""
    x = np.array([-1 + 2 * k / 11 for k in range(12)])
    fine = np.array([-1 + k / 100 for k in range(201)])
    design, grid = (np.stack([places**power for power in range(7)], axis=1) for places in (x, fine))
    values = np.linalg.svd(design, compute_uv=False) ** 2 / 12
    rate = 1 / values[0]

    def error(weights: np.ndarray) -> float:
        maps = grid @ weights
        bias = maps @ np.sin(2.5 * x) - np.sin(2.5 * fine)
        return float(np.mean(bias**2) + 0.25 * np.mean(np.sum(maps**2, axis=1)))

    found: dict[str, Any] = {
        "degree": 6, "points": 12, "noise": 0.5, "beta": 0.8, "rate": rate, "largest": values[0],
        "smallest": values[-1], "condition_number": values[0] / values[-1], "last": 1_000_000,
        "limit": error(np.linalg.pinv(design)),
    }  # fmt: skip
    for name, beta in (("plain", 0.0), ("heavy", 0.8)):
        weights, velocity, errors = np.zeros((7, 12)), np.zeros((7, 12)), []
        for _ in range(300):
            velocity = beta * velocity + design.T @ (design @ weights - np.eye(12)) / 12
            weights = weights - rate * velocity
            errors.append(error(weights))
        best = int(np.argmin(errors)) + 1
        found |= {f"{name}_steps": best, f"{name}_error": errors[best - 1]}
        for key, value in (("first", values[0]), ("last", values[-1])):
            found[f"{name}_{key}"] = 1 - walk(value, rate, beta, 1.0, best)[-1]
    return found | {"times": found["limit"] / found["plain_error"]}


def test_the_eigenfeatures_belong_to_half_the_mean_squared_error_as_the_page_says() -> None:
    places, curvatures = np.linspace(-1, 1, 12), _polynomial.eigenfeatures()[0]
    x = np.vander(places, 7, increasing=True)

    def loss(weights: np.ndarray) -> float:
        return float(((x @ weights - np.sin(places)) ** 2).mean() / 2)

    unit = np.eye(7)  # on a quadratic, second differences are exact at any width
    curved = [[loss(a + b) - loss(a) - loss(b) + loss(0 * a) for a in unit] for b in unit]
    assert np.linalg.eigvalsh(curved)[::-1] == pytest.approx(curvatures, rel=1e-9, abs=1e-13)
    assert "the loss is half the mean squared error" in (ROOT / "docs" / "theory.md").read_text("utf-8")


def test_stopping_early_pays_as_the_caption_says() -> None:
    measured, expected = early_stopping.FIGURE.measure(), fitting()
    assert measured.keys() == expected.keys()
    # The limit is reached to this accuracy only: the last feature has 10^-4 of the largest curvature.
    assert measured == pytest.approx(expected, rel=1e-6)
    assert measured["plain_error"] < measured["limit"]


def meeting(kappa: float) -> float:
    """The rate of convergence with beta 0.9 where the gentle direction creeps as slowly as the steep one zigzags."""
    low, high = (1 + sqrt(0.9)) ** 2 / kappa, 3.8 / kappa
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if modulus(1.0, middle, 0.9) > modulus(kappa, middle, 0.9) else (low, middle)
    return modulus(1.0, low, 0.9)


def spoken() -> dict[str, Any]:
    """What `theory.md` quotes of its own numbers."""
    found: dict[str, Any] = {
        "rate": 0.04, "beta": 0.7, "averaged": 0.04 / 0.3, "critical": 0.64, "spring_critical": 0.6,
        "plain_rate": 2 / 26, "plain_factor": 24 / 26, "root": sqrt(0.7), "first_velocity": -9, "first_place": -8.64,
        "guess": 0.9,
    }  # fmt: skip
    for name, c in (("along", 1.0), ("across", 25.0)):
        trace = 1.7 - 0.04 * c
        found |= {f"{name}_a": 0.7, f"{name}_b": c, f"{name}_c": -0.028, f"{name}_d": 1 - 0.04 * c,
                  f"{name}_trace": trace, f"{name}_determinant": 0.7, f"{name}_discriminant": trace**2 - 2.8,
                  f"{name}_largest": modulus(c, 0.04, 0.7)}  # fmt: skip
    root = sqrt(0.9)
    reach = ((1 + root) / (1 - root)) ** 2
    found |= {"reach": reach, "even": sqrt(reach), "guess_tenth": -1 / log10(root)}
    for kappa in (5, 25, 100, 400, 1600):
        best = (sqrt(kappa) - 1) / (sqrt(kappa) + 1)
        guess = root if kappa <= reach else meeting(kappa)
        found |= {f"plain_{kappa}": -1 / log10((kappa - 1) / (kappa + 1)),
                  f"best_{kappa}": -1 / log10(best),
                  f"beta_{kappa}": best**2, f"guess_{kappa}": -1 / log10(guess),
                  f"width_{kappa}": reach / kappa}  # fmt: skip
    paths = [walk(c, 1 / 9, 4 / 9, u, 200) for c, u in ((1.0, -9.0), (25.0, 1.0))]
    far = [sqrt(x * x + y * y) for x, y in zip(*paths, strict=True)]
    loss = [(x * x + 25 * y * y) / 2 for x, y in zip(*paths, strict=True)]
    for begin in (0, 10, 40):
        found[f"closer_{begin}"] = next(k for k in range(100) if far[begin + k] <= far[begin] / 10)
    return found | {"promised": -1 / log10(2 / 3), "ravine_start": loss[0], "ravine_peak": max(loss),
                    "ravine_peak_step": loss.index(max(loss))}  # fmt: skip


def test_the_page_s_own_numbers_are_right() -> None:
    measured, expected = numbers.numbers(), spoken()
    assert measured.keys() == expected.keys()
    for key, value in expected.items():
        # The best rate for 0.9 is found on a grid of rates 0.01 % apart.
        assert measured[key] == pytest.approx(value, rel=2e-3 if key == "guess_1600" else 1e-7), key


def test_0_9_is_even_with_the_best_gradient_descent_where_the_page_says() -> None:
    kappa = spoken()["even"]
    assert (kappa - 1) / (kappa + 1) == pytest.approx(sqrt(0.9), rel=1e-12)


@pytest.mark.parametrize(
    ("source", "recomputed"),
    [("theory", spoken), ("twenty-directions", directions), ("early-stopping", fitting)],
)
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    said.check(site_dir / "theory" / "index.html", source, recomputed())
