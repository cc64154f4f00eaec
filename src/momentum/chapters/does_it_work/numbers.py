"""What the network study found, as the numbers that the pages quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from momentum.study import digits
from momentum.study.kept import study
from momentum.study.network import Network
from momentum.study.plan import (
    BEST_RATE,
    EFFECTIVE_RATE,
    FULL_BATCH,
    FULL_BATCH_LONGER,
    FULL_BATCH_STEPS,
    MINIBATCH,
    RATES,
    SAME_EFFECTIVE_RATE,
    SAME_RATE,
    SHARED_RATE,
    TUNING_SEEDS,
)
from momentum.study.results import Arm, Snapshot
from momentum.theory import effective_learning_rate

BETA = 0.9


def name(text: str) -> str:
    """A regime, a protocol or a beta as part of a key: "same rate" -> "same_rate", 0.9 -> "0_9"."""
    return text.replace(" ", "_").replace(".", "_")


def wins(values: Sequence[float], baseline: Sequence[float], *, lower: bool = True) -> int:
    """In how many seeds `values` beats `baseline`; a tie is no win."""
    return sum(value < other if lower else value > other for value, other in zip(values, baseline, strict=True))


def compared(key: str, end: Snapshot, plain: Snapshot) -> dict[str, Any]:
    """Means, standard deviations and wins over the baseline, accuracies in per cent."""
    return {
        f"{key}_loss": end.mean("training_loss"),
        f"{key}_loss_sd": end.sd("training_loss"),
        f"{key}_loss_wins": wins(end.training_loss, plain.training_loss),
        f"{key}_test_loss": end.mean("test_loss"),
        f"{key}_test_loss_wins": wins(end.test_loss, plain.test_loss),
        f"{key}_accuracy": 100 * end.mean("test_accuracy"),
        f"{key}_accuracy_sd": 100 * end.sd("test_accuracy"),
        f"{key}_accuracy_wins": wins(end.test_accuracy, plain.test_accuracy, lower=False),
    }


def arm_numbers(arm: Arm, plain: Arm) -> dict[str, Any]:
    """An arm's numbers at its first comparison and, under `later`, at the second one where there is one."""
    key = "_".join((name(arm.regime), name(arm.protocol), name(f"{arm.beta:g}")))
    numbers = {
        f"{key}_rate": arm.learning_rate,
        f"{key}_effective_rate": effective_learning_rate(arm.learning_rate, arm.beta),
        f"{key}_reached": sum(step is not None for step in arm.reached),
        **compared(key, arm.snapshots[0], plain.snapshots[0]),
    }
    steps = arm.steps_to_tolerance()
    if steps is not None:
        numbers[f"{key}_steps"] = steps
    for snapshot, other in zip(arm.snapshots[1:], plain.snapshots[1:], strict=True):
        numbers |= compared(f"{key}_later", snapshot, other)
    return numbers


def protocol() -> dict[str, Any]:
    """Images, network, seeds, batches, steps, and the rates that were tried."""
    found, data = study(), digits.load()
    parts = {"training": data.training, "validation": data.validation, "test": data.test}
    numbers: dict[str, Any] = {f"{part}_images": len(images) for part, images in parts.items()}
    for regime in (MINIBATCH, FULL_BATCH):
        numbers |= {
            f"{name(regime)}_tuning_seeds": len(TUNING_SEEDS[regime]),
            f"{name(regime)}_rates": len(RATES[regime]),
            f"{name(regime)}_lowest_rate": min(RATES[regime]),
            f"{name(regime)}_highest_rate": max(RATES[regime]),
            f"{name(regime)}_shared_rate": SHARED_RATE[regime],
            f"{name(regime)}_effective_rate": EFFECTIVE_RATE[regime],
        }
    steps = found.arm(MINIBATCH, SAME_RATE, 0.0).steps
    return numbers | {
        "images": sum(map(len, parts.values())),
        "weights": Network().dimension,
        "seeds": len(found.seeds),
        "betas": len(found.betas),
        "batch_size": found.batch_size,
        "epochs": found.epochs,
        "minibatch_steps": steps[-1],
        "epoch_steps": steps[-1] // found.epochs,
        "measured_every": steps[1],
        "full_batch_steps": FULL_BATCH_STEPS,
        "full_batch_longer": FULL_BATCH_LONGER,
        "tolerance": found.tolerance,
        "points_an_image": 100 / len(data.test),
    }


