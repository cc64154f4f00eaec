"""Published numbers as the engine computes them, and what slips in well-known formulas would give."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import CONVENTIONS, CyclingLoss, Momentum, descend, quadratic, theory
from momentum.chapters._ravine import STEEPNESS

DIVE = quadratic([0.2, 4.0])
CURVATURES = np.array([1.0, 10.0, 100.0])
SMALL, STEEP = 0.01, 1.0
RIPPLE_RATE, RIPPLE_BETA = 0.1, 0.81
SHOWN_STEP = 5
STEEP_AGAIN, BOUNCING = 4.0, 1.5


def _dive() -> dict[str, Any]:
    """The ends of the three runs of Dive into Deep Learning: 0.1 x**2 + 2 y**2 from (-5, -2), 20 steps."""
    settings = {"plain": (0.4, 0.0), "lost": (0.6, 0.0), "kept": (0.6, 0.5)}
    ends = {
        name: descend(DIVE, Momentum(rate, beta), (-5.0, -2.0), 20).theta[-1] for name, (rate, beta) in settings.items()
    }
    return {
        f"dive_{name}_{axis}": float(value) for name, end in ends.items() for axis, value in zip("xy", end, strict=True)
    }


def _optima() -> dict[str, Any]:
    plain, heavy = theory.optimal_gradient_descent(SMALL, STEEP), theory.optimal_heavy_ball(SMALL, STEEP)
    other = theory.optimal_heavy_ball(0.5, 2.0)
    return {
        "plain_rate": plain.learning_rate,
        "plain_factor": plain.rate,
        "heavy_rate": heavy.learning_rate,
        "heavy_beta": heavy.beta,
        "heavy_factor": heavy.rate,
        "other_beta": other.beta,
        "other_rate": other.learning_rate,
        "other_factor": other.rate,
    }


def _conventions() -> dict[str, Any]:
    """The fifth step from 1 on the parabola x**2 / 2, learning rate 0.1 and beta 0.9, under three published rules."""
    names = {"keras": "rate inside", "dampened": "undamped start", "nesterov": "nesterov"}
    rules = {key: CONVENTIONS[name].rule(0.1, 0.9) for key, name in names.items()}
    return {
        f"{key}_step": float(descend(quadratic([1.0]), rule, [1.0], SHOWN_STEP).theta[-1, 0])
        for key, rule in rules.items()
    }


def _cycle() -> dict[str, Any]:
    """The three places between which the best heavy ball for quadratics jumps for ever."""
    best = theory.optimal_heavy_ball(1.0, 25.0)
    places = descend(CyclingLoss(), Momentum(best.learning_rate, best.beta), [3.3], 3000).theta[-3:, 0]
    high, middle, low = sorted(map(float, places), reverse=True)
    return {"cycle_high": high, "cycle_middle": middle, "cycle_low": low}


def _slips() -> dict[str, Any]:
    """What printed and mended formulas give for a case that can be counted by hand."""
    rate, beta = RIPPLE_RATE, RIPPLE_BETA
    turn = theory.transition(1.0, rate, beta)
    first, second = np.linalg.eigvals(turn)
    printed = ((turn - first * np.eye(2)) - (turn - second * np.eye(2))) / (first - second)
    basis = np.array([[4.0, -3.0], [3.0, 4.0]]) / 5
    matrix = basis @ np.diag([1.0, 9.0]) @ basis.T
    centre = np.array([3.0, -2.0])
    curvature = np.diag([2.0, 5.0])
    place = -np.linalg.solve(curvature, centre)
    kick = np.array([1.0, -rate])
    return {
        "ripple_printed": float(2 * np.sqrt(beta)),
        "ripple_measured": float(theory.spectral_radius(1.0, rate, beta)),
        "unrolled_printed": 1 + rate,
        "unrolled_measured": float(descend(quadratic([1.0]), Momentum(rate, beta), [1.0], 1).theta[-1, 0]),
        "half_printed": (1 - rate) ** 2,
        "half_measured": float(descend(quadratic([1.0]), Momentum(rate), [1.0], 1).loss[-1]),
        "power_printed": float(printed[0, 0].real),
        "noise_printed": 0.0,
        "noise_measured": float((turn @ kick)[1]),
        "mixing_printed": float(abs((basis @ matrix @ basis.T)[0, 1])),
        "mixing_mended": float(abs((basis.T @ matrix @ basis)[0, 1])),
        "slope_printed": float(np.linalg.norm(curvature @ (place - np.linalg.solve(curvature, centre)))),
        "slope_mended": float(np.linalg.norm(curvature @ (place + np.linalg.solve(curvature, centre)))),
        "lost_printed": 1.0 - STEEP_AGAIN,
        "lost_measured": float(descend(quadratic([STEEP_AGAIN]), Momentum(rate), [1.0], 1).theta[-1, 0]),
        "bounce_measured": float(descend(quadratic([1.0]), Momentum(BOUNCING), [1.0], 3).theta[-1, 0]),
    }


def numbers() -> dict[str, Any]:
    """All of these, and the run with three curvatures that first rises and then wins."""
    start = 1 / np.sqrt(CURVATURES)
    best = theory.optimal_heavy_ball(1.0, 100.0)
    heavy = descend(quadratic(CURVATURES), Momentum(best.learning_rate, best.beta), start, 400).loss
    slow = theory.optimal_gradient_descent(1.0, 100.0)
    plain = descend(quadratic(CURVATURES), Momentum(slow.learning_rate), start, 400).loss
    race = {
        "race_start": float(heavy[0]),
        "race_peak": float(heavy.max()),
        "race_peak_step": int(heavy.argmax()),
        "race_overtakes": int(np.flatnonzero(heavy[1:] < plain[1:])[0] + 1),
        "race_heavy_steps": int(np.argmax(heavy <= 1e-6 * heavy[0])),
        "race_plain_steps": int(np.argmax(plain <= 1e-6 * plain[0])),
    }
    critical = {
        "critical_beta": theory.critical_beta(1.0, 0.01),
        "critical_rate": theory.spectral_radius(1.0, 0.01, theory.critical_beta(1.0, 0.01)),
    }
    calm = {"calm_rate": 1 / STEEPNESS}
    return _dive() | _optima() | _conventions() | _cycle() | _slips() | race | critical | calm
