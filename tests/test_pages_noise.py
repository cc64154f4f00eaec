"""The page on noise: its floors and its tuned comparisons by covariance matrices, and the built page read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import said
from drawn import drawn
from momentum.chapters.noise import noise_floor, tuned_under_noise
from recorded import recorded

CURVATURES, START = (1.0, 25.0), (-9.0, 1.0)
RATES = np.array([10 ** (-3.6 + 4 * k / 465) for k in range(466)])
BETAS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)


def step(curvature: Any, rate: Any, beta: float) -> tuple[np.ndarray, np.ndarray]:
    """One step of the average on (velocity, place) as matrices (..., 2, 2), and what an error of 1 does to both."""
    curvature, rate = np.broadcast_arrays(curvature, np.asarray(rate, dtype=float))
    share = 1 - beta
    matrix = np.empty((*rate.shape, 2, 2))
    matrix[..., 0, 0], matrix[..., 0, 1] = beta, share * curvature
    matrix[..., 1, 0], matrix[..., 1, 1] = -rate * beta, 1 - rate * share * curvature
    return matrix, np.stack([share + 0 * rate, -rate * share], axis=-1)


def variance(curvature: float, rate: float, beta: float) -> float:
    """That of the place in the long run under noise 10, by solving for the covariance that one step leaves alone."""
    matrix, kick = step(curvature, rate, beta)
    return float(np.linalg.solve(np.eye(4) - np.kron(matrix, matrix), 100 * np.outer(kick, kick).ravel())[3])


def floor(rate: float, beta: float) -> float:
    """The average loss in the long run under noise 10."""
    return sum(curvature * variance(curvature, rate, beta) / 2 for curvature in CURVATURES)


def floors() -> dict[str, Any]:
    found: dict[str, Any] = {"noise": 10, "rate": 0.01, "runs": 200, "steps": 3000, "shown": 0.9}
    for beta in BETAS:
        at = f"{100 * beta:.0f}"
        found |= {f"rate_{at}": floor(0.01 / (1 - beta), beta), f"effective_{at}": floor(0.01, beta)}
    for name, curvature in (("along", 1.0), ("across", 25.0)):
        product = 0.01 * curvature
        found[f"{name}_share"] = 1.99 / (2 * 1.99 - product * 0.01) * (2 - product)
    return found | {"times": found["rate_90"] / found["rate_0"]}


def test_the_floors_are_those_of_the_covariance_that_a_step_leaves_alone() -> None:
    measured = {key: value for key, value in recorded(noise_floor).items() if not key.endswith(("seen", "gap"))}
    assert measured == pytest.approx(floors(), rel=1e-8)  # the 4 x 4 system's condition number is some thousands


def test_the_seeded_runs_lie_on_the_curves_and_so_do_runs_of_another_generator() -> None:
    measured = recorded(noise_floor)
    assert max(measured["rate_gap"], measured["effective_gap"]) < 0.04
    random, beta, rate = np.random.RandomState(1), 0.9, 0.01
    place, velocity, total = np.zeros((2, 400)), np.zeros((2, 400)), 0.0
    steep = np.array(CURVATURES)[:, None]
    for k in range(2500):
        velocity = beta * velocity + (1 - beta) * (steep * place + 10 * random.standard_normal((2, 400)))
        place = place - rate * velocity
        total += float((steep * place**2).sum(axis=0).mean() / 2) if k >= 500 else 0.0
    assert total / 2000 == pytest.approx(measured["effective_90"], rel=0.03)  # 4 standard errors of 400 runs


CLOUDS = {"no momentum": ("bare", 0.01, 0.0), "β = 0.9, same rate": ("raised", 0.1, 0.9),
          "β = 0.9, same effective rate": ("kept", 0.01, 0.9)}  # fmt: skip


def test_a_cloud_is_as_wide_as_the_noise_makes_the_run_that_it_is_named_after() -> None:
    for words, (panel, rate, beta) in CLOUDS.items():
        seen, expected = drawn(f"noise-floor/{panel}"), [variance(one, rate, beta) for one in CURVATURES]
        assert seen.words[0].text == words
        places = seen.shapes[-1][2].reshape(60, -1, 2)[:, :-1].mean(axis=1)
        assert places.var(axis=0) == pytest.approx(expected, rel=0.55)  # 3 standard errors of 60 places' variance


def test_a_sum_raises_the_floor_with_beta_and_an_average_hardly_moves_it() -> None:
    found = floors()
    assert found["rate_99"] > 90 * found["rate_0"]
    assert 0.9 < found["effective_99"] / found["effective_0"] < 1


def turned(matrix: np.ndarray, moments: Any, kick: np.ndarray, noise: float) -> Any:
    """The three moments vv, vx, xx after a step: M S M' + noise^2 k k', with its products of two by two written out."""
    (vv, vx, xx), (v, x) = moments, np.moveaxis(kick, -1, 0)
    (a, b), (c, d) = np.moveaxis(matrix, (-2, -1), (0, 1))
    more = noise**2
    return (
        a * a * vv + 2 * a * b * vx + b * b * xx + more * v * v,
        a * c * vv + (a * d + b * c) * vx + b * d * xx + more * v * x,
        c * c * vv + 2 * c * d * vx + d * d * xx + more * x * x,
    )


BOTH = np.array(CURVATURES)[:, np.newaxis]  # along and across at once


@cache
def responses(beta: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The loss (steps + 1, rates) at constant rates without noise, and what noise of 1 adds to it."""
    calm, noisy = np.zeros((2, steps + 1, len(RATES)))
    matrix, kick = step(BOTH, RATES, beta)
    at, spread = np.zeros((2, len(RATES), 2)), np.zeros((3, 2, len(RATES)))
    at[..., 1] = np.array(START)[:, np.newaxis]
    for k in range(steps + 1):
        calm[k] = (BOTH * at[..., 1] ** 2 / 2).sum(axis=0)
        noisy[k] = (BOTH * spread[2] / 2).sum(axis=0)
        at = np.einsum("crij,crj->cri", matrix, at)
        spread = turned(matrix, spread, kick, 1.0)
    return calm, noisy


