"""Numbers of the page on conventions that no figure measures: first steps, conversions, decay, and five mistakes."""

from __future__ import annotations

from typing import Any

from momentum import CONVENTIONS, Momentum, UndampedStart, convert, descend, quadratic, theory
from momentum.chapters import _ravine as scenery
from momentum.chapters.which_momentum._changing import arrival, losses

RATE, BETA = 0.1, 0.9
SHOWN = 5
TYPED, MEANT, MEMORY = 0.04, 0.04 / 0.3, 0.7
LONG = 3000
DECAY, DECAY_RATE, DECAY_STEPS = 0.1, 0.01, 100
FORGET_AT, CHANGE_AT = 10, 10
TABLE = (0.5, 0.9, 0.99)


def _key(rule: str) -> str:
    return rule.replace(" ", "_")


def _first_steps() -> dict[str, Any]:
    """Where each rule is after its first steps on x**2 / 2 from 1, the same two numbers typed in."""
    numbers: dict[str, Any] = {}
    for name, convention in CONVENTIONS.items():
        places = descend(quadratic([1.0]), convention.rule(RATE, BETA), [1.0], SHOWN).theta[:, 0]
        numbers |= {f"{_key(name)}_{step}": places[step] for step in range(1, SHOWN + 1)}
    return numbers


def _conversions() -> dict[str, Any]:
    """What a rate of 0.1 under each rule is under the other kind, for three values of beta."""
    numbers: dict[str, Any] = {}
    for beta in TABLE:
        place = f"{100 * beta:.0f}"
        numbers |= {
            f"to_average_{place}": convert(RATE, beta, "heavy ball", "moving average"),
            f"to_sum_{place}": convert(RATE, beta, "moving average", "heavy ball"),
            f"window_{place}": theory.averaging_window(beta),
        }
    return numbers


def decayed(*, coupled: bool) -> float:
    """What is left of a parameter without a gradient of its own: weight decay in the gradient, or beside the step."""
    theta, velocity = 1.0, 0.0
    for _ in range(DECAY_STEPS):
        # --8<-- [start:decay]
        gradient = DECAY * theta if coupled else 0.0
        velocity = BETA * velocity + gradient
        theta = theta - DECAY_RATE * velocity
        if not coupled:
            theta = theta - DECAY_RATE * DECAY * theta
        # --8<-- [end:decay]
    return theta


def _steps(rule: Any) -> Any:
    run = descend(scenery.LOSS, rule, scenery.START, LONG)
    return "never" if run.diverged else arrival(run.loss)


def _mistakes() -> dict[str, Any]:
    """Steps of the run that was meant, and of the run that the mistake makes."""
    return {
        "plain_steps": _steps(Momentum(scenery.RATE)),
        "switched_on": _steps(Momentum(scenery.RATE, BETA)),
        "switched_well": _steps(Momentum(scenery.RATE, BETA, dampening=BETA)),
        "carried_meant": _steps(Momentum(0.4, BETA, dampening=BETA)),
        "carried": _steps(Momentum(0.4, BETA)),
        "dampened_meant": _steps(Momentum(TYPED, MEMORY)),
        "dampened": _steps(UndampedStart(TYPED, MEMORY, dampening=MEMORY)),
        "forgotten": arrival(losses(lambda _: TYPED, lambda _: MEMORY, LONG, forget_at=FORGET_AT)),
        "decay_beside": decayed(coupled=False),
        "decay_within": decayed(coupled=True),
    }


def _warming() -> dict[str, Any]:
    """beta rises from 0.5 to 0.9 at a step: what the sum does with it, and what the average does."""

    def warmed(averaged: bool) -> int:
        rate = MEANT if averaged else TYPED
        return arrival(losses(lambda _: rate, lambda k: 0.9 if k >= CHANGE_AT else 0.5, LONG, averaged=averaged))

    return {
        "warm_sum": warmed(False),
        "warm_average": warmed(True),
        "effective_before": theory.effective_learning_rate(TYPED, 0.5),
        "effective_after": theory.effective_learning_rate(TYPED, 0.9),
    }


def numbers() -> dict[str, Any]:
    """Everything that `which-momentum.md` quotes from here."""
    settings = {
        "rate": RATE, "beta": BETA, "typed": TYPED, "memory": MEMORY, "meant": MEANT, "carried_rate": 0.4,
        "plain_rate": scenery.RATE, "plain_effective": theory.effective_learning_rate(scenery.RATE, BETA),
        "decay": DECAY, "decay_rate": DECAY_RATE, "decay_steps": DECAY_STEPS, "forget_at": FORGET_AT,
        "change_at": CHANGE_AT, "longer_tail": BETA / (1 - BETA),
    }  # fmt: skip
    return settings | _first_steps() | _conversions() | _mistakes() | _warming()
