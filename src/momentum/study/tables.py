"""The study's tables, for the terminal and as CSV."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

from momentum.study.plan import PROTOCOLS, REGIMES, TUNING_SEEDS
from momentum.study.results import Arm, Snapshot, Study
from momentum.study.training import METRICS

HEADER = ("beta", "rate", "training loss", "validation loss", "test loss", "test accuracy %", "steps to")


def text(study: Study) -> str:
    """All tables, mean ± standard deviation over the seeds, and the searches behind the best rates."""
    parts = []
    for regime in REGIMES:
        for protocol in PROTOCOLS:
            arms = study.select(regime, protocol)
            for step in [snapshot.step for snapshot in arms[0].snapshots]:
                title = f"{regime}, {protocol}, after {step} steps ({len(study.seeds)} seeds)"
                header = [*HEADER[:-1], f"{HEADER[-1]} {study.tolerance:g}"]
                parts.append(_aligned(title, [header, *(_row(arm, arm.after(step)) for arm in arms)]))
        rates = study.sweep(regime, study.betas[0]).rates
        losses = [
            [f"{beta:g}", *(_number(loss) for loss in study.sweep(regime, beta).validation_loss)]
            for beta in study.betas
        ]
        title = f"{regime}, validation loss at each learning rate ({len(TUNING_SEEDS[regime])} other seeds)"
        parts.append(_aligned(title, [["beta", *(f"{rate:g}" for rate in rates)], *losses]))
    return "\n\n".join([*parts, *warnings(study)]) + "\n"


def warnings(study: Study) -> list[str]:
    """A sentence for every best rate at the edge of its grid."""
    return [
        f"The best rate of beta {sweep.beta:g} ({sweep.regime}), {sweep.best:g}, lies at the edge of the grid "
        f"{min(sweep.rates):g} to {max(sweep.rates):g}: a better one may lie outside."
        for sweep in study.sweeps
        if sweep.at_edge
    ]


def tables_csv(study: Study) -> str:
    """A line for every arm and step of comparison: means and standard deviations over the seeds."""
    columns = [f"{metric}_{what}" for metric in METRICS for what in ("mean", "sd")]
    header = ["regime", "protocol", "beta", "learning_rate", "step", *columns, "steps_to_tolerance"]
    lines = [
        [
            *(arm.regime, arm.protocol, arm.beta, arm.learning_rate, snapshot.step),
            *(f"{value:.6g}" for metric in METRICS for value in (snapshot.mean(metric), snapshot.sd(metric))),
            arm.steps_to_tolerance(),
        ]
        for arm in study.arms
        for snapshot in arm.snapshots
    ]
    return _csv([header, *lines])


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


def sweeps_csv(study: Study) -> str:
    """A line for every rate that was tried."""
    lines = [
        [sweep.regime, sweep.beta, rate, validation, training, rate == sweep.best]
        for sweep in study.sweeps
        for rate, validation, training in zip(sweep.rates, sweep.validation_loss, sweep.training_loss, strict=True)
    ]
    return _csv([["regime", "beta", "learning_rate", "validation_loss", "training_loss", "best"], *lines])


def _row(arm: Arm, snapshot: Snapshot) -> list[str]:
    losses = [f"{_number(snapshot.mean(metric))} ± {_number(snapshot.sd(metric))}" for metric in METRICS[:3]]
    accuracy = f"{100 * snapshot.mean('test_accuracy'):.2f} ± {100 * snapshot.sd('test_accuracy'):.2f}"
    there = [step for step in arm.reached if step is not None]
    mean = arm.steps_to_tolerance()
    steps = f"{mean:.1f}" if mean is not None else f"{len(there)} of {len(arm.reached)} seeds"
    return [f"{arm.beta:g}", f"{arm.learning_rate:g}", *losses, accuracy, steps]


def _number(value: float) -> str:
    return "diverged" if math.isnan(value) else f"{value:.4f}"


def _aligned(title: str, rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([title, *lines])


def _csv(rows: Iterable[Iterable[object]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
