"""Where pages say that runs begin to diverge or to swing, and how fast they can be, is where runs do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from equations import relation
from formula import evaluate
from momentum import theory
from retold import walk

LOW, HIGH = 0.7, 31.0
PLAIN, HEAVY = theory.optimal_gradient_descent(LOW, HIGH), theory.optimal_heavy_ball(LOW, HIGH)
SPECTRUM = {"lambda_min": LOW, "lambda_max": HIGH, "kappa": HIGH / LOW}


def sides(page: str, *parts: str, **symbols: Any) -> tuple[Any, Any]:
    """The values of both sides of an equation."""
    left, right = relation(page, *parts).split("=")
    return tuple(evaluate(side, **SPECTRUM, **symbols) for side in (left, right))


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.7, 0.95])
def test_the_edge_of_the_tuning_page_is_where_runs_begin_to_diverge(beta):
    rate = theory.stable_product(beta) / (1 - beta) / HIGH
    left, right = sides("tuning.md", r"\eta\, \lambda_{\max} =", eta=rate, beta=beta)
    assert left == pytest.approx(right, rel=1e-12)
    for share, grows in ((0.99, False), (1.01, True)):
        run = walk(lambda theta: HIGH * theta, [1.0], 4000, share * rate, beta, "average")
        assert (abs(run[-1, 0]) > 1) == grows


def test_the_edge_of_the_theory_page_is_that_of_the_sum():
    left, right = sides(
        "theory.md", r"\eta\lambda = 2 + 2\beta", eta=theory.stable_product(0.6), beta=0.6, **{"lambda": 1.0}
    )
    assert left == pytest.approx(right)


@pytest.mark.parametrize(
    ("page", "parts", "symbols"),
    [
        ("theory.md", (r"\eta =", r"\frac{2}{\lambda"), {"eta": PLAIN.learning_rate}),
        ("theory.md", (r"\rho =", r"\frac{\kappa - 1}"), {"rho": PLAIN.rate}),
        ("theory.md", (r"\sqrt\eta =",), {"eta": HEAVY.learning_rate}),
        ("theory.md", (r"\sqrt\beta =", r"\frac"), {"beta": HEAVY.beta}),
        ("theory.md", (r"1 - \sqrt\beta =",), {"beta": HEAVY.beta, "eta": HEAVY.learning_rate}),
        ("theory.md", (r"1 + \sqrt\beta =",), {"beta": HEAVY.beta, "eta": HEAVY.learning_rate}),
        ("tuning.md", (r"\eta =", r"\sqrt{\lambda_{\min}"), {"eta": HEAVY.learning_rate / (1 - HEAVY.beta)}),
        ("tuning.md", (r"\beta =", r"\sqrt{\kappa}"), {"beta": HEAVY.beta}),
        ("ravine.md", (r"\eta =", r"\frac{2}{\lambda"), {"eta": PLAIN.learning_rate}),
        (
            "which-momentum.md",
            (r"\eta_{\text{average}}",),
            {"eta_average": 0.1 / 0.4, "eta_sum": 0.1, "beta": 0.6},
        ),
    ],
)  # fmt: skip
def test_an_equation_holds_for_what_the_engine_has(page, parts, symbols):
    left, right = sides(page, *parts, **symbols)
    assert left == pytest.approx(right, rel=1e-12)


def test_the_rates_left_after_a_step_are_those_of_the_theory():
    left = relation("ravine.md", r"\frac{\kappa - 1}")
    assert evaluate(left, kappa=HIGH / LOW) == pytest.approx(PLAIN.rate, rel=1e-12)
    rate = relation("limits.md", r"\ge").split(r"\ge")[1]
    assert evaluate(rate, kappa=HIGH / LOW, k=3.0) == pytest.approx(HEAVY.rate**3, rel=1e-12)


@pytest.mark.parametrize("beta", [0.2, 0.6, 0.9])
def test_the_region_of_swinging_is_where_the_roots_are_not_real(beta):
    low, middle, high = (part.strip() for part in relation("theory.md", "<", r"\sqrt\beta").split("<"))
    border = [evaluate(side, beta=beta) for side in (low, high)]
    assert evaluate(middle, eta=2.0, **{"lambda": 3.0}) == 6
    for product in (0.9 * border[0], 1.1 * border[0], 0.9 * border[1], 1.1 * border[1]):
        left, right = relation("theory.md", "r^2").split("=")
        swings = border[0] < product < border[1]
        roots = np.roots([1, -(1 + beta - product), beta])
        assert (np.abs(roots.imag).max() > 1e-9) == swings
        for root in roots:
            found = evaluate(left, r=root, eta=product, beta=beta, **{"lambda": 1.0})
            assert abs(found - float(right)) < 1e-9


@pytest.mark.parametrize("ratio", [0.926, -0.85])
def test_what_an_average_keeps_of_a_shrinking_gradient(ratio):
    formula = relation("momentum.md", r"\frac", r"\beta/r")
    beta, kept, slope = 0.7, 0.0, 1.0
    for _ in range(200):
        kept, slope = beta * kept + (1 - beta) * slope, slope * ratio
    assert evaluate(formula, beta=beta, r=ratio) == pytest.approx(kept / (slope / ratio), rel=1e-9)
