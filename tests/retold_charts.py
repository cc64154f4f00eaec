"""What every still curve should show, told again: by plain loops, closed forms, or the numbers that pages quote."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

import retold_charts_study
import retold_charts_theory
from retold import RAVINE, bowl, ravine
from retold_curve import DASHED, DOTTED, GD, HEAVY, NESTEROV, Curve, numbers, over, through


def _spread(beta: float) -> float:
    return float(-np.log10(1 - beta))


def _beta_sweep() -> list[Curve]:
    n = numbers("beta-sweep")
    solid = ((0, "bare"), (n["tuned_best"], "tuned_best_steps"), (0.9, "tuned_90"), (0.99, "tuned_99"))
    dashed = ((n["best_from"], "best_steps"), (0.9, "steps_90"), (0.99, "steps_99"))
    return [
        through(role, dashes, *((_spread(beta), np.log10(n[key])) for beta, key in ends))
        for role, dashes, ends in (("ink", None, solid), (HEAVY, DASHED, dashed))
    ]


def _rules_after() -> list[Curve]:
    n = numbers("five-rules")
    eta, beta = n["rate"], n["beta"]
    rules = (
        (HEAVY, None, eta, "sum"), (HEAVY, DASHED, eta, "inside"), ("ink", (1.5, 3.0), eta / (1 - beta), "average"),
        ("muted", DOTTED, eta / (1 - beta), "undamped"), (NESTEROV, DASHED, eta, "nesterov"),
    )  # fmt: skip
    return [over(role, dash, bowl(RAVINE, ravine(26, rate, beta, rule))) for role, dash, rate, rule in rules]


def _schedules() -> list[Curve]:
    n = numbers("noise-and-batches")
    looks = {"high": DASHED, "constant": (1.0, 1.0), "falling": None}
    return [
        through(HEAVY, dashes, (0, np.log10(53)), (400, np.log10(n[f"{key}_end"]))) for key, dashes in looks.items()
    ]


def _noisy_batches() -> list[Curve]:
    n, sizes = numbers("noise-and-batches"), (1, 4, 16, 64, 256, 1024)
    dotted = through("muted", DOTTED, (np.log10(4), np.log10(n["gd_4"])), (np.log10(64), np.log10(n["gd_4"] / 16)))
    return [dotted] + [
        over(role, dashes, [n[f"{key}_{size}"] for size in sizes], np.log10(sizes))
        for role, dashes, key in ((GD, None, "gd"), (HEAVY, DASHED, "momentum"))
    ]


def _floors() -> list[Curve]:
    betas = np.linspace(0, 0.99, 40)

    def floor(rate: Any) -> Any:
        # The variance of a place that is an autoregression of second order, over both curvatures.
        return sum(
            c * 100 * rate / c * (1 + betas) / ((1 - betas) * (2 * (1 + betas) - rate * c)) / 2 for c in (1.0, 25.0)
        )

    x = -np.log10(1 - betas)
    return [over(HEAVY, DASHED, floor(0.01), x), over("ink", None, floor(0.01 * (1 - betas)), x)]


def _law() -> list[Curve]:
    n, kappas = numbers("square-root"), np.array([5, 25, 100, 400, 1600])
    x = np.log10(kappas)
    guides = [
        over("muted", DOTTED, n[f"{key}_1600"] * (kappas / 1600) ** power, x)
        for key, power in (("gd", 1.0), ("momentum", 0.5))
    ]
    return guides + [
        over(role, dashes, [n[f"{key}_{kappa}"] for kappa in kappas], x)
        for role, dashes, key in ((GD, None, "gd"), (HEAVY, DASHED, "momentum"))
    ]


def _tuned_lengths() -> list[Curve]:
    n, lengths = numbers("tuned-under-noise"), (25, 50, 100, 200, 400, 800, 1600)
    return [
        over(role, dashes, [n[f"{key}_{how}_{steps}"] for steps in lengths], np.log10(lengths))
        for role, key in ((GD, "gd"), (HEAVY, "momentum"))
        for how, dashes in (("constant", DOTTED), ("falling", None))
    ]


def _tuned_batches() -> list[Curve]:
    n, sizes = numbers("tuned-under-noise"), 2 ** np.arange(13)
    return [
        over(role, dashes, [n[f"{key}_batch_{size}"] for size in sizes], np.arange(13))
        for role, dashes, key in ((GD, None, "gd"), ("ink", DOTTED, "half"), (HEAVY, DASHED, "momentum"))
    ]


def _askew() -> list[Curve]:
    n = numbers("turned-valley")
    kappas = [int(key.rpartition("_")[2]) for key in n if re.fullmatch(r"gd_\d+", key)]
    return [
        over(role, dashes, [n[f"{key}_{kappa}"] for kappa in kappas], np.log10(kappas))
        for role, dashes, key in (
            (GD, None, "gd"), (HEAVY, DASHED, "momentum"), ("adam", (4.0, 1.0, 1.0, 1.0), "adam"),
            ("adam", (1.0, 1.0), "adam_turned"),
        )
    ]  # fmt: skip


def _edge() -> list[Curve]:
    beta = np.linspace(0, 0.7, 40)
    return [
        over("muted", None, beta, 2 * (1 + beta) / (1 - beta) / 25, log=False),
        through(HEAVY, DASHED, *((numbers("beta-map")["learning_rate"], beta) for beta in (0.11, 1))),
    ]


CHARTS: dict[str, Callable[[], list[Curve]]] = {
    "beta-sweep/sweep": _beta_sweep, "five-rules/after": _rules_after, "noise-and-batches/schedules": _schedules,
    "noise-and-batches/batches": _noisy_batches, "noise-floor/floors": _floors, "square-root/law": _law,
    "tuned-under-noise/lengths": _tuned_lengths, "tuned-under-noise/batches": _tuned_batches, "beta-map/map": _edge,
    "turned-valley/chart": _askew,
    **retold_charts_theory.CHARTS, **retold_charts_study.CHARTS,
}  # fmt: skip
