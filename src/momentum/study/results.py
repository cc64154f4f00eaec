"""What the network study found, as plain data that survives JSON unchanged."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from momentum.study.training import METRICS

DIGITS = 6


def rounded(value: float) -> float:
    """To six significant digits: the study is stored and compared so, and no conclusion needs more."""
    return float(f"{value:.{DIGITS}g}")


@dataclass(frozen=True)
class Band:
    """Mean and standard deviation over the seeds (n - 1 in the denominator) at every recorded step."""

    mean: tuple[float, ...]
    sd: tuple[float, ...]


@dataclass(frozen=True)
class Snapshot:
    """Each seed's values after `step` steps, in the order of the seeds."""

    step: int
    training_loss: tuple[float, ...]
    validation_loss: tuple[float, ...]
    test_loss: tuple[float, ...]
    test_accuracy: tuple[float, ...]

    def mean(self, metric: str) -> float:
        """Over the seeds."""
        values = self._values(metric)
        return math.fsum(values) / len(values)

    def sd(self, metric: str) -> float:
        """Over the seeds, with n - 1; zero where there is one seed."""
        values, mean = self._values(metric), self.mean(metric)
        return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / max(1, len(values) - 1))

    def _values(self, metric: str) -> tuple[float, ...]:
        if metric not in METRICS:
            raise ValueError(f"metric must be one of {', '.join(METRICS)}; got {metric!r}.")
        values: tuple[float, ...] = getattr(self, metric)
        return values


@dataclass(frozen=True)
class Arm:
    """One beta at one learning rate, over all seeds.

    `steps` are the recorded steps of the four bands. `reached` holds each seed's first step with a training loss of
    the study's tolerance or less, None where there was none. `snapshots` hold every seed's values after the steps at
    which the study compares the arms. NaN stands for a run that diverged.
    """

    regime: str
    protocol: str
    beta: float
    learning_rate: float
    steps: tuple[int, ...]
    training_loss: Band
    validation_loss: Band
    test_loss: Band
    test_accuracy: Band
    reached: tuple[int | None, ...]
    snapshots: tuple[Snapshot, ...]

    def band(self, metric: str) -> Band:
        """The curve of one of METRICS."""
        if metric not in METRICS:
            raise ValueError(f"metric must be one of {', '.join(METRICS)}; got {metric!r}.")
        band: Band = getattr(self, metric)
        return band

    def after(self, step: int) -> Snapshot:
        """The snapshot after this step; LookupError names the steps there are."""
        for snapshot in self.snapshots:
            if snapshot.step == step:
                return snapshot
        raise LookupError(f"step must be one of {[snapshot.step for snapshot in self.snapshots]}; got {step}.")

    def steps_to_tolerance(self) -> float | None:
        """The mean of `reached`; None unless every seed got there."""
        reached = [step for step in self.reached if step is not None]
        return sum(reached) / len(reached) if len(reached) == len(self.reached) else None

    def lowest(self, metric: str = "test_loss") -> tuple[int, float]:
        """The recorded step at which the mean curve is lowest, and its value there: where over-fitting begins."""
        curve = self.band(metric).mean
        best = min(range(len(curve)), key=lambda place: math.inf if math.isnan(curve[place]) else curve[place])
        return self.steps[best], curve[best]


@dataclass(frozen=True)
class Sweep:
    """The search for one beta's learning rate: mean validation loss over the tuning seeds, NaN where one diverged."""

    regime: str
    beta: float
    rates: tuple[float, ...]
    validation_loss: tuple[float, ...]
    training_loss: tuple[float, ...]

    @property
    def best(self) -> float:
        """The rate with the lowest validation loss."""
        losses = [math.inf if math.isnan(loss) else loss for loss in self.validation_loss]
        return self.rates[losses.index(min(losses))]

    @property
    def at_edge(self) -> bool:
        """Whether the best rate is the smallest or the largest of the grid, so that a better one may lie outside."""
        return self.best in (min(self.rates), max(self.rates))


@dataclass(frozen=True)
class Study:
    """All arms and sweeps, with the settings that made them."""

    seeds: tuple[int, ...]
    tuning_seeds: tuple[int, ...]
    betas: tuple[float, ...]
    epochs: int
    batch_size: int
    tolerance: float
    arms: tuple[Arm, ...]
    sweeps: tuple[Sweep, ...]

    def arm(self, regime: str, protocol: str, beta: float) -> Arm:
        """The one arm of that name; LookupError says which there are."""
        for arm in self.arms:
            if (arm.regime, arm.protocol, arm.beta) == (regime, protocol, beta):
                return arm
        known = sorted({(arm.regime, arm.protocol) for arm in self.arms})
        raise LookupError(f"No arm {regime!r}, {protocol!r}, beta {beta}; there are {known}, betas {list(self.betas)}.")

    def select(self, regime: str, protocol: str) -> tuple[Arm, ...]:
        """The arms of one regime and protocol, by beta; the first is the baseline without momentum."""
        return tuple(self.arm(regime, protocol, beta) for beta in self.betas)

    def sweep(self, regime: str, beta: float) -> Sweep:
        """The search for that beta's rate; LookupError where there was none."""
        for sweep in self.sweeps:
            if (sweep.regime, sweep.beta) == (regime, beta):
                return sweep
        raise LookupError(f"No sweep {regime!r}, beta {beta}; there are betas {list(self.betas)}.")

    def to_json(self) -> str:
        """Compact JSON; NaN becomes null."""
        return json.dumps(_without_nan(asdict(self)), allow_nan=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Study":
        """The study that `to_json` wrote."""
        plain = json.loads(text)
        plain["arms"] = tuple(_arm(arm) for arm in plain["arms"])
        plain["sweeps"] = tuple(Sweep(**_tuples(sweep)) for sweep in plain["sweeps"])
        return cls(**_tuples(plain))


def _arm(plain: dict[str, Any]) -> Arm:
    bands = {metric: Band(**_tuples(plain[metric])) for metric in METRICS}
    snapshots = tuple(Snapshot(**_tuples(snapshot)) for snapshot in plain["snapshots"])
    rest = {key: tuple(plain[key]) for key in ("steps", "reached")}
    return Arm(**(plain | bands | rest | {"snapshots": snapshots}))


def _tuples(plain: dict[str, Any]) -> dict[str, Any]:
    """Lists of numbers become tuples again, and null becomes NaN."""
    return {key: _numbers(value) if isinstance(value, list) else value for key, value in plain.items()}


def _numbers(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(math.nan if value is None else value for value in values)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
