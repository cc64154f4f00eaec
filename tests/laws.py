"""Every law that pages write, with the values of its symbols and what it comes to, measured on the engine."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import CONVENTIONS, theory

LOW, HIGH, RATE, BETA, STEP = 0.7, 31.0, 0.011, 0.6, 5.0
KAPPA = HIGH / LOW
PLAIN, HEAVY = theory.optimal_gradient_descent(LOW, HIGH), theory.optimal_heavy_ball(LOW, HIGH)
ENDS = {"lambda_min": LOW, "lambda_max": HIGH, "kappa": KAPPA}
BEST = {"eta": HEAVY.learning_rate, "beta": HEAVY.beta, **ENDS}
EDGE = theory.stable_product(BETA)


def _steady(rule: str) -> float:
    """How long steps become on a steady slope of 1 at a learning rate of 1: the long-run step of a rule."""
    name = {"sum": "heavy ball", "average": "moving average"}[rule]
    made = CONVENTIONS[name].rule(1.0, BETA)
    theta, state, slope = np.zeros(1), None, np.ones(1)
    state = made.init(theta)
    for _ in range(400):
        before = theta
        theta, state = made.step(theta, state, slope)
    return float((before - theta)[0])


LONG, SAME = _steady("sum"), _steady("average")


def _kept() -> float:
    """What an average keeps of a gradient that changes its sign at every step."""
    kept, slope = 0.0, 1.0
    for _ in range(400):
        kept, slope = BETA * kept + (1 - BETA) * slope, -slope
    return abs(kept)


def _critical(product: float) -> float:
    """The smallest beta for which a direction swings, by bisection on the eigenvalues of a step."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        swings = np.abs(np.linalg.eigvals(theory.transition(product, 1.0, middle)).imag).max() > 1e-9
        low, high = (low, middle) if swings else (middle, high)
    return high


def _worst(rate: float, beta: float) -> float:
    return float(theory.rate([LOW, HIGH], rate, beta))


def _variance() -> float:
    """The variance of a place under noise of the rate and curvature below, by adding up its response to one error."""
    velocity, found, theta = 0.0, [], 0.0
    for step in range(4000):
        velocity = BETA * velocity + (1 - BETA) * (3.0 * theta + (1.0 if step == 0 else 0.0))
        theta -= 0.05 * velocity
        found.append(theta)
    return float(np.square(found).sum() * 2.0**2)


