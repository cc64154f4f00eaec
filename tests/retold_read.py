"""What the moving pictures of the read should show, told again from the settings that captions and pages quote."""

from __future__ import annotations

from typing import Any

import numpy as np

from retold import GD, HEAVY, RAVINE, START, Told, bowl, ravine, records, scene, walk


def three(name: str, n: dict[str, Any]) -> Told:
    told, steps = Told(), scene(name).ticks
    for beta in (0.0, 0.5, 0.7):
        role, called, path = (HEAVY if beta else GD), f"β = {beta:g}", ravine(steps, n["rate"], beta)
        loss = bowl(RAVINE, path)
        told.readouts[called, role, "loss"] = loss
        if n[f"steps_{round(100 * beta)}"] != "never":
            told.curve("curves", role, called, loss, log=True)
        else:
            path[n["gone"] :] = path[n["gone"]]
        told.runs[f"beta{round(100 * beta)}", role, called] = path
    return told


def loop(name: str, n: dict[str, Any]) -> Told:
    told, path = Told(), ravine(n["clock"], n["learning_rate"], n["beta"])
    told.runs["plane", HEAVY, "momentum"] = path
    told.curve("place", HEAVY, "momentum", path[:, 0])
    told.loss("curves", HEAVY, "momentum", bowl(RAVINE, path))
    return told


def condition_numbers(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for lane, kappa in zip((152.0, 92.0, 32.0), (5, 25, 100), strict=True):
        curvatures = np.array([1.0, kappa])
        path = walk(lambda theta, c=curvatures: c * theta, START, n["steps"], n[f"rate_{kappa}"])
        told.runs[f"valley-{kappa}", GD, f"κ = {kappa}"] = path
        told.readouts[f"κ = {kappa}", GD, "loss"] = bowl(curvatures, path)
        far = bowl(curvatures, walk(lambda theta, c=curvatures: c * theta, START, 500, n[f"rate_{kappa}"]))
        needed = int(np.argmax(far <= n["fraction"] * far[0]))
        walked = np.minimum(np.arange(n["steps"] + 1), needed)
        told.runs["race", GD, f"{needed} steps"] = np.column_stack([walked, np.full(len(walked), lane)])
    return told


def fading_weights(name: str, n: dict[str, Any]) -> Told:
    steps = np.arange(n["steps"] + 1)
    return Told({}, {(f"β = {beta}", HEAVY, "sum ="): 1 - beta**steps for beta in (0.5, 0.7, 0.9)})


def learning_rates(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    names = {"small": "too small", "good": "good", "bouncing": "bouncing", "diverging": "diverging"}
    for panel, called in names.items():
        rate = n[f"{panel}_rate"]
        place = n["start"] * (1 - rate) ** np.arange(n["steps"] + 1)
        told.runs[panel, GD, called] = np.column_stack([place, place**2 / 2])
        told.readouts[f"η = {rate:g}", GD, "x ="] = place
    return told


def built(name: str, whole: str) -> list[int]:
    """How many steps have been taken at each moment of a figure that builds its steps, from the moments' words."""
    taken = []
    for moment in scene(name).moments:
        step, _, what = moment.removeprefix("after ").removeprefix("step ").partition(": ")
        taken.append(int(step) - (not moment.startswith("after") and what != whole))
    return taken


def one_step(name: str, n: dict[str, Any]) -> Told:
    curvatures = np.array([0.2, 1.0])
    path = walk(lambda theta: curvatures * theta, (n["start_x"], n["start_y"]), n["steps"], n["rate"])
    path = path[built(name, "you land here")]
    return Told(
        {("plane", GD, "gradient descent"): path},
        {("gradient descent", GD, "loss"): bowl(curvatures, path)},
    )


def memory_step(name: str, n: dict[str, Any]) -> Told:
    path = ravine(n["steps"], n["rate"], n["beta"])[built(name, "")]
    return Told({("plane", HEAVY, "momentum"): path}, {("momentum", HEAVY, "loss"): bowl(RAVINE, path)})


def ravine_duel(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for called, rate, beta in (("gradient descent", "plain_rate", 0.0), ("momentum", "momentum_rate", n["beta"])):
        role, path = called.replace(" ", "-"), ravine(scene(name).ticks, n[rate], beta)
        told.runs["plane", role, called] = path
        told.loss("curves", role, called, bowl(RAVINE, path))
    return told


def zigzag(name: str, n: dict[str, Any]) -> Told:
    told, path = Told(), ravine(n["steps"], n["rate"])
    told.runs["plane", GD, "gradient descent"] = path
    told.readouts["gradient descent", GD, "loss"] = bowl(RAVINE, path)
    walked = np.vstack([np.zeros(2), np.abs(np.diff(path, axis=0)).cumsum(axis=0)])
    for axis, values in zip(("along", "across"), walked.T, strict=True):
        told.curve(axis, GD, f"walked {axis}", values)
        told.readouts[f"{axis} the valley", GD, "walked"] = values
    return told


def averaged(gradients: np.ndarray, beta: float) -> np.ndarray:
    """The moving average after each gradient, as one sum of weights."""
    count = len(gradients)
    ages = np.arange(count)[:, None] - np.arange(count)
    return np.asarray(np.where(ages >= 0, (1 - beta) * beta ** np.maximum(ages, 0), 0) @ gradients)


def zigzag_averaged(name: str, n: dict[str, Any]) -> Told:
    path = ravine(n["steps"], records()["zigzag"]["numbers"]["rate"])
    kept = np.abs(averaged(RAVINE * path, n["beta"]) / (RAVINE * path))
    return Told(
        {("plane", GD, "gradient descent"): path},
        {(axis, HEAVY, "×"): kept[:, column] for column, axis in enumerate(("along", "across"))},
    )
