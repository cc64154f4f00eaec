"""The explorer's presets, one for each lesson of the read, from the constants that its figures are drawn with."""

from __future__ import annotations

from typing import Any

from momentum.chapters import _ravine as read
from momentum.explorer.preset import Preset, run, state
from momentum.theory import optimal_gradient_descent, optimal_heavy_ball

SHORT_MEMORY, LONG_MEMORY = 0.26, 0.95


def plain(learning_rate: float = read.RATE) -> dict[str, Any]:
    """Gradient descent."""
    return run("gradient descent", learning_rate)


def averaged(learning_rate: float, beta: float) -> dict[str, Any]:
    """The read's momentum: the moving average."""
    return run("averaged", learning_rate, beta=beta)


def ravine(*runs: dict[str, Any], steps: int = read.STEPS, start: tuple[float, float] = read.START) -> dict[str, Any]:
    """Runs in the read's ravine, from its start."""
    return state("ravine", start, *runs, steps=steps, condition=read.STEEPNESS)


def _best() -> dict[str, Any]:
    """The best gradient descent beside the best pair, whose heavy ball is written as an average."""
    slow = optimal_gradient_descent(1.0, read.STEEPNESS).learning_rate
    fast, beta, _ = optimal_heavy_ball(1.0, read.STEEPNESS)
    # The pair nearly doubles its way across at first: from the read's start it would leave the map.
    return ravine(plain(slow), averaged(fast / (1 - beta), beta), start=(read.START[0], 0.84 * read.START[1]))


def presets() -> dict[str, Preset]:
    """Every preset by the name that an address has for it."""
    return {
        "duel": Preset(
            "The duel",
            "Each with a learning rate that suits it: gradient descent zigzags, momentum runs along the floor.",
            ravine(plain(), averaged(read.LONGER_RATE, read.BETA)),
        ),
        "calm": Preset(
            "Calm",
            "One learning rate for both. The moving average takes most of the zigzag away, and saves few steps.",
            ravine(plain(), averaged(read.RATE, read.BETA)),
        ),
        "room": Preset(
            "Room",
            "One learning rate for both, beyond gradient descent's edge. It explodes, and the average arrives.",
            ravine(plain(read.LONGER_RATE), averaged(read.LONGER_RATE, read.BETA)),
        ),
        "too-small": Preset(
            "Too small",
            "A short memory just holds the run together at this learning rate: it swings, and is hardly faster.",
            ravine(plain(), averaged(read.LONGER_RATE, SHORT_MEMORY)),
        ),
        "right": Preset(
            "About right",
            "A memory that suits this valley, and the longer steps that it allows.",
            # The duel's runs while momentum is under way: a lesson is known by its picture, so each has one of its own.
            ravine(plain(), averaged(read.LONGER_RATE, read.BETA), steps=read.STEPS // 2),
        ),
        "too-large": Preset(
            "Too large",
            "A long memory: fast along the valley, far past the minimum, and back, many times.",
            ravine(plain(), averaged(read.LONGER_RATE, LONG_MEMORY), steps=2 * read.STEPS),
        ),
        "price": Preset(
            "Price of the optimum",
            "Both at their best for this valley. The fastest pair swings most of all, and its loss rises at first.",
            _best(),
        ),
        "cycle": Preset(
            "Endless cycle",
            "The best pair for curvatures from 1 to 25, on a convex valley that has no others: it never settles.",
            state("patched valley", (3.3, 1.0), *_best()["runs"], steps=100),
        ),
        "another-valley": Preset(
            "Another valley",
            "Four minima. Gradient descent ends in the nearest; memory carries momentum past it, and into another.",
            state("himmelblau", (0.5, -0.5), plain(0.01), averaged(0.02, 0.9), steps=100),
        ),
    }
