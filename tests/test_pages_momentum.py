"""The numbers of the Momentum page, recomputed by plain loops and by closed forms."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from momentum.chapters.momentum import both_paths, fading_weights, memory_step, zigzag_averaged
from momentum.chapters.momentum import numbers as averaging

EXACT = 1e-12  # sums of a few hundred terms of order one, in double precision
START, CURVATURE = (-9.0, 1.0), (1.0, 25.0)
PLAIN_RATE, RATE, BETA = 0.074, 0.04, 0.7

Path = list[tuple[float, float]]


def walk(rate: float, beta: float, steps: int, share: float = 1.0) -> Path:
    """The path of v <- beta v + share g, theta <- theta - rate v in (x**2 + 25 y**2) / 2, number by number."""
    (x, y), u, w = START, 0.0, 0.0
    path = [(x, y)]
    for _ in range(steps):
        u, w = beta * u + share * CURVATURE[0] * x, beta * w + share * CURVATURE[1] * y
        x, y = x - rate * u, y - rate * w
        path.append((x, y))
    return path


def steps_until(path: Path, tolerance: float = 0.01) -> int:
    """The first step with a loss of at most `tolerance`."""
    return next(k for k, (x, y) in enumerate(path) if (x * x + 25 * y * y) / 2 <= tolerance)


def sides(values: list[float]) -> int:
    """How often a row of numbers changes sign, zeros left out."""
    signs = [math.copysign(1, value) for value in values if value != 0]
    return sum(a != b for a, b in pairwise(signs))


@pytest.mark.parametrize("beta", fading_weights.BETAS)
def test_the_weight_of_a_past_gradient_is_a_share_that_fades_by_beta(beta: float) -> None:
    drawn = fading_weights.weights(beta, 18)
    assert drawn == pytest.approx([(1 - beta) * beta ** (18 - i) for i in range(1, 19)], abs=EXACT)


@pytest.mark.parametrize("beta", fading_weights.BETAS)
def test_the_memory_is_the_mean_age_of_the_weights_and_holds_most_of_them(beta: float) -> None:
    numbers, key = fading_weights.measure(), round(100 * beta)
    memory = 1 / (1 - beta)
    assert numbers[f"memory_{key}"] == pytest.approx(memory, abs=EXACT)
    assert numbers[f"age_{key}"] == pytest.approx(memory, abs=1e-9)  # 2000 terms with factors up to 2000
    assert numbers[f"inside_{key}"] == pytest.approx(1 - beta ** round(memory), abs=EXACT)
    assert numbers[f"sum_{key}"] == pytest.approx(1 - beta**18, abs=EXACT)


@pytest.mark.parametrize("beta", averaging.BETAS)
def test_a_constant_gradient_is_multiplied_and_an_alternating_one_damped(beta: float) -> None:
    numbers, key = averaging.numbers(), round(100 * beta)
    assert numbers[f"constant_{key}"] == pytest.approx(1 / (1 - beta), abs=EXACT)
    assert numbers[f"alternating_{key}"] == pytest.approx(1 / (1 + beta), abs=EXACT)
    assert numbers[f"ratio_{key}"] == pytest.approx((1 + beta) / (1 - beta), abs=1e-11)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_geometric_sum_is_as_the_page_derives_it(sign: int) -> None:
    for beta in (0.5, 0.7, 0.9):
        velocity = 0.0
        for k in range(1, 40):
            velocity = beta * velocity + sign**k
            assert velocity * sign**k == pytest.approx((1 - (sign * beta) ** k) / (1 - sign * beta), abs=EXACT)


def test_the_average_of_the_zigzag_settles_where_the_closed_form_says() -> None:
    numbers = zigzag_averaged.measure()
    for name, ratio in (("along", 1 - PLAIN_RATE), ("across", 1 - 25 * PLAIN_RATE)):
        kept = (1 - BETA) / (1 - BETA / ratio)
        assert numbers[f"kept_{name}"] == pytest.approx(kept, abs=1e-9)  # (0.7 / 0.85)**200 is left, below 1e-16
        assert numbers[f"shrink_{name}"] == pytest.approx(abs(ratio), abs=EXACT)


def test_the_drawn_average_is_the_weighted_sum_of_all_gradients_so_far() -> None:
    path = walk(PLAIN_RATE, 0.0, 18)
    gradients = np.array([(x, 25 * y) for x, y in path])
    drawn = zigzag_averaged.average(gradients, BETA)
    for k in range(19):
        weighted = sum((1 - BETA) * BETA ** (k - i) * gradients[i] for i in range(k + 1))
        assert drawn[k] == pytest.approx(weighted, abs=EXACT)


def test_by_step_six_the_averaged_steps_lie_along_the_valley_and_at_first_across_it() -> None:
    gradients = np.array([(x, 25 * y) for x, y in walk(PLAIN_RATE, 0.0, 18)])
    along, across = np.abs(zigzag_averaged.average(gradients, BETA)).T
    assert across[0] > 2 * along[0]
    assert (across[6:] < along[6:]).all()


def test_each_step_is_beta_times_the_last_step_and_the_pull_of_the_gradient() -> None:
    numbers, path = memory_step.measure(), walk(RATE, BETA, 6)
    for step in range(1, 7):
        for axis, name in enumerate(("along", "across")):
            move = path[step][axis] - path[step - 1][axis]
            last = path[step - 1][axis] - path[step - 2][axis] if step > 1 else 0.0
            pull = -RATE * CURVATURE[axis] * path[step - 1][axis]
            assert numbers[f"memory_{name}_{step}"] == pytest.approx(BETA * last, abs=EXACT)
            assert numbers[f"gradient_{name}_{step}"] == pytest.approx(pull, abs=EXACT)
            assert numbers[f"step_{name}_{step}"] == pytest.approx(move, abs=EXACT)
            assert move == pytest.approx(BETA * last + pull, abs=EXACT)


@pytest.mark.parametrize(("name", "rate", "beta"), [("plain", PLAIN_RATE, 0.0), ("momentum", RATE, BETA)])
def test_the_table_of_the_duel_is_what_a_plain_loop_finds(name: str, rate: float, beta: float) -> None:
    numbers, path = both_paths.measure(), walk(rate, beta, 400)
    steps = steps_until(path)
    assert numbers[f"{name}_steps"] == steps
    assert numbers[f"{name}_crossings"] == sides([y for _, y in path[: steps + 1]])
    travel = [sum(abs(b[axis] - a[axis]) for a, b in pairwise(path)) for axis in (0, 1)]
    assert [numbers[f"{name}_along"], numbers[f"{name}_across"]] == pytest.approx(travel, abs=1e-10)
    assert numbers[f"{name}_overshoot"] == pytest.approx(max(0.0, *(x for x, _ in path)), abs=EXACT)


def test_gradient_descents_travel_is_the_sum_of_a_geometric_series() -> None:
    numbers = both_paths.measure()
    assert numbers["plain_along"] == pytest.approx(9, abs=1e-10)
    assert numbers["plain_across"] == pytest.approx((1 + 0.85) / (1 - 0.85), abs=1e-10)


def test_momentums_steps_along_are_the_longer_ones_just_where_the_page_says() -> None:
    numbers = both_paths.measure()
    plain, heavy = walk(PLAIN_RATE, 0.0, 60), walk(RATE, BETA, 60)
    longer = [
        k for k in range(1, 21) if abs(heavy[k][0] - heavy[k - 1][0]) > abs(plain[k][0] - plain[k - 1][0])
    ]  # fmt: skip
    assert longer == list(range(numbers["longer_from"], numbers["longer_until"] + 1))


def test_the_averaged_rule_with_the_larger_rate_retraces_the_summed_one() -> None:
    rate = averaging.numbers()["averaged_rate"]
    averaged, summed = walk(rate, BETA, 60, share=1 - BETA), walk(RATE, BETA, 60)
    assert rate == pytest.approx(RATE / (1 - BETA), abs=EXACT)
    assert np.array(averaged) == pytest.approx(np.array(summed), abs=EXACT)


def test_more_memory_is_not_simply_better_at_one_rate() -> None:
    numbers = averaging.numbers()
    found = [steps_until(walk(RATE, beta, 400)) for beta in (0.5, 0.7, 0.9)]
    assert found == [numbers[f"steps_{key}"] for key in (50, 70, 90)]
    assert found[1] < min(found[0], found[2])
    assert numbers["plain_same_rate_steps"] == steps_until(walk(RATE, 0.0, 400))


def test_no_fixed_rate_brings_gradient_descent_there_sooner_than_the_page_says() -> None:
    """Loss after k steps at rate r: (81 (1 - r)**2k + 25 (1 - 25 r)**2k) / 2; from a rate of 0.08 on never there."""
    best = averaging.numbers()["plain_best_steps"]
    rates = np.linspace(1e-4, 0.08, 20001)

    def least(k: int) -> float:
        return float(np.min((81 * (1 - rates) ** (2 * k) + 25 * (1 - 25 * rates) ** (2 * k)) / 2))

    assert least(best) <= 0.01 < least(best - 1)
    assert best <= both_paths.measure()["plain_steps"] <= best + 2
