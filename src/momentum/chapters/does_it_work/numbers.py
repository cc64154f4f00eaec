"""What the network study found, as the numbers that the page quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from momentum.study import digits
from momentum.study.kept import study
from momentum.study.network import Network
from momentum.study.plan import (
    BEST_RATE,
    FULL_BATCH,
    FULL_BATCH_LONGER,
    FULL_BATCH_STEPS,
    LAST_EPOCH_LOOKS,
    MINIBATCH,
    RATES,
    SAME_EFFECTIVE_RATE,
    SAME_RATE,
    SHARED_RATE,
    TUNING_SEEDS,
)
from momentum.study.results import Arm, Snapshot

BETA = 0.9
# A comparison as part of a key.
NAMES = {
    (MINIBATCH, SAME_RATE): "same_rate",
    (MINIBATCH, SAME_EFFECTIVE_RATE): "same_effective",
    (MINIBATCH, BEST_RATE): "tuned",
    (FULL_BATCH, BEST_RATE): "full_batch",
}


def part(beta: float) -> str:
    """A beta as part of a key: 0.9 -> "0_9"."""
    return f"{beta:g}".replace(".", "_")


def wins(values: Sequence[float], baseline: Sequence[float], *, lower: bool = True) -> int:
    """In how many seeds `values` beats `baseline`; a tie is no win."""
    return sum(value < other if lower else value > other for value, other in zip(values, baseline, strict=True))


def compared(key: str, end: Snapshot, plain: Snapshot) -> dict[str, Any]:
    """Means, standard deviations and wins over the baseline, accuracies in per cent."""
    gaps = [100 * (one - other) for one, other in zip(end.test_accuracy, plain.test_accuracy, strict=True)]
    return {
        f"{key}_loss": end.mean("training_loss"),
        f"{key}_loss_sd": end.sd("training_loss"),
        f"{key}_loss_wins": wins(end.training_loss, plain.training_loss),
        f"{key}_test_loss": end.mean("test_loss"),
        f"{key}_test_loss_wins": wins(end.test_loss, plain.test_loss),
        f"{key}_accuracy": 100 * end.mean("test_accuracy"),
        f"{key}_accuracy_sd": 100 * end.sd("test_accuracy"),
        f"{key}_accuracy_wins": wins(end.test_accuracy, plain.test_accuracy, lower=False),
        f"{key}_behind": -float(np.mean(gaps)),
    }


def arm_numbers(arm: Arm, plain: Arm) -> dict[str, Any]:
    """An arm's numbers at its first comparison and, under `later`, at the second one where there is one."""
    key = f"{NAMES[arm.regime, arm.protocol]}_{part(arm.beta)}"
    numbers = {f"{key}_rate": arm.learning_rate, f"{key}_pytorch": arm.pytorch_rate}
    for place, (snapshot, other) in enumerate(zip(arm.snapshots, plain.snapshots, strict=True)):
        numbers |= compared(f"{key}_later" if place else key, snapshot, other)
    return numbers


def protocol() -> dict[str, Any]:
    """Images, network, seeds, batches, steps, and the rates that were tried."""
    found, data = study(), digits.load()
    parts = {"training": data.training, "validation": data.validation, "test": data.test}
    steps = found.arm(MINIBATCH, SAME_RATE, 0.0).steps
    epoch = len(data.training) // found.batch_size
    return {f"{part}_images": len(images) for part, images in parts.items()} | {
        "images": sum(map(len, parts.values())),
        "weights": Network().dimension,
        "seeds": len(found.seeds),
        "last_seed": found.seeds[-1],
        "first_tuning_seed": TUNING_SEEDS[0],
        "last_tuning_seed": TUNING_SEEDS[-1],
        "tuning_seeds": len(TUNING_SEEDS),
        "epochs": found.epochs,
        "batch_size": found.batch_size,
        "epoch": epoch,
        "left_out": len(data.training) - epoch * found.batch_size,
        "looks": LAST_EPOCH_LOOKS,
        "looked_every": epoch // LAST_EPOCH_LOOKS,
        "measured_every": steps[1],
        "minibatch_steps": steps[-1],
        "full_batch_steps": FULL_BATCH_STEPS,
        "full_batch_longer": FULL_BATCH_LONGER,
        "target": found.target,
        "rates": len(RATES),
        "lowest_rate": min(RATES),
        "highest_rate": max(RATES),
        "shared_rate": SHARED_RATE[MINIBATCH],
        "points_an_image": 100 / len(data.test),
        "chance_loss": float(np.log(10)),
    }