def conclusions() -> dict[str, Any]:
    """The comparisons that the text draws: ratios, gaps, and the measurement before the last."""
    found = study()
    plain, heavy = (found.arm(MINIBATCH, SAME_RATE, beta).snapshots[0] for beta in (0.0, BETA))
    same = found.select(MINIBATCH, SAME_EFFECTIVE_RATE)
    together = [arm.snapshots[0].mean("training_loss") for arm in same]
    accuracies = [100 * arm.snapshots[0].mean("test_accuracy") for arm in same]
    tuned_plain, tuned_heavy = (found.arm(MINIBATCH, BEST_RATE, beta) for beta in (0.0, BETA))
    accuracy = [100 * arm.snapshots[0].mean("test_accuracy") for arm in (tuned_plain, tuned_heavy)]
    before = [100 * arm.test_accuracy.mean[-2] for arm in (tuned_plain, tuned_heavy)]
    full = {beta: found.arm(FULL_BATCH, BEST_RATE, beta) for beta in found.betas}
    lowest_step, lowest = full[BETA].lowest("test_loss")
    return {
        "same_rate_ratio": plain.mean("training_loss") / heavy.mean("training_loss"),
        "same_rate_gain": 100 * (heavy.mean("test_accuracy") - plain.mean("test_accuracy")),
        "effective_lowest": min(together),
        "effective_highest": max(together),
        "effective_lowest_accuracy": min(accuracies),
        "effective_highest_accuracy": max(accuracies),
        "effective_first_plain": found.arm(MINIBATCH, SAME_EFFECTIVE_RATE, 0.0).training_loss.mean[1],
        "effective_first_momentum": found.arm(MINIBATCH, SAME_EFFECTIVE_RATE, BETA).training_loss.mean[1],
        "tuned_gap": accuracy[0] - accuracy[1],
        "tuned_gap_images": (accuracy[0] - accuracy[1]) / 100 * len(digits.load().test),
        "before_step": tuned_plain.steps[-2],
        "before_plain_accuracy": before[0],
        "before_momentum_accuracy": before[1],
        "full_batch_ratio": _ratio(full[0.0].snapshots[0], full[0.8].snapshots[0]),
        "full_batch_later_ratio": _ratio(full[0.0].snapshots[1], full[BETA].snapshots[1]),
        "full_batch_later_worse": wins(full[0.0].snapshots[1].test_loss, full[BETA].snapshots[1].test_loss),
        "full_batch_lowest_test_loss": lowest,
        "full_batch_lowest_test_loss_step": lowest_step,
    }


def best_effective_rates() -> dict[str, Any]:
    """The lowest and the highest best effective rate of the betas above 0."""
    numbers: dict[str, Any] = {}
    for regime in (MINIBATCH, FULL_BATCH):
        arms = study().select(regime, BEST_RATE)[1:]
        rates = [effective_learning_rate(arm.learning_rate, arm.beta) for arm in arms]
        numbers |= {
            f"{name(regime)}_best_effective_lowest": float(min(rates)),
            f"{name(regime)}_best_effective_highest": float(max(rates)),
        }
    return numbers


def _ratio(plain: Snapshot, heavy: Snapshot) -> float:
    return plain.mean("training_loss") / heavy.mean("training_loss")


def numbers() -> dict[str, Any]:
    """Everything that the pages quote of the study."""
    found = study()
    arms: dict[str, Any] = {}
    for arm in found.arms:
        arms |= arm_numbers(arm, found.arm(arm.regime, arm.protocol, 0.0))
    return protocol() | conclusions() | best_effective_rates() | arms
