"""What every moving picture should show, told again: each run walked once more by plain loops, from quoted settings.

The settings are the numbers that captions and pages quote, so a picture is held to what is said of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from momentum import LOSSES, METHODS, descend
from momentum.build import build, catalogue
from momentum.build.figure import defined
from momentum.chapters.does_it_work import study_landscape
from momentum.rendering.scene import Figure, Scene
from momentum.store.record import Record
from momentum.study.kept import study

FIGURES = catalogue.names("figure")
GD, HEAVY = "gradient-descent", "momentum"
START = (-9.0, 1.0)
RAVINE = np.array([1.0, 25.0])
Slope = Callable[[np.ndarray], np.ndarray]


@cache
def records() -> dict[str, Record]:
    """All records; what the store lacks is made by a pool of processes."""
    return build.build()


@cache
def figure(name: str) -> Figure:
    """What the figure's module defines."""
    return defined(name, catalogue.module(name))


@cache
def scene(name: str) -> Scene:
    """The figure's scene, drawn once for all tests."""
    return figure(name).draw()


def walk(slope: Slope, start: Any, steps: int, rate: Any, beta: Any = 0.0, rule: str = "sum") -> np.ndarray:
    """The points (steps + 1, d) of a rule; rate and beta are numbers or functions of the step."""
    theta = np.array(start, dtype=float)
    velocity, points = np.zeros_like(theta), [theta]
    for step in range(steps):
        eta, memory = (setting(step) if callable(setting) else setting for setting in (rate, beta))
        gradient = slope(theta + memory * velocity if rule == "ahead" else theta)
        if rule in ("inside", "ahead"):
            velocity = memory * velocity - eta * gradient
            theta = theta + velocity
        elif rule == "nesterov":
            velocity = memory * velocity + gradient
            theta = theta - eta * (gradient + memory * velocity)
        else:
            whole = rule == "sum" or (rule == "undamped" and step == 0)
            velocity = memory * velocity + (gradient if whole else (1 - memory) * gradient)
            theta = theta - eta * velocity
        points.append(theta)
    return np.array(points)


def bowl(curvatures: Any, theta: np.ndarray) -> np.ndarray:
    """Half the sum of curvature times square: (n, d) -> (n,)."""
    return np.asarray((np.asarray(curvatures) * theta**2).sum(axis=-1) / 2)


def ravine(steps: int, rate: Any, beta: Any = 0.0, rule: str = "average") -> np.ndarray:
    """A run in the valley of the read."""
    return walk(lambda theta: RAVINE * theta, START, steps, rate, beta, rule)


@dataclass
class Told:
    """(panel, role, name) -> the points of a run; (name, role, unit) -> the values of a readout."""

    runs: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict)
    readouts: dict[tuple[str, str, str], np.ndarray] = field(default_factory=dict)

    def curve(self, panel: str, role: str, name: str, values: np.ndarray, *, log: bool = False) -> None:
        """A run over the clock."""
        heights = np.log10(values) if log else values
        self.runs[panel, role, name] = np.column_stack([np.arange(len(values)), heights])

    def loss(self, panel: str, role: str, name: str, values: np.ndarray, unit: str = "loss") -> None:
        """A loss on a logarithmic chart, and in words."""
        self.curve(panel, role, name, values, log=True)
        self.readouts[name, role, unit] = values


def _three(name: str, n: dict[str, Any]) -> Told:
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


def _loop(name: str, n: dict[str, Any]) -> Told:
    told, path = Told(), ravine(n["clock"], n["learning_rate"], n["beta"])
    told.runs["plane", HEAVY, "momentum"] = path
    told.curve("place", HEAVY, "momentum", path[:, 0])
    told.loss("curves", HEAVY, "momentum", bowl(RAVINE, path))
    return told


def _condition_numbers(name: str, n: dict[str, Any]) -> Told:
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


def _damped_spring(name: str, n: dict[str, Any]) -> Told:
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


def _fading_weights(name: str, n: dict[str, Any]) -> Told:
    steps = np.arange(n["steps"] + 1)
    return Told({}, {(f"β = {beta}", HEAVY, "sum ="): 1 - beta**steps for beta in (0.5, 0.7, 0.9)})


def _five_rules(name: str, n: dict[str, Any]) -> Told:
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


