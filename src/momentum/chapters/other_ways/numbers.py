"""What the page on other ways says beyond its figures: falling rates, Adam run on, and the price of a batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from momentum import Adam, descend, settled
from momentum.chapters._ravine import START, TOLERANCE
from momentum.chapters.other_ways import _methods as methods
from momentum.chapters.other_ways import _noise as noise

LONG = 3000
CLOCK = 36
STEEPER = 2500.0


def _returns(key: str) -> int:
    """The first step after it has settled at which the loss of the tuned method is above the tolerance again."""
    loss = methods.run(key, LONG).loss
    arrival = int(settled(loss[: methods.HORIZON + 1], TOLERANCE))
    again = np.flatnonzero(loss[arrival:] > TOLERANCE)
    return arrival + int(again[0])


def _apart() -> float:
    """How far Adam's paths in the ravine and in one a hundred times as steep across are apart, at the most."""
    best = methods.tuned("adam")
    rule = Adam(best.learning_rate, best.memory)
    steps = CLOCK
    paths = [descend(methods.valley(number), rule, START, steps).theta for number in (methods.STEEPNESS, STEEPER)]
    return float(np.abs(paths[0] - paths[1]).max())


def numbers() -> dict[str, Any]:
    """For every method the average steps with a falling rate, in both valleys; what becomes of Adam; examples used."""
    result: dict[str, Any] = {"adam_returns": _returns("adam"), "adam_apart": _apart(), "steeper": STEEPER}
    for suffix, angle in (("", 0.0), ("_turned", methods.ANGLE)):
        for key in methods.BY_KEY:
            best = methods.tuned(key, methods.STEEPNESS, angle, falling=True)
            result |= {
                f"{key}_falling{suffix}": best.mean,
                f"{key}_falling{suffix}_rate": best.learning_rate,
                f"{key}_falling{suffix}_memory": best.memory,
            }
    for batch, (steps, _) in zip(noise.BATCHES, noise.steps_by_batch(0.0), strict=True):
        result[f"examples_{batch}"] = batch * steps
    # From an average that starts at zero, the first root of the mean square is this share of the gradient's size.
    result["rmsprop_first"] = 1 / np.sqrt(1 - methods.tuned("rmsprop").memory)
    result["momentum_average"] = methods.tuned("momentum").learning_rate / (1 - methods.tuned("momentum").memory)
    steep = methods.valley().gradient(np.array(START))
    first = np.abs(np.diff(methods.run("adam", 1).theta, axis=0)[0])
    result |= {"first_along": steep[0], "first_across": steep[1], "adam_first": first[0], "adam_first_across": first[1]}
    result["large_over_small"] = result["examples_1024"] / result["examples_4"]
    return result
