"""Six methods on the ravine, each tuned on the same grid: what the page on other ways to train faster compares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from momentum import METHODS, Method, Quadratic, Trajectory, descend, quadratic, settled
from momentum.chapters._ravine import START, TOLERANCE
from momentum.engine.rules import Rule
from momentum.store.remembered import remembered

LEARNING_RATES = 10 ** np.linspace(-3, 1, 81)
MEMORIES = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999])
STARTS = 24
HORIZON = 400
# From how many starts, and how far, settings are run before those still in question are run whole.
STAGES, PROMISING = ((24, 50), (3, 400), (12, 400)), 4
STEEPNESS = 25.0
ANGLE = float(np.arctan2(3, 4))


class Compared(NamedTuple):
    """An entry of METHODS under the page's short key, with one memory to tune unless it is gradient descent."""

    key: str
    method: Method
    name: str

    @property
    def role(self) -> str:
        """Its colour."""
        return self.method.role

    @property
    def remembers(self) -> bool:
        """Whether there is a memory to tune."""
        return len(self.method.settings) > 1

    def rule(self, learning_rate: Any, memory: Any) -> Rule:
        """The rule with this learning rate and memory; everything else is as published."""
        return self.method.make(learning_rate, memory) if self.remembers else self.method.make(learning_rate)


COMPARED = (
    Compared("gd", METHODS["gradient descent"], "gradient descent"),
    Compared("momentum", METHODS["heavy ball"], "momentum"),
    Compared("nesterov", METHODS["nesterov"], "Nesterov"),
    Compared("rmsprop", METHODS["rmsprop"], "RMSProp"),
    Compared("adam", METHODS["adam"], "Adam"),
    Compared("lion", METHODS["lion"], "Lion"),
)
BY_KEY = {compared.key: compared for compared in COMPARED}


class Fallen(NamedTuple):
    """What a rule with a falling rate remembers: the steps taken, and the rule's own state."""

    taken: int
    inner: Any


@dataclass(frozen=True)
class Falling(Rule):
    """A rule whose learning rate falls to 0 in equal parts over `steps` steps.

    Every rule here moves by its learning rate times a direction that does not depend on it, so the share of the rate
    is the share of the move.
    """

    rule: Rule
    steps: int

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the rule's settings."""
        return self.rule.shape

    def flat(self, shape: tuple[int, ...]) -> Falling:
        """The same with the rule's settings laid out in a row."""
        return Falling(self.rule.flat(shape), self.steps)

    def part(self, index: Any) -> Falling:
        """The rule of some of the runs of a flat rule."""
        return Falling(self.rule.part(index), self.steps)

    def init(self, theta: np.ndarray) -> Fallen:
        """No steps taken, and the state of the rule."""
        return Fallen(0, self.rule.init(theta))

    def step(self, theta: np.ndarray, state: Fallen, gradient: np.ndarray) -> tuple[np.ndarray, Fallen]:
        """The rule's step, shortened."""
        # --8<-- [start:falling-step]
        taken, inner = state
        moved, inner = self.rule.step(theta, inner, gradient)
        theta = theta + (1 - taken / self.steps) * (moved - theta)
        # --8<-- [end:falling-step]
        return theta, Fallen(taken + 1, inner)


class Tuned(NamedTuple):
    """The best learning rate and memory of a method, and its steps (starts,) with them."""

    learning_rate: float
    memory: float
    steps: np.ndarray

    @property
    def mean(self) -> float:
        """The average number of steps over the starts."""
        return float(self.steps.mean())


def valley(condition_number: float = STEEPNESS, angle: float = 0.0) -> Quadratic:
    """The ravine with its long axis along x, or turned by `angle` radians."""
    return quadratic([1.0, condition_number], angle)


def turned(points: Any, angle: float) -> np.ndarray:
    """Points (..., 2) turned about the origin."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.asarray(np.asarray(points, dtype=float) @ np.array([[cosine, sine], [-sine, cosine]]))


def starts(angle: float = 0.0) -> np.ndarray:
    """Starts (STARTS, 2) spread over half of the level line of the page's start, in the ravine of STEEPNESS."""
    width, height = np.sqrt(START[0] ** 2 + STEEPNESS * START[1] ** 2) / np.sqrt([1.0, STEEPNESS])
    turn = (np.arange(STARTS) + 0.5) * np.pi / STARTS
    return turned(np.column_stack([width * np.cos(turn), height * np.sin(turn)]), angle)


@cache
def tuned(key: str, condition_number: float = STEEPNESS, angle: float = 0.0, *, falling: bool = False) -> Tuned:
    """What `best` finds, out of the store where somebody has looked for it before."""
    rate, memory, steps = remembered(best, key, condition_number, angle, falling)
    return Tuned(rate, memory, np.array(steps))


def best(key: str, condition_number: float, angle: float, falling: bool) -> tuple[float, float, list[float]]:
    """The setting of the grid with the fewest steps on average over the starts.

    The learning rate stays as it is, or falls to 0 over the HORIZON. A run that does not settle counts all HORIZON
    steps; a setting that lets the loss rise above a start is left out.

    A run's count can only grow with the steps that one looks at, and so can the sum over the starts with the starts. So
    all settings are run for a few steps, then from a few starts to the end; what is already worse than the best known
    one goes no further. Which starts come first changes how long this takes, and not what is found.
    """
    method, bowl, begin = BY_KEY[key], valley(condition_number, angle), starts(angle)
    memories = MEMORIES if method.remembers else MEMORIES[:1]
    settings = np.array([(rate, memory) for rate in LEARNING_RATES for memory in memories])

    def counts(chosen: np.ndarray, some: np.ndarray, horizon: int) -> np.ndarray:
        constant = method.rule(*chosen.T[..., np.newaxis])
        rule = Falling(constant, HORIZON) if falling else constant
        loss = descend(bowl, rule, begin[some], horizon, record="loss").loss  # (horizon + 1, settings, starts)
        rises = (loss.max(axis=0) > loss[0] * (1 + 1e-9)).any(axis=-1)
        return np.where(rises[:, np.newaxis], np.inf, np.nan_to_num(settled(loss, TOLERANCE), nan=horizon))

    every, fewest = np.arange(STARTS), float(HORIZON)
    so_far = np.zeros((len(settings), STARTS))
    for number, horizon in STAGES:
        if len(settings) <= PROMISING:
            break
        some = every[STARTS // number // 2 :: STARTS // number]
        so_far[:, some] = counts(settings, some, horizon)
        promising = settings[so_far[:, some].mean(axis=-1).argsort()[:PROMISING]]
        fewest = min(fewest, counts(promising, every, HORIZON).mean(axis=-1).min())
        going = so_far.mean(axis=-1) <= fewest
        settings, so_far = settings[going], so_far[going]
    steps = counts(settings, every, HORIZON)
    first = steps.mean(axis=-1).argmin()
    return float(settings[first, 0]), float(settings[first, 1]), steps[first].tolist()


def run(key: str, steps: int, condition_number: float = STEEPNESS, angle: float = 0.0) -> Trajectory:
    """The tuned method from the page's start."""
    found = tuned(key, condition_number, angle)
    rule = BY_KEY[key].rule(found.learning_rate, found.memory)
    return descend(valley(condition_number, angle), rule, turned(START, angle), steps)