def conclusions() -> dict[str, Any]:
    """What the prose says of several arms at once."""
    found = study()
    plain, heavy = (found.arm(MINIBATCH, SAME_RATE, beta).snapshots[0] for beta in (0.0, BETA))
    together = [arm.snapshots[0] for arm in found.select(MINIBATCH, SAME_EFFECTIVE_RATE)]
    tuned = [arm.snapshots[0] for arm in found.select(MINIBATCH, BEST_RATE)]
    losses = [end.mean("training_loss") for end in together]
    gaps = [100 * end.mean("test_accuracy") for end in tuned]
    first = [found.arm(MINIBATCH, SAME_EFFECTIVE_RATE, beta).training_loss.mean[1] for beta in (0.0, BETA)]
    return {
        "same_rate_ratio": _ratio(plain, heavy),
        "same_rate_gain": 100 * (heavy.mean("test_accuracy") - plain.mean("test_accuracy")),
        "effective_lowest": min(losses),
        "effective_highest": max(losses),
        "effective_lowest_accuracy": min(100 * end.mean("test_accuracy") for end in together),
        "effective_highest_accuracy": max(100 * end.mean("test_accuracy") for end in together),
        "effective_percent_lower": 1 - losses[found.betas.index(BETA)] / losses[0],
        "effective_first_plain": first[0],
        "effective_first_momentum": first[1],
        "tuned_lowest_accuracy": min(gaps),
        "tuned_highest_accuracy": max(gaps),
        **_spread_of_wins(tuned),
        "full_batch_ratio": _ratio(*(found.arm(FULL_BATCH, BEST_RATE, beta).snapshots[0] for beta in (0.0, 0.8))),
        **_seed_ratios(),
    }


def _spread_of_wins(ends: Sequence[Snapshot]) -> dict[str, int]:
    won = [wins(end.training_loss, ends[0].training_loss) for end in ends[1:]]
    named = [wins(end.test_accuracy, ends[0].test_accuracy, lower=False) for end in ends[1:]]
    return {
        "tuned_fewest_loss_wins": min(won), "tuned_most_loss_wins": max(won),
        "tuned_fewest_accuracy_wins": min(named), "tuned_most_accuracy_wins": max(named),
    }  # fmt: skip


def _seed_ratios() -> dict[str, float]:
    """How many times lower the loss with beta 0.8 is on the full batch: the range over the seeds."""
    plain, heavy = (study().arm(FULL_BATCH, BEST_RATE, beta).snapshots[0].training_loss for beta in (0.0, 0.8))
    ratios = [one / other for one, other in zip(plain, heavy, strict=True)]
    return {"full_batch_ratio_lowest": min(ratios), "full_batch_ratio_highest": max(ratios)}


def worked() -> dict[str, Any]:
    """Three steps of PyTorch's rule on a gradient that stays 1, and where its velocity ends."""
    velocity, velocities = 0.0, []
    for _ in range(3):
        velocity = BETA * velocity + 1
        velocities.append(velocity)
    rate = SHARED_RATE[MINIBATCH]
    steps = {f"worked_step_{place}": rate * value for place, value in enumerate(velocities, 1)}
    return steps | {"worked_longest": rate / (1 - BETA), "worked_times": 1 / (1 - BETA), "worked_velocity": velocity}


def _ratio(plain: Snapshot, heavy: Snapshot) -> float:
    return plain.mean("training_loss") / heavy.mean("training_loss")


def numbers() -> dict[str, Any]:
    """Everything that the page quotes of the study."""
    found = study()
    arms: dict[str, Any] = {}
    for arm in found.arms:
        arms |= arm_numbers(arm, found.arm(arm.regime, arm.protocol, 0.0))
    return protocol() | conclusions() | worked() | arms
