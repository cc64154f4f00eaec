"""What the moving pictures of the deeper pages should show, told again from the settings that they quote."""

from __future__ import annotations

from typing import Any

import numpy as np

from retold import GD, HEAVY, RAVINE, Told, bowl, ravine, scene, walk


def damped_spring(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    place = walk(lambda x: n["curvature"] * x, [n["start"]], n["steps"], n["coarse"], n["coarse_beta"])[:, 0]
    loss = n["curvature"] * place**2 / 2
    # A step takes the time sqrt(rate): the speed is the last move over it.
    motion = np.append(0, np.diff(place)) ** 2 / n["coarse"] / 2
    told.curve("place", HEAVY, "momentum", place)
    for role, called, values in ((HEAVY, "loss", loss), ("muted", "motion", motion), ("ink", "energy", loss + motion)):
        told.curve("energy", role, called, values)
    told.readouts |= {("momentum", HEAVY, "loss"): loss, ("energy", "ink", "energy"): loss + motion}
    return told


def five_rules(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for called, role, rule in (
        ("sum", HEAVY, "sum"), ("average", "ink", "average"), ("dampened", "muted", "undamped"),
        ("Nesterov", "nesterov", "nesterov"),
    ):  # fmt: skip
        path = ravine(scene(name).ticks, n["rate"], n["beta"], rule)
        told.runs["plane", role, called] = path
        told.loss("typed", role, called, bowl(RAVINE, path))
    del told.readouts["dampened", "muted", "loss"]
    return told


def cycling(x: np.ndarray) -> np.ndarray:
    """The slope of the loss on which the best pair goes round (Lessard, Recht and Packard 2016, equation 4.11)."""
    return np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))


def cycling_loss(x: np.ndarray) -> np.ndarray:
    """The integral of `cycling` from 0."""
    middle = 12.5 + (x**2 - 1) / 2 + 24 * (x - 1)
    return np.where(x < 1, 12.5 * x**2, np.where(x < 2, middle, 38 + 12.5 * (x**2 - 4) - 24 * (x - 2)))


def for_ever(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for called, rate, beta, rule in (
        ("gradient descent", 2 / 26, 0.0, "sum"), ("momentum", (2 / 6) ** 2, (4 / 6) ** 2, "sum"),
        ("Nesterov", 1 / 25, 4 / 6, "nesterov"),
    ):  # fmt: skip
        role = called.lower().replace(" ", "-")
        place = walk(cycling, [n["start"]], scene(name).ticks, rate, beta, rule)[:, 0]
        told.runs[f"curve-{role}", role, called] = np.column_stack([place, cycling_loss(place)])
        told.curve("places", role, called, place)
        told.readouts[called, role, "loss"] = cycling_loss(place)
    return told


def price_of_the_optimum(name: str, n: dict[str, Any]) -> Told:
    told, curvatures, clock = Told(), np.array([1.0, 10.0, 100.0]), np.arange(scene(name).ticks + 1)
    start = 1 / np.sqrt(curvatures)

    def loss(rate: float, beta: float) -> np.ndarray:
        return bowl(curvatures, walk(lambda theta: curvatures * theta, start, len(clock) - 1, rate, beta))

    def chebyshev(place: Any) -> np.ndarray:
        # T_k outside and inside of [-1, 1] at once, in complex numbers.
        return np.real(np.cos(clock[:, None] * np.arccos(np.asarray(place, dtype=complex))))

    changing = bowl(curvatures, start * chebyshev((101 - 2 * curvatures) / 99) / chebyshev([101 / 99]))
    for called, short, role, values in (
        ("gradient descent", "gradient descent", GD, loss(n["plain_rate"], 0.0)),
        ("momentum, best pair", "momentum", HEAVY, loss(n["rate"], n["beta"])),
        ("changing β", "changing β", "ink", changing),
    ):
        told.curve("start", role, called, values)
        told.readouts[short, role, "loss"] = values
    return told


def rate_in_or_out(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for kind, first, then in (("drop", n["high"], n["low"]), ("rise", n["low"], n["high"])):
        for where, role, rule in (("outside", HEAVY, "sum"), ("inside", "ink", "inside")):
            path = ravine(
                scene(name).ticks, lambda step, a=first, b=then, k=kind: b if step >= n[k] else a, n["beta"], rule
            )
            told.curve(kind, role, f"rate {where}", bowl(RAVINE, path), log=True)
            told.readouts[f"{kind}, rate {where}", role, "loss"] = bowl(RAVINE, path)
    return told


def rescaled_valley(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for place, key in enumerate(("narrow", "half", "round")):
        stretch = n[f"{key}_stretch"]
        curvatures = np.array([1.0, 25 / stretch**2])
        rate = 2 / curvatures.sum()
        path = walk(lambda theta, c=curvatures: c * theta, (-9.0, stretch), scene(name).ticks, rate)
        told.runs[f"stretch-{place}", GD, f"κ = {curvatures[1]:g}"] = path
    return told


def two_arrows(name: str, n: dict[str, Any]) -> Told:
    told, ticks = Told(), np.arange(scene(name).ticks + 1)
    taken = np.where(ticks < 3 * n["built"], ticks // 3, ticks - 2 * n["built"])
    for panel, role, called, rule in (
        ("here", HEAVY, "momentum", "inside"),
        ("ahead", "nesterov", "Nesterov", "ahead"),
    ):
        path = ravine(n["steps"], n["rate"], n["beta"], rule)[taken]
        told.runs[panel, role, called] = path
        told.readouts[called, role, "loss"] = bowl(RAVINE, path)
    return told
