"""`momentum experiment` writes a study as JSON and CSV and prints its tables."""

import csv

import numpy as np
import pytest

from experiment_command import SMALL, finished, run, thread
from momentum.study import cli as experiment_cli
from momentum.study.findings import Study
from momentum.study.tables import warnings
from small_study import LONGER, STEPS

pytestmark = pytest.mark.usefixtures("own_store")


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A small study's folder and what the command has printed."""
    folder = tmp_path_factory.mktemp("study") / "new"
    return folder, finished(folder)


@pytest.fixture
def written(done):
    return done[0]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_json_is_the_study_of_the_given_settings(written):
    found = Study.from_json((written / "study.json").read_text(encoding="utf-8"))
    assert (found.seeds, found.betas, found.epochs, found.batch_size) == ((0, 1), (0, 0.9), 1, 32)
    assert (found.batch_sizes, found.target) == ((64, 905), 1)
    assert {min(search.rates) for search in found.searches} == {0.5}
    assert {max(search.rates) for search in found.searches} == {1}
    assert len(warnings(found)) >= 1


def test_the_csv_files_agree_with_the_json(written):
    found = Study.from_json((written / "study.json").read_text(encoding="utf-8"))
    tables, curves, searches, races = (
        rows(written / f"{name}.csv") for name in ("tables", "curves", "searches", "races")
    )
    assert len(tables) == sum(len(arm.snapshots) for arm in found.arms)
    assert len(curves) == sum(len(arm.steps) for arm in found.arms)
    assert len(searches) == sum(len(search.rates) for search in found.searches)
    assert [float(row["test_accuracy_mean"]) for row in curves] == [
        value for arm in found.arms for value in arm.test_accuracy.mean
    ]
    assert sum(row["best"] == "True" for row in searches) == len(found.searches)
    assert [float(row["steps"]) for row in races] == [steps for race in found.races for steps in race.steps]
    for row in tables:
        lr = float(row["learning_rate"]) * (1 - float(row["beta"]))
        np.testing.assert_allclose(float(row["pytorch_lr"]), lr, rtol=1e-5)  # six digits are written


def test_nothing_unfinished_is_left_of_a_finished_study(written):
    assert sorted(path.name for path in written.iterdir()) == sorted(experiment_cli.FILES)


def test_the_tables_name_every_comparison_and_warn_of_an_edge(done):
    printed = done[1]
    for title in (
        "minibatch, same rate in PyTorch's form, after 28 steps (2 seeds)",
        "minibatch, same effective rate, after 28 steps (2 seeds)",
        f"full batch, best rate, after {STEPS} steps (2 seeds)",
        f"full batch, best rate, after {LONGER} steps (2 seeds)",
        "full batch, validation loss when tuned, at each rate (4 other seeds)",
        "steps to a training loss of 1 (2 seeds)",
    ):
        assert title in printed
    assert "lies at the edge of the grid 0.5 to 1: a better one may lie outside." in printed


def test_one_seed_has_no_deviation_to_print(capsys, monkeypatch):
    monkeypatch.setattr(experiment_cli, "processes", thread)
    assert run(*SMALL, "--seeds", "3", "--batch-sizes", "905") == 0
    printed = capsys.readouterr().out
    assert "±" not in printed
    assert "(1 seed)" in printed


def test_a_target_that_is_out_of_reach_is_said_to_be(capsys, monkeypatch):
    from momentum.study import race

    monkeypatch.setattr(race, "LIMIT", 4)
    monkeypatch.setattr(experiment_cli, "processes", thread)
    assert run(*SMALL, "--batch-sizes", "905", "--target", "0.001") == 0
    printed = capsys.readouterr().out
    assert "0 of 2 seeds arrived" in printed
    assert "No rate took beta 0.9 (batch size 905) to the target with every seed that chooses rates." in printed
