"""The whole network study as it was found: every piece by its name, and as JSON, which it survives unchanged."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from momentum.study.results import Arm, Band, Race, Search, Snapshot
from momentum.study.training import METRICS

Piece = TypeVar("Piece")


@dataclass(frozen=True)
class Study:
    """All arms, searches and races, with the settings that made them."""

    seeds: tuple[int, ...]
    tuning_seeds: tuple[int, ...]
    betas: tuple[float, ...]
    epochs: int
    batch_size: int
    target: float
    arms: tuple[Arm, ...]
    searches: tuple[Search, ...]
    races: tuple[Race, ...]

    def arm(self, regime: str, protocol: str, beta: float) -> Arm:
        """The one arm of that name; LookupError says which there are."""
        known = sorted({(arm.regime, arm.protocol) for arm in self.arms})
        return _one(
            (arm for arm in self.arms if (arm.regime, arm.protocol, arm.beta) == (regime, protocol, beta)),
            f"No arm {regime!r}, {protocol!r}, beta {beta}; there are {known}, betas {list(self.betas)}.",
        )

    def select(self, regime: str, protocol: str) -> tuple[Arm, ...]:
        """The arms of one regime and protocol, by beta; the first is the baseline without momentum."""
        return tuple(self.arm(regime, protocol, beta) for beta in self.betas)

    def search(self, regime: str, beta: float) -> Search:
        """The search for that beta's rate; LookupError where there was none."""
        return _one(
            (search for search in self.searches if (search.regime, search.beta) == (regime, beta)),
            f"No search {regime!r}, beta {beta}; there are betas {list(self.betas)}.",
        )

    @property
    def batch_sizes(self) -> tuple[int, ...]:
        """The batch sizes of the races, the smallest first."""
        return tuple(sorted({race.batch_size for race in self.races}))

    def race(self, batch_size: int, beta: float) -> Race:
        """That beta's steps to the target at one batch size; LookupError where there was no race."""
        betas = sorted({race.beta for race in self.races})
        return _one(
            (race for race in self.races if (race.batch_size, race.beta) == (batch_size, beta)),
            f"No race at batch size {batch_size}, beta {beta}; there are {list(self.batch_sizes)}, betas {betas}.",
        )

    def best_momentum(self, batch_size: int) -> Race:
        """The race of the beta above 0 that needed the fewest steps on the tuning seeds, not on those reported."""
        races = [race for race in self.races if race.batch_size == batch_size and race.beta > 0]
        if not races:
            raise LookupError(f"No race with momentum at batch size {batch_size}; there are {list(self.batch_sizes)}.")
        return min(races, key=lambda race: race.fewest)

    def to_json(self) -> str:
        """Compact JSON; NaN becomes null."""
        return json.dumps(_without_nan(asdict(self)), allow_nan=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Study":
        """The study that `to_json` wrote."""
        plain = json.loads(text)
        plain["arms"] = tuple(_arm(arm) for arm in plain["arms"])
        plain["searches"] = tuple(_search(search) for search in plain["searches"])
        plain["races"] = tuple(Race(**_tuples(race)) for race in plain["races"])
        return cls(**_tuples(plain))


def _one(found: Iterable[Piece], missing: str) -> Piece:
    for piece in found:
        return piece
    raise LookupError(missing)


def _arm(plain: dict[str, Any]) -> Arm:
    bands = {metric: Band(**_tuples(plain[metric])) for metric in METRICS}
    snapshots = tuple(Snapshot(**_tuples(snapshot)) for snapshot in plain["snapshots"])
    return Arm(**(plain | bands | {"steps": tuple(plain["steps"]), "snapshots": snapshots}))


def _search(plain: dict[str, Any]) -> Search:
    return Search(**_tuples(plain | {"training_loss": Band(**_tuples(plain["training_loss"]))}))


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
