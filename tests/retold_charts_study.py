"""What every still curve of the network study should show, told again from the kept study."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from momentum.study.kept import study
from retold_curve import DASHED, GD, HEAVY, Curve, numbers, over, through


def _study_batches() -> list[Curve]:
    n, sizes = numbers("study-batch-sizes"), np.array(study().batch_sizes)
    curves = []
    for key, role, dashes, shift in (
        ("0", GD, None, 0.0), ("0_8", HEAVY, (1.8, 1.4), -0.012), ("0_9", HEAVY, DASHED, 0.012)
    ):  # fmt: skip
        steps, sd = (np.array([n[f"b{size}_{key}_{what}"] for size in sizes]) for what in ("steps", "sd"))
        x = np.log10(sizes) + shift
        curves.append(over(role, dashes, steps, x))
        curves += [
            through(role, None, (at, np.log10(low)), (at, np.log10(high)))
            for at, low, high in zip(x, steps - sd, steps + sd, strict=True)
        ]
    return curves


def _study_worth() -> list[Curve]:
    n, sizes = numbers("study-batch-sizes"), np.array(study().batch_sizes)
    ratio, sd = (np.array([n[f"b{size}_{what}"] for size in sizes]) for what in ("ratio", "ratio_sd"))
    bars = [
        through("ink", None, (np.log10(size), low), (np.log10(size), high))
        for size, low, high in zip(sizes, ratio - sd, ratio + sd, strict=True)
    ]
    return [over("ink", None, ratio, np.log10(sizes), log=False), *bars]


REACH = {0.0: (GD, None), 0.5: (HEAVY, (1.2, 1.2)), 0.8: (HEAVY, (3.0, 1.4)), 0.9: (HEAVY, DASHED), 0.95: (HEAVY, None)}


def _study_reach(regime: str) -> list[Curve]:
    found = []
    for beta, look in REACH.items():
        search = study().search(regime, beta)
        losses, rates = np.array(search.training_loss.mean), np.array(search.rates)
        high = np.maximum(losses, 10 ** (-2.0 if regime == "minibatch" else -3.6))
        up = next((place for place in range(len(rates)) if losses[place] > 1.4 * losses[: place + 1].min()), len(rates))
        if up < len(rates):
            found.append(over(look[0], None, high[up - 1 :], np.log10(rates[up - 1 :])))
        found.append(over(*look, high[:up], np.log10(rates[:up])))
    if regime == "minibatch":
        found += [through(*look, (-0.79, 0.42 - 0.24 * row), (-0.62, 0.42 - 0.24 * row))
                  for row, look in enumerate(REACH.values())]  # fmt: skip
    return found


CHARTS: dict[str, Callable[[], list[Curve]]] = {
    "study-batch-sizes/steps": _study_batches, "study-batch-sizes/worth": _study_worth,
    "study-reach/minibatch": lambda: _study_reach("minibatch"),
    "study-reach/full-batch": lambda: _study_reach("full batch"),
}  # fmt: skip