def _for_ever(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for called, rate, beta, rule in (
        ("gradient descent", 2 / 26, 0.0, "sum"), ("momentum", (2 / 6) ** 2, (4 / 6) ** 2, "sum"),
        ("nesterov", 1 / 25, 4 / 6, "nesterov"),
    ):  # fmt: skip
        role = called.replace(" ", "-")
        place = walk(cycling, [n["start"]], scene(name).ticks, rate, beta, rule)[:, 0]
        told.runs[f"curve-{role}", role, called] = np.column_stack([place, cycling_loss(place)])
        told.curve("places", role, called, place)
        told.readouts[called, role, "loss"] = cycling_loss(place)
    return told


def _learning_rates(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    names = {"small": "too small", "good": "good", "bouncing": "bouncing", "diverging": "diverging"}
    for panel, called in names.items():
        rate = n[f"{panel}_rate"]
        place = n["start"] * (1 - rate) ** np.arange(n["steps"] + 1)
        told.runs[panel, GD, called] = np.column_stack([place, place**2 / 2])
        told.readouts[f"η = {rate:g}", GD, "x ="] = place
    return told


def _of_a_loss(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    loss = LOSSES[catalogue.family("loss")[name]]
    for called, key, beta in (("gradient descent", "plain", 0.0), ("momentum", "momentum", n["beta"])):
        role = called.replace(" ", "-")
        path = walk(loss.gradient, loss.start, n["clock"], n[f"{key}_rate"], beta, "average")
        left = (loss.value(path) - loss.minimum) / (loss.value(np.array(loss.start)) - loss.minimum)
        told.runs["plane", role, called] = path
        told.loss("curves", role, called, np.maximum(left, 1e-300), "height")
    return told


def built(name: str, whole: str) -> list[int]:
    """How many steps have been taken at each moment of a figure that builds its steps, from the moments' words."""
    taken = []
    for moment in scene(name).moments:
        step, _, what = moment.removeprefix("after ").removeprefix("step ").partition(": ")
        taken.append(int(step) - (not moment.startswith("after") and what != whole))
    return taken


def _one_step(name: str, n: dict[str, Any]) -> Told:
    curvatures = np.array([0.2, 1.0])
    path = walk(lambda theta: curvatures * theta, (n["start_x"], n["start_y"]), n["steps"], n["rate"])
    path = path[built(name, "you land here")]
    return Told(
        {("plane", GD, "gradient descent"): path},
        {("gradient descent", GD, "loss"): bowl(curvatures, path)},
    )


def _memory_step(name: str, n: dict[str, Any]) -> Told:
    path = ravine(n["steps"], n["rate"], n["beta"])[built(name, "")]
    return Told({("plane", HEAVY, "momentum"): path}, {("momentum", HEAVY, "loss"): bowl(RAVINE, path)})


def _price_of_the_optimum(name: str, n: dict[str, Any]) -> Told:
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


def _rate_in_or_out(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for kind, first, then in (("drop", n["high"], n["low"]), ("rise", n["low"], n["high"])):
        for where, role, rule in (("outside", HEAVY, "sum"), ("inside", "ink", "inside")):
            path = ravine(
                scene(name).ticks, lambda step, a=first, b=then, k=kind: b if step >= n[k] else a, n["beta"], rule
            )
            told.curve(kind, role, f"rate {where}", bowl(RAVINE, path), log=True)
            told.readouts[f"{kind}, rate {where}", role, "loss"] = bowl(RAVINE, path)
    return told


def _ravine_duel(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for called, rate, beta in (("gradient descent", "plain_rate", 0.0), ("momentum", "momentum_rate", n["beta"])):
        role, path = called.replace(" ", "-"), ravine(scene(name).ticks, n[rate], beta)
        told.runs["plane", role, called] = path
        told.loss("curves", role, called, bowl(RAVINE, path))
    return told


def _rescaled_valley(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for place, key in enumerate(("narrow", "half", "round")):
        stretch = n[f"{key}_stretch"]
        curvatures = np.array([1.0, 25 / stretch**2])
        rate = 2 / curvatures.sum()
        path = walk(lambda theta, c=curvatures: c * theta, (-9.0, stretch), scene(name).ticks, rate)
        told.runs[f"stretch-{place}", GD, f"κ = {curvatures[1]:g}"] = path
    return told


TUNED = {
    "gradient descent": ("gd", "gradient descent", GD), "momentum": ("momentum", "heavy ball", HEAVY),
    "Nesterov": ("nesterov", "nesterov", "nesterov"), "RMSProp": ("rmsprop", "rmsprop", "rmsprop"),
    "Adam": ("adam", "adam", "adam"), "Lion": ("lion", "lion", "lion"),
}  # fmt: skip


def _tuned(called: str, steps: int, *, turned: bool = False) -> np.ndarray:
    """The points of a tuned method: the entry of METHODS with the settings that are quoted."""
    n = records()["six-methods"]["numbers"]
    key, entry, _ = TUNED[called]
    method, suffix = METHODS[entry], "_turned" if turned else ""
    settings = [n[f"{key}{suffix}_rate"], n[f"{key}{suffix}_memory"]][: min(2, len(method.settings))]
    turn = np.array([[0.8, -0.6], [0.6, 0.8]]) if turned else np.eye(2)
    hessian = turn @ np.diag(RAVINE) @ turn.T

    class Valley:
        dimension = 2

        def value(self, theta: Any) -> Any:
            return np.einsum("...i,ij,...j->...", theta, hessian, theta) / 2

        def gradient(self, theta: Any) -> Any:
            return theta @ hessian

    run = descend(Valley(), method.make(*settings), turn @ np.array(START), steps)
    return run.theta


def _six_methods(name: str, n: dict[str, Any]) -> Told:
    told, steps = Told(), n["clock"]
    for called, (_, _, role) in TUNED.items():
        path = _tuned(called, steps)
        maps = {"Nesterov": ["momentum"], "gradient descent": ["momentum", "rmsprop", "adam", "lion"]}
        told.runs |= {(panel, role, called): path for panel in maps.get(called, [role])}
        # A chart has the name of its second method.
        charts = {"gradient descent": ["momentum", "rmsprop"], "momentum": ["momentum"], "Nesterov": ["momentum"]}
        for chart in charts.get(called, ["rmsprop"]):
            told.loss(f"losses-{chart}", role, called, bowl(RAVINE, path))
    return told


def _turned_valley(name: str, n: dict[str, Any]) -> Told:
    told, turn = Told(), np.array([[0.8, -0.6], [0.6, 0.8]])
    for called in ("momentum", "Adam", "RMSProp"):
        path, role = _tuned(called, scene(name).ticks, turned=True), TUNED[called][2]
        told.runs["plane", role, called] = path
        told.loss("curves", role, called, bowl(RAVINE, path @ turn))
    return told


def _two_arrows(name: str, n: dict[str, Any]) -> Told:
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


def _zigzag(name: str, n: dict[str, Any]) -> Told:
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


def _zigzag_averaged(name: str, n: dict[str, Any]) -> Told:
    path = ravine(n["steps"], records()["zigzag"]["numbers"]["rate"])
    kept = np.abs(averaged(RAVINE * path, n["beta"]) / (RAVINE * path))
    return Told(
        {("plane", GD, "gradient descent"): path},
        {(axis, HEAVY, "×"): kept[:, column] for column, axis in enumerate(("along", "across"))},
    )


COMPARISONS = {
    "study-full-batch": ("full batch", "best rate"),
    "study-same-rate": ("minibatch", "same rate in PyTorch's form"),
    "study-same-effective-rate": ("minibatch", "same effective rate"),
}


def _study(name: str, n: dict[str, Any]) -> Told:
    told = Told()
    for beta in (0.0, 0.8, 0.9):
        role, called, arm = HEAVY if beta else GD, f"β = {beta:g}", study().arm(*COMPARISONS[name], beta)
        told.loss("loss", role, called, np.array(arm.training_loss.mean))
        told.curve("accuracy", role, called, 100 * np.array(arm.test_accuracy.mean))
    return told


def _study_landscape(name: str, n: dict[str, Any]) -> Told:
    told, found = Told(), study_landscape.field()
    for called, beta in (("gradient descent", 0.0), ("momentum", 0.9)):
        index = found.betas.index(beta)
        role = called.replace(" ", "-")
        told.runs["plane", role, called] = np.array(found.paths[index])
        told.readouts[called, role, "loss"] = np.array(found.path_loss[index])
    return told


def _nothing(name: str, n: dict[str, Any]) -> Told:
    return Told()


TELLERS: dict[str, Callable[[str, dict[str, Any]], Told]] = {
    "averaging-calms": _three, "room-for-longer-steps": _three, "beta-about-right": _loop, "beta-too-large": _loop,
    "beta-too-small": _loop, "condition-numbers": _condition_numbers, "damped-spring": _damped_spring,
    "fading-weights": _fading_weights, "five-rules": _five_rules, "for-ever": _for_ever,
    "learning-rates": _learning_rates, "one-step": _one_step, "memory-step": _memory_step,
    "price-of-the-optimum": _price_of_the_optimum, "rate-in-or-out": _rate_in_or_out, "ravine-duel": _ravine_duel,
    "rescaled-valley": _rescaled_valley, "six-methods": _six_methods, "turned-valley": _turned_valley,
    "two-arrows": _two_arrows, "zigzag": _zigzag, "zigzag-averaged": _zigzag_averaged, "study-landscape":
    _study_landscape, "twenty-directions": _nothing, **dict.fromkeys(COMPARISONS, _study),
    **dict.fromkeys(catalogue.family("loss"), _of_a_loss),
}  # fmt: skip


@cache
def told(name: str) -> Told:
    """What a moving figure should show."""
    return TELLERS[name](name, dict(records()[name]["numbers"]))
