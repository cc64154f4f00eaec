"""The tables that `momentum experiment` prints: every cell against the study, worked out anew."""

import csv
import math
import re
import statistics
from dataclasses import replace

import pytest

from momentum.study import tables
from small_study import stored

STUDY = stored()
SEEDS = f" ({len(STUDY.seeds)} seeds)"
# Title -> its rows, each a dict of cells by column.
TABLES = {
    title: [dict(zip(split(head), split(row), strict=True)) for row in rows]
    for split in [lambda line: re.split(r"\s{2,}", line.strip())]
    for title, head, *rows in map(str.splitlines, tables.text(STUDY).split("\n\n"))
    if rows
}


def pair(values, digits):
    return f"{statistics.fmean(values):.{digits}f} ± {statistics.stdev(values):.{digits}f}"


@pytest.mark.parametrize("table", [tables.tables_csv, tables.curves_csv, tables.searches_csv, tables.races_csv])
def test_a_table_for_other_programs_has_lines_of_one_length_that_end_as_lines_do_here(table):
    text = table(STUDY)
    assert "\r" not in text
    assert text.endswith("\n")
    rows = list(csv.reader(text.splitlines()))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == text.count("\n") > 10


def test_every_comparison_has_its_table():
    arms = {f"{a.regime}, {a.protocol}, after {s.step} steps{SEEDS}" for a in STUDY.arms for s in a.snapshots}
    searches = {f"{one.regime}, {what}" for one in STUDY.searches for what in SEARCHED}
    assert set(TABLES) == arms | searches | {f"steps to a training loss of {STUDY.target:g}{SEEDS}"}


@pytest.mark.parametrize("arm", STUDY.arms, ids=lambda arm: f"{arm.regime}-{arm.protocol}-{arm.beta}")
def test_a_row_of_an_arm_has_its_rates_and_what_its_seeds_reached(arm):
    for snapshot in arm.snapshots:
        rows = TABLES[f"{arm.regime}, {arm.protocol}, after {snapshot.step} steps{SEEDS}"]
        (row,) = [row for row in rows if row["beta"] == f"{arm.beta:g}"]
        assert row["rate"] == f"{arm.learning_rate:g}"
        assert float(row["PyTorch's lr"]) == pytest.approx((1 - arm.beta) * arm.learning_rate, rel=1e-5)
        assert row["training loss"] == pair(snapshot.training_loss, 4)
        assert row["test loss"] == pair(snapshot.test_loss, 4)
        assert row["test accuracy %"] == pair([100 * share for share in snapshot.test_accuracy], 2)


@pytest.mark.parametrize("race", STUDY.races, ids=lambda race: f"{race.batch_size}-{race.beta}")
def test_a_row_of_a_race_has_its_rates_and_its_steps(race):
    rows = TABLES[f"steps to a training loss of {STUDY.target:g}{SEEDS}"]
    (row,) = [row for row in rows if (row["batch"], row["beta"]) == (str(race.batch_size), f"{race.beta:g}")]
    assert row["rate"] == f"{race.learning_rate:g}"
    assert float(row["PyTorch's lr"]) == pytest.approx((1 - race.beta) * race.learning_rate, rel=5e-3)
    assert row["steps"] == pair(race.steps, 1)


def test_a_race_that_not_every_seed_has_won_says_how_many_have():
    reached = STUDY.races[0].steps
    for steps, said in (
        ((math.nan, *reached[1:]), f"{len(reached) - 1} of {len(reached)} seeds arrived"),
        ((math.nan,) * len(reached), f"0 of {len(reached)} seeds arrived"),
    ):
        rest = [replace(race, steps=tuple(reached)) for race in STUDY.races[1:]]
        shown = tables.text(replace(STUDY, races=(replace(STUDY.races[0], steps=steps), *rest)))
        assert [line.split("  ")[-1].strip() for line in shown.splitlines() if "arrived" in line] == [said]


SEARCHED = {
    "validation loss when tuned, at each rate (4 other seeds)": lambda search: search.validation_loss,
    "training loss at the end, at each rate (4 other seeds)": lambda search: search.training_loss.mean,
}


@pytest.mark.parametrize("what", SEARCHED)
@pytest.mark.parametrize("search", STUDY.searches, ids=lambda one: f"{one.regime}-{one.beta}")
def test_a_column_of_a_search_has_the_loss_at_every_rate_that_was_tried(search, what):
    shown = {row["rate"]: row[f"beta {search.beta:g}"] for row in TABLES[f"{search.regime}, {what}"]}
    tried = dict(zip(search.rates, SEARCHED[what](search), strict=True))
    assert {rate: loss for rate, loss in shown.items() if loss != "-"} == {
        f"{rate:g}": f"{loss:.4f}" for rate, loss in tried.items()
    }
