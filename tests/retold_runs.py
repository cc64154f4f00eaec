"""What every moving picture should show, told again: each run walked once more by plain loops, from quoted settings.

The settings are the numbers that captions and pages quote, so a picture is held to what is said of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import retold_deeper as deeper
import retold_methods as methods
import retold_read as read
from momentum.build import catalogue
from retold import Told, records

TELLERS: dict[str, Callable[[str, dict[str, Any]], Told]] = {
    "averaging-calms": read.three,
    "room-for-longer-steps": read.three,
    "beta-about-right": read.loop,
    "beta-too-large": read.loop,
    "beta-too-small": read.loop,
    "condition-numbers": read.condition_numbers,
    "damped-spring": deeper.damped_spring,
    "fading-weights": read.fading_weights,
    "five-rules": deeper.five_rules,
    "for-ever": deeper.for_ever,
    "learning-rates": read.learning_rates,
    "one-step": read.one_step,
    "memory-step": read.memory_step,
    "price-of-the-optimum": deeper.price_of_the_optimum,
    "rate-in-or-out": deeper.rate_in_or_out,
    "ravine-duel": read.ravine_duel,
    "rescaled-valley": deeper.rescaled_valley,
    "six-methods": methods.six_methods,
    "turned-valley": methods.turned_valley,
    "two-arrows": deeper.two_arrows,
    "zigzag": read.zigzag,
    "zigzag-averaged": read.zigzag_averaged,
    "study-landscape": methods.landscape,
    "twenty-directions": methods.nothing,
    **dict.fromkeys(methods.COMPARISONS, methods.comparison),
    **dict.fromkeys(catalogue.family("loss"), methods.of_a_loss),
}


@cache
def told(name: str) -> Told:
    """What a moving figure should show."""
    return TELLERS[name](name, dict(records()[name]["numbers"]))
