"""The study's tables, for the terminal and as CSV."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

from momentum.study.findings import Study
from momentum.study.plan import PROTOCOLS, REGIMES, TUNING_SEEDS
from momentum.study.results import Arm, Race, Snapshot
from momentum.study.training import METRICS

ARMS = ("beta", "rate", "PyTorch's lr", "training loss", "test loss", "test accuracy %")
RACES = ("batch", "beta", "rate", "PyTorch's lr", "steps")


def text(study: Study) -> str:
    """All tables, mean ± standard deviation over the seeds, and the searches behind the best rates.

    Rates are those of the moving average, v <- beta v + (1 - beta) g.
    """
    parts = []
    for regime in REGIMES:
        for protocol in PROTOCOLS:
            arms = [arm for arm in study.arms if (arm.regime, arm.protocol) == (regime, protocol)]
            for step in [snapshot.step for snapshot in arms[0].snapshots] if arms else []:
                title = f"{regime}, {protocol}, after {step} steps ({_seeds(study.seeds)})"
                parts.append(_aligned(title, [ARMS, *(_row(arm, arm.after(step)) for arm in arms)]))
        for what, values in (("validation loss when tuned", "validation_loss"), ("training loss at the end", "mean")):
            searches = [search for search in study.searches if search.regime == regime]
            grid = sorted({rate for search in searches for rate in search.rates})
            rows = [["rate", *(f"beta {search.beta:g}" for search in searches)]]
            for rate in grid:
                found = [
                    dict(zip(search.rates, getattr(search, values, search.training_loss.mean), strict=True))
                    for search in searches
                ]
                rows.append([f"{rate:g}", *(_number(losses[rate]) if rate in losses else "-" for losses in found)])
            parts.append(_aligned(f"{regime}, {what}, at each rate ({len(TUNING_SEEDS)} other seeds)", rows))
    if study.races:
        title = f"steps to a training loss of {study.target:g} ({_seeds(study.seeds)})"
        parts.append(_aligned(title, [RACES, *map(_race, study.races)]))
    return "\n\n".join([*parts, *warnings(study)]) + "\n"


def warnings(study: Study) -> list[str]:
    """A sentence for every best rate at the edge of its grid, and for every race in which no rate arrives."""
    found = []
    for search in study.searches:
        if search.at_edge:
            found.append(_edge(search.beta, search.regime, search.best, search.rates))
    for race in study.races:
        where = f"batch size {race.batch_size}"
        if math.isinf(race.fewest):
            found.append(f"No rate took beta {race.beta:g} ({where}) to the target with every seed that chooses rates.")
        elif race.at_edge:
            found.append(_edge(race.beta, where, race.learning_rate, race.rates))
    return found


def tables_csv(study: Study) -> str:
    """A line for every arm and step of comparison: means and standard deviations over the seeds."""
    columns = [f"{metric}_{what}" for metric in METRICS for what in ("mean", "sd")]
    lines = [
        [
            *(arm.regime, arm.protocol, arm.beta, arm.learning_rate, f"{arm.pytorch_rate:.6g}", snapshot.step),
            *(f"{value:.6g}" for metric in METRICS for value in (snapshot.mean(metric), snapshot.sd(metric))),
        ]
        for arm in study.arms
        for snapshot in arm.snapshots
    ]
    return _csv([["regime", "protocol", "beta", "learning_rate", "pytorch_lr", "step", *columns], *lines])


def curves_csv(study: Study) -> str:
    """A line for every arm and recorded step."""
    columns = [f"{metric}_{what}" for metric in METRICS for what in ("mean", "sd")]
    lines = [
        [
            *(arm.regime, arm.protocol, arm.beta, arm.learning_rate, step),
            *(value for metric in METRICS for value in (arm.band(metric).mean[place], arm.band(metric).sd[place])),
        ]
        for arm in study.arms
        for place, step in enumerate(arm.steps)
    ]
    return _csv([["regime", "protocol", "beta", "learning_rate", "step", *columns], *lines])


def searches_csv(study: Study) -> str:
    """A line for every rate that was tried for a lowest loss."""
    lines = [
        [search.regime, search.beta, rate, validation, training, rate == search.best]
        for search in study.searches
        for rate, validation, training in zip(
            search.rates, search.validation_loss, search.training_loss.mean, strict=True
        )
    ]
    return _csv([["regime", "beta", "learning_rate", "validation_loss", "training_loss", "best"], *lines])


def races_csv(study: Study) -> str:
    """A line for every batch size, beta and reported seed."""
    lines = [
        [race.batch_size, race.beta, race.learning_rate, study.target, race.measured_every, seed, steps]
        for race in study.races
        for seed, steps in zip(study.seeds, race.steps, strict=True)
    ]
    return _csv([["batch_size", "beta", "learning_rate", "target", "measured_every", "seed", "steps"], *lines])


def _seeds(seeds: Sequence[float]) -> str:
    return "1 seed" if len(seeds) == 1 else f"{len(seeds)} seeds"


def _edge(beta: float, where: str, best: float, rates: Sequence[float]) -> str:
    return (
        f"The best rate of beta {beta:g} ({where}), {best:g}, lies at the edge of the grid "
        f"{min(rates):g} to {max(rates):g}: a better one may lie outside."
    )


def _row(arm: Arm, snapshot: Snapshot) -> list[str]:
    losses = [_pair(snapshot.mean(metric), snapshot.sd(metric), 4) for metric in METRICS[:2]]
    accuracy = _pair(100 * snapshot.mean("test_accuracy"), 100 * snapshot.sd("test_accuracy"), 2)
    return [f"{arm.beta:g}", f"{arm.learning_rate:g}", f"{arm.pytorch_rate:g}", *losses, accuracy]


def _race(race: Race) -> list[str]:
    there = sum(not math.isnan(steps) for steps in race.steps)
    steps = f"{there} of {_seeds(race.steps)} arrived" if there < len(race.steps) else _pair(race.mean, race.sd, 1)
    rate = race.learning_rate
    return [f"{race.batch_size}", f"{race.beta:g}", f"{rate:g}", f"{rate * (1 - race.beta):.3g}", steps]


def _pair(mean: float, sd: float, digits: int) -> str:
    """A mean and its spread; one seed has no spread."""
    return _number(mean, digits) if math.isnan(sd) else f"{_number(mean, digits)} ± {sd:.{digits}f}"


def _number(value: float, digits: int = 4) -> str:
    return "diverged" if math.isnan(value) else f"{value:.{digits}f}"


def _aligned(title: str, rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([title, *lines])


def _csv(rows: Iterable[Iterable[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