_BEST = 2 / (LOW + HIGH)
_HESSIAN = np.array([[3.0, 1.0], [1.0, 2.0]])
# A formula's value, or two sides that must agree: page, TeX as it is written, values of its symbols, what it comes to.
LAWS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("ravine.md", r"\eta = \frac{2}{\lambda_{\min} + \lambda_{\max}}", {"eta": PLAIN.learning_rate, **ENDS}, None),
    ("ravine.md", r"\frac{\kappa - 1}{\kappa + 1}", ENDS, _worst(_BEST, 0.0)),
    ("tuning.md", r"\eta\, \lambda_{\max} = \frac{2\,(1 + \beta)}{1 - \beta}",
     {"eta": EDGE / (1 - BETA) / HIGH, "beta": BETA, **ENDS}, None),
    ("tuning.md", r"\eta = \frac{1}{\sqrt{\lambda_{\min}\lambda_{\max}}}",
     {"eta": HEAVY.learning_rate / (1 - HEAVY.beta), **ENDS}, None),
    ("tuning.md", r"\beta = \left(\frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}\right)^2",
     {"beta": HEAVY.beta, **ENDS}, None),
    ("tuning.md", r"\kappa = \lambda_{\max}/\lambda_{\min}", ENDS, None),
    ("tuning.md", r"2/\eta", {"eta": _BEST}, theory.stable_product(0.0) / _BEST),
    ("momentum.md", r"\frac{1 - \beta}{1 - \beta/r}", {"beta": BETA, "r": -1.0}, _kept()),
    ("momentum.md", r"(1 - \beta)/(1 + \beta)", {"beta": BETA}, _kept()),
    ("momentum.md", r"1/(1 - \beta)", {"beta": BETA}, LONG),
    ("does-it-work.md", r"1/(1-\beta)", {"beta": BETA}, LONG),
    ("does-it-work.md", r"\eta = \text{lr}/(1-\beta)", {"eta": LONG, "lr": 1.0, "beta": BETA}, None),
    ("explorer.md", r"1/(1 - \beta)", {"beta": BETA}, theory.averaging_window(BETA)),
    ("glossary.md", r"1/(1-\beta)", {"beta": BETA}, theory.averaging_window(BETA)),
    ("glossary.md", r"\eta/(1-\beta)", {"eta": RATE, "beta": BETA}, theory.effective_learning_rate(RATE, BETA)),
    ("noise.md", r"1/(1 - \beta)", {"beta": BETA}, LONG),
    ("which-momentum.md", r"1/(1 - \beta)", {"beta": BETA}, LONG),
    ("which-momentum.md", r"g/(1 - \beta)", {"g": 1.0, "beta": BETA}, LONG),
    ("which-momentum.md", r"\eta/(1 - \beta)", {"eta": RATE, "beta": BETA}, theory.effective_learning_rate(RATE, BETA)),
    ("which-momentum.md", r"\eta_{\text{average}} = \frac{\eta_{\text{sum}}}{1 - \beta}",
     {"eta_average": LONG, "eta_sum": SAME, "beta": BETA}, None),
    ("noise.md", r"\frac{\eta\, \sigma^2}{\lambda} \cdot \frac{1 + \beta}{2 (1 + \beta) - \eta\lambda (1 - \beta)}",
     {"eta": 0.05, "sigma": 2.0, "lambda": 3.0, "beta": BETA}, _variance()),
    ("gradient-descent.md", r"1/\lambda", {"lambda": HIGH}, 1 / HIGH),
    ("gradient-descent.md", r"2/\lambda", {"lambda": HIGH}, theory.stable_product(0.0) / HIGH),
    ("nesterov.md", r"2/L", {"L": HIGH}, theory.stable_product(0.0) / HIGH),
    ("nesterov.md", r"\beta = (\sqrt\kappa - 1)/(\sqrt\kappa + 1)", {"beta": np.sqrt(HEAVY.beta), **ENDS}, None),
    ("limits.md", r"\rho = (\sqrt\kappa - 1)/(\sqrt\kappa + 1)", {"rho": HEAVY.rate, **ENDS}, None),
    ("limits.md", r"2/(\rho^k + \rho^{-k})", {"rho": HEAVY.rate, "k": STEP},
     1 / np.polynomial.chebyshev.chebval((HIGH + LOW) / (HIGH - LOW), [0] * int(STEP) + [1])),
    ("theory.md", r"\eta = \frac{2}{\lambda_{\min} + \lambda_{\max}}", {"eta": PLAIN.learning_rate, **ENDS}, None),
    ("theory.md", r"\rho = \frac{\kappa - 1}{\kappa + 1}", {"rho": _worst(_BEST, 0.0), **ENDS}, None),
    ("theory.md", r"\sqrt\eta = \frac{2}{\sqrt{\lambda_{\max}} + \sqrt{\lambda_{\min}}}",
     {"eta": HEAVY.learning_rate, **ENDS}, None),
    ("theory.md", r"\sqrt\beta = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}", {"beta": HEAVY.beta, **ENDS}, None),
    ("theory.md", r"\eta\lambda = 2 + 2\beta", {"eta": EDGE, "lambda": 1.0, "beta": BETA}, None),
    ("theory.md", r"\eta\lambda_{\max} = (1 + \sqrt\beta)^2", BEST, None),
    ("theory.md", r"1 - \sqrt\beta = \sqrt{\eta\lambda_{\min}}", BEST, None),
    ("theory.md", r"1 + \sqrt\beta = \sqrt{\eta\lambda_{\max}}", BEST, None),
    ("theory.md", r"\beta = (1 - \sqrt{\eta\lambda})^2", {"beta": _critical(0.04), "eta": 0.04, "lambda": 1.0}, None),
    ("theory.md", r"(1 - \sqrt{\eta\lambda})^2", {"eta": 0.04, "lambda": 1.0}, _critical(0.04)),
    ("theory.md", r"\rho = \sqrt\beta", {"rho": _worst(0.04, 0.95), "beta": 0.95}, None),
    ("theory.md", r"\kappa = \lambda_{\max}/\lambda_{\min}", ENDS, None),
    ("theory.md", r"\sqrt{\lambda_{\max}/\lambda_{\min}} = \sqrt\kappa", ENDS, None),
    # The friction 2 sqrt(lambda) at steps of h = sqrt(eta).
    ("theory.md", r"c = 2\sqrt\lambda", {"c": (1 - (1 - 2 * np.sqrt(0.04))) / np.sqrt(0.01), "lambda": 4.0}, None),
    ("theory.md", r"\beta = 1 - 2\sqrt{\eta\lambda}", {"beta": 1 - 2 * 2 * 0.1, "eta": 0.01, "lambda": 4.0}, None),
    ("theory.md", r"h = \sqrt\eta", {"h": 0.1, "eta": 0.01}, None),
    ("theory.md", r"1/\eta", {"eta": _BEST}, 1 / _BEST),
    ("theory.md", r"1/\lambda_{\min}", ENDS, 1 / LOW),
    ("theory.md", r"2/\lambda_{\max}", ENDS, theory.stable_product(0.0) / HIGH),
    ("theory.md", r"1/\sqrt{\lambda_{\min}}", ENDS, LOW**-0.5),
    ("theory.md", r"2/\sqrt{\lambda_{\max}}", ENDS, 2 * HIGH**-0.5),
    ("theory.md", r"2\pi/\sqrt\lambda", {"pi": np.pi, "lambda": 4.0}, np.pi),
    ("nesterov.md", r"\lambda = 1/\eta", {"lambda": 25.0, "eta": 0.04}, None),
    ("nesterov.md", r"v_{\text{new}} = \beta v - \eta g",
     {"v_new": 0.6 * 2 - 0.1 * 3, "beta": 0.6, "v": 2, "eta": 0.1, "g": 3}, None),
    ("nesterov.md", r"y = x + \beta v", {"y": 2.2, "x": 1.0, "beta": 0.6, "v": 2.0}, None),
    ("nesterov.md", r"\vartheta = \theta + \beta v", {"vartheta": 2.2, "theta": 1.0, "beta": 0.6, "v": 2.0}, None),
    ("nesterov.md", r"v = -\eta\, v_{\text{sum}}", {"v": -0.3, "eta": 0.1, "v_sum": 3.0}, None),
]  # fmt: skip
