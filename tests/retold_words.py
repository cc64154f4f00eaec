"""The numbers that pictures say inside their panels, told again, each with its role and the step where it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from momentum.store.rounding import show
from retold import GD, HEAVY, RAVINE, bowl, ravine, records, scene, walk
from retold_words_charts import CHARTS, Said


def signed(value: float, decimals: int = 2) -> str:
    """A number with so many decimals and a true minus sign, nothing below zero that prints as zero."""
    text = f"{value:.{decimals}f}"
    return (text[1:] if float(text) == 0 and text[0] == "-" else text).replace("-", "−")


def _board(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for beta in (0, 50, 70):
        role, steps = HEAVY if beta else GD, n[f"steps_{beta}"]
        first = scene(name).ticks if steps == "never" else steps
        yield "board", role, str(steps), first
        if steps != "never":
            path = ravine(400, n["rate"], beta / 100)
            yield "board", role, show(float(np.abs(np.diff(path[:, 1])).sum())), first
        if beta:  # without memory the map says "gradient descent"
            yield f"beta{beta}", role, f"β = {beta / 100:g}", None
        yield "board", role, f"β = {beta / 100:g}", None
        # Where the curves lie close together their names stand at their ends, and are there from the first step on.
        yield "curves", role, f"β = {beta / 100:g}", 0 if name == "averaging-calms" else None
    if "gone" in n:
        yield "beta0", GD, f"off the map at step {n['gone']}", n["gone"]


def _loop(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "plane", HEAVY, f"β = {n['beta']:g}", None
    late = n["steps"] > n["clock"]
    yield "curves", "ink", f"{'not before step' if late else 'step'} {n['steps']}", None
    if name == "beta-too-large":
        path = ravine(n["clock"], n["learning_rate"], n["beta"])[:, 0]
        yield "plane", HEAVY, f"{show(float(path.max()))} past it", int(path.argmax())


def _race(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for kappa in (5, 25, 100):
        yield f"valley-{kappa}", "ink", f"κ = {kappa}", None
        yield "race", "ink", f"κ = {kappa}", None
        yield "race", "ink", f"{n[f'steps_{kappa}']} steps", min(n[f"steps_{kappa}"], n["steps"])


def _rates(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for panel in ("small", "good", "bouncing", "diverging"):
        end = n["start"] * (1 - n[f"{panel}_rate"]) ** n["steps"]
        yield panel, "ink", f"η = {n[f'{panel}_rate']:g}", None
        yield panel, GD, f"x = {signed(end, max(2, int(np.ceil(-np.log10(abs(end))))))}", n["steps"]


def _ledger(name: str, n: dict[str, Any]) -> Iterable[Said]:
    path = ravine(n["steps"], n["rate"], n["beta"])
    moves = np.diff(path, axis=0)
    for step in range(n["steps"]):
        memory = n["beta"] * (moves[step - 1] if step else np.zeros(2))
        gradient = -(1 - n["beta"]) * n["rate"] * RAVINE * path[step]
        yield "ledger", "ink", f"step {step + 1}", 4 * step
        for after, role, pair in ((1, HEAVY, memory), (2, "ink", gradient), (3, HEAVY, moves[step])):
            for value in pair:
                yield "ledger", role, signed(value), 4 * step + after


def _duel(name: str, n: dict[str, Any]) -> Iterable[Said]:
    yield "plane", "ink", f"finish: loss {n['tolerance']:g}", None
    for key, role, rate, beta in (
        ("plain", GD, n["plain_rate"], 0.0), ("momentum", HEAVY, n["momentum_rate"], n["beta"]),
    ):  # fmt: skip
        steps = int(np.argmax(bowl(RAVINE, ravine(200, rate, beta)) <= n["tolerance"]))
        assert steps == n[f"{key}_steps"]
        yield "plane", role, f"{steps} steps", steps
        yield "curves", role, f"{steps} steps", steps
        yield "along", role, str(steps), steps
    yield "curves", "minimum", f"finish: {n['tolerance']:g}", 0


def _stretches(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for place, key in enumerate(("narrow", "half", "round")):
        stretch = n[f"{key}_stretch"]
        curvatures = np.array([1.0, 25 / stretch**2])
        path = walk(lambda at, c=curvatures: c * at, (-9.0, stretch), 200, 2 / curvatures.sum())
        steps, kappa = int(np.argmax(bowl(curvatures, path) <= 0.01)), curvatures[1]
        beyond = steps > scene(name).ticks
        words = f"{steps} step{'s' if steps > 1 else ''}{' in all' if beyond else ''}"
        yield f"stretch-{place}", GD, words, min(steps, scene(name).ticks)
        words = "as it was" if stretch == 1 else f"across × {stretch:g}"
        yield f"stretch-{place}", "ink", f"κ = {kappa:g}: {words}", None


def _zigzag(name: str, n: dict[str, Any]) -> Iterable[Said]:
    path = ravine(n["steps"], n["rate"])
    yield "plane", "ink", f"finish: loss {n['tolerance']:g}", None
    for axis, column in (("along", 0), ("across", 1)):
        yield axis, "minimum", f"needed: {abs(path[0, column]):g}", None
        walked = float(np.abs(np.diff(path[:, column])).sum())
        yield axis, GD, f"walked: {walked:.1f}", n["steps"]


def _six(name: str, n: dict[str, Any]) -> Iterable[Said]:
    for panel, key in (
        ("momentum", "momentum"),
        ("momentum", "nesterov"),
        *((one, one) for one in ("rmsprop", "adam", "lion")),
    ):
        steps = n[f"{key}_steps"]
        late = steps > n["clock"]
        yield panel, key, f"{'not yet: ' if late else ''}{steps} steps", min(steps, n["clock"])


def _building(name: str, n: dict[str, Any]) -> Iterable[Said]:
    curvatures = np.array([0.2, 1.0])
    path = walk(lambda at: curvatures * at, (n["start_x"], n["start_y"]), n["steps"] + 1, n["rate"])
    for step in range(n["steps"]):
        yield "ledger", "ink", f"step {step + 1}", None
        for role, pair in (
            ("ink", path[step]), ("ink", curvatures * path[step]),
            (GD, path[step + 1] - path[step]), ("ink", path[step + 1]),
        ):  # fmt: skip
            yield from (("ledger", role, signed(value), None) for value in pair)


WORDS: dict[str, Callable[[str, dict[str, Any]], Iterable[Said]]] = CHARTS | {
    "averaging-calms": _board, "room-for-longer-steps": _board, "beta-about-right": _loop, "beta-too-large": _loop,
    "beta-too-small": _loop, "condition-numbers": _race, "learning-rates": _rates, "memory-step": _ledger,
    "ravine-duel": _duel, "rescaled-valley": _stretches, "zigzag": _zigzag, "one-step": _building, "six-methods": _six,
}  # fmt: skip
# Numbers that were chosen and that the picture's own test looks at, or that name something.
CHOSEN = {
    "basins": ("momentum, β = 0.9",), "beta-map": ("×0.95 a step", "×0.9 a step", "×0.8 a step"),
    "guarantee": ("momentum, β = 0.9",), "lower-bound": ("no news after 12 steps",),
    "study-batch-sizes": ("β = 0.8 (short dashes) and 0.9",),
    "tuned-under-noise": ("β = 0.5", "β = 0.9"), "zigzag-averaged": ("finish: loss 0.01",),
}  # fmt: skip


def said(name: str) -> list[Said]:
    """What a figure should say."""
    return list(WORDS[name](name, dict(records()[name]["numbers"]))) if name in WORDS else []