def falling(beta: float, steps: int, noise: float) -> float:
    """The lowest average loss after so many steps at rates that fall to 0 in equal parts."""
    still = np.zeros((2, len(RATES)))
    moments = still, still, still + np.array(START)[:, np.newaxis] ** 2
    for k in range(steps):
        matrix, kick = step(BOTH, RATES * (1 - k / steps), beta)
        moments = turned(matrix, moments, kick, noise)
    return float(np.nanmin((BOTH * moments[2] / 2).sum(axis=0)))


@cache
def tuned() -> dict[str, Any]:
    found: dict[str, Any] = {"noise": 10, "batch_noise": 5, "quiet": 0.5, "beta": 0.9, "goal": 0.1, "rates": 466}
    with np.errstate(all="ignore"):
        for name, beta in (("gd", 0.0), ("half", 0.5), ("momentum", 0.9)):
            calm, noisy = responses(beta, 2600)
            for power in range(13):
                away = ~(calm + 100 / 2**power * noisy <= 0.1)  # not a number is away too
                stays = np.where(away[-1], 9999, len(away) - away[::-1].argmax(axis=0))
                found[f"{name}_batch_{2**power}"] = int(stays.min())
            if name == "half":
                continue
            found[f"{name}_quiet"] = falling(beta, 25, 0.5)
            for steps in (25, 50, 100, 200, 400, 800, 1600):
                found[f"{name}_constant_{steps}"] = float(np.nanmin(calm[steps] + 25 * noisy[steps]))
                found[f"{name}_falling_{steps}"] = falling(beta, steps, 5.0)
    return found | {
        "lead_1": found["gd_batch_1"] / found["momentum_batch_1"] - 1,
        "times_4096": found["gd_batch_4096"] / found["momentum_batch_4096"],
        "fall_gain": found["momentum_constant_1600"] / found["momentum_falling_1600"],
        "falling_gap": max(
            found[f"momentum_falling_{n}"] / found[f"gd_falling_{n}"] - 1 for n in (100, 200, 400, 800, 1600)
        ),
    }


def test_everything_that_was_tuned_is_what_matrices_find() -> None:
    assert recorded(tuned_under_noise) == pytest.approx(tuned(), rel=1e-7)


def test_at_a_falling_rate_the_methods_are_nearly_one_line_and_momentum_is_never_ahead() -> None:
    found = tuned()
    ahead = {n: found[f"gd_falling_{n}"] / found[f"momentum_falling_{n}"] for n in (25, 50, 100, 200, 400, 800, 1600)}
    assert all(0.98 < ahead[n] < 1 for n in ahead if n >= 100)
    assert all(0.85 < ahead[n] < 0.98 for n in (25, 50))


def test_gradient_descent_gains_less_and_less_by_larger_batches_and_beta_90_almost_nothing_beyond_64() -> None:
    plain, heavy, half = (
        np.array([tuned()[f"{name}_batch_{2**power}"] for power in range(6, 13)]) for name in ("gd", "momentum", "half")
    )
    gains = -np.diff(plain)
    assert (gains > 0).all()
    assert (np.diff(gains) <= 0).all()
    assert heavy.max() < 1.07 * heavy.min()
    assert (heavy[:3] < plain[:3]).all()
    assert heavy[-1] > plain[-1]
    assert half[1] > 2 * half[-1]
    assert plain[-1] > 3.5 * half[-1]


def test_a_run_that_only_swings_through_the_goal_does_not_count_as_there() -> None:
    calm, noisy = responses(0.9, 200)
    mean = calm + 100 / 4096 * noisy
    first = np.nanmin(np.where((mean <= 0.1).any(axis=0), (mean <= 0.1).argmax(axis=0), 9999))
    assert 3 * first < tuned()["momentum_batch_4096"]


def test_no_best_rate_lies_at_the_edge_of_the_grid() -> None:
    with np.errstate(all="ignore"):
        for beta in (0.0, 0.9):
            calm, noisy = responses(beta, 2600)
            for steps in (25, 1600):
                assert 0 < np.nanargmin(calm[steps] + 25 * noisy[steps]) < len(RATES) - 1


@pytest.mark.parametrize(("source", "recomputed"), [("noise-floor", floors), ("tuned-under-noise", tuned)])
def test_the_built_page_prints_these_numbers(site_dir: Path, source: str, recomputed: Any) -> None:
    measured = recorded(noise_floor)
    gaps = {key: measured[key] for key in ("rate_gap", "effective_gap")} if source == "noise-floor" else {}
    said.check(site_dir / "noise" / "index.html", source, recomputed() | gaps)
