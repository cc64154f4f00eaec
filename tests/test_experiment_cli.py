"""`momentum experiment` prints, writes, and refuses with a sentence."""

import argparse
import csv

import pytest

from momentum.study import cli as experiment_cli
from momentum.study.results import Study
from momentum.study.tables import warnings

SMALL = ["--seeds", "0,1", "--betas", "0,0.9", "--rates", "0.05,0.1", "--epochs", "1", "--workers", "1"]


def run(*arguments):
    parser = argparse.ArgumentParser(prog="momentum experiment")
    experiment_cli.add_arguments(parser)
    return experiment_cli.run(parser.parse_args(arguments))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study") / "new"
    assert run(*SMALL, "--output", str(folder)) == 0
    return folder


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_json_is_the_study_of_the_given_settings(written):
    found = Study.from_json((written / "study.json").read_text(encoding="utf-8"))
    assert (found.seeds, found.betas, found.epochs, found.batch_size) == ((0, 1), (0, 0.9), 1, 32)
    assert {sweep.rates for sweep in found.sweeps} == {(0.05, 0.1)}
    assert len(warnings(found)) == len(found.sweeps)


def test_the_csv_files_agree_with_the_json(written):
    found = Study.from_json((written / "study.json").read_text(encoding="utf-8"))
    tables, curves, sweeps = (rows(written / f"{name}.csv") for name in ("tables", "curves", "sweeps"))
    assert len(tables) == sum(len(arm.snapshots) for arm in found.arms)
    assert len(curves) == sum(len(arm.steps) for arm in found.arms)
    assert len(sweeps) == sum(len(sweep.rates) for sweep in found.sweeps)
    assert [float(row["test_accuracy_mean"]) for row in curves] == [
        value for arm in found.arms for value in arm.test_accuracy.mean
    ]
    assert sum(row["best"] == "True" for row in sweeps) == len(found.sweeps)


def test_the_tables_name_every_comparison_and_warn_of_an_edge(capsys):
    assert run(*SMALL) == 0
    printed = capsys.readouterr().out
    for title in (
        "minibatch, same rate, after 28 steps (2 seeds)",
        "full batch, same effective rate, after 40 steps (2 seeds)",
        "full batch, best rate, after 100 steps (2 seeds)",
        "full batch, validation loss at each learning rate (3 other seeds)",
    ):
        assert title in printed
    assert "lies at the edge of the grid 0.05 to 0.1: a better one may lie outside." in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--betas", "0.5"], "betas must be different numbers in [0, 1), 0 (the baseline) among them; got [0.5]."),
        (["--epochs", "0"], "epochs must be at least 1; got 0."),
        (["--workers", "0"], "workers must be at least 1; got 0."),
        (["--executor", "here"], "executor must be an address such as tcp://10.0.0.5:8786; got 'here'."),
        (["--executor", "tcp://a:1", "--workers", "2"], "--workers and --executor exclude each other; got both."),
        (["--output", __file__], f"--output must be a folder that can be written; got {__file__} (File exists)."),
    ],
)
def test_bad_settings_get_a_sentence_and_exit_code_2(capsys, arguments, message):
    assert run(*arguments) == 2
    assert capsys.readouterr().err == f"momentum experiment: {message}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "many"], "must be whole numbers as 0-9 or 3,7,11; got 'many'."),
        (["--seeds", "9-0"], "must be whole numbers as 0-9 or 3,7,11; got '9-0'."),
        (["--rates", "0.1;0.2"], "must be numbers with commas between them; got '0.1;0.2'."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_exit_code_2(capsys, arguments, message):
    with pytest.raises(SystemExit, match="2"):
        run(*arguments)
    assert message in capsys.readouterr().err


def test_seeds_may_be_ranges_and_lists():
    assert experiment_cli.seeds("0-3,7") == (0, 1, 2, 3, 7)


def test_a_silent_scheduler_is_named(monkeypatch, capsys):
    from momentum.store import workers

    monkeypatch.setattr(workers.cluster.__wrapped__, "__kwdefaults__", {"timeout": 0.5})
    assert run("--executor", "tcp://127.0.0.1:9") == 2
    assert "No scheduler answers at tcp://127.0.0.1:9 within 0.5 seconds." in capsys.readouterr().err


def test_the_bar_fills_and_clears():
    lines = []
    show = experiment_cli._bar(lines.append, width=4)
    show(1, 2)
    show(2, 2)
    assert lines[0] == "\r██░░ 1 of 2 tasks"
    assert lines[1].strip() == ""
