"""`momentum experiment` prints, writes, resumes, and ends with a sentence."""

import argparse
import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stdout

import numpy as np
import pytest

from built import ROOT, listen
from momentum.study import cli as experiment_cli
from momentum.study.findings import Study
from momentum.study.ledger import Ledger
from momentum.study.race import RaceTask
from momentum.study.tables import warnings
from momentum.study.training import Task, train

SMALL = ["--seeds", "0,1", "--betas", "0,0.9", "--rates", "0.5,1", "--epochs", "1", "--batch-sizes", "64,905",
         "--target", "1", "--workers", "1"]  # fmt: skip


# The promise is two seconds; a machine that is busy with other tests gets more before this counts as hanging.
PATIENCE = 30.0


def run(*arguments):
    parser = argparse.ArgumentParser(prog="momentum experiment")
    experiment_cli.add_arguments(parser)
    return experiment_cli.run(parser.parse_args(arguments))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A small study's folder and what the command has printed."""
    folder = tmp_path_factory.mktemp("study") / "new"
    with redirect_stdout(io.StringIO()) as printed:
        assert run(*SMALL, "--output", str(folder)) == 0
    return folder, printed.getvalue()


@pytest.fixture
def written(done):
    return done[0]


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch):
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))


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
        "full batch, best rate, after 100 steps (2 seeds)",
        "full batch, validation loss when tuned, at each rate (4 other seeds)",
        "steps to a training loss of 1 (2 seeds)",
    ):
        assert title in printed
    assert "lies at the edge of the grid 0.5 to 1: a better one may lie outside." in printed


def test_one_seed_has_no_deviation_to_print(capsys):
    assert run(*SMALL, "--seeds", "3", "--batch-sizes", "905") == 0
    printed = capsys.readouterr().out
    assert "±" not in printed
    assert "(1 seed)" in printed


def test_a_target_that_is_out_of_reach_is_said_to_be(capsys, monkeypatch):
    from momentum.study import race

    monkeypatch.setattr(race, "LIMIT", 4)
    with ThreadPoolExecutor(1) as here:

        @contextmanager
        def threads(workers):
            yield here

        monkeypatch.setattr(experiment_cli, "processes", threads)
        assert run(*SMALL, "--batch-sizes", "905", "--target", "0.001") == 0
    printed = capsys.readouterr().out
    assert "0 of 2 seeds arrived" in printed
    assert "No rate took beta 0.9 (batch size 905) to the target with every seed that chooses rates." in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--betas", "0.5"], "betas must be different numbers in [0, 1), 0 (the baseline) among them; got [0.5]."),
        (["--epochs", "0"], "epochs must be at least 1; got 0."),
        (["--target", "-1"], "target must be a positive training loss; got -1."),
        (["--batch-sizes", "906"], "batch_sizes must be different whole numbers in [1, 905]; got [906]."),
        (["--workers", "0"], "workers must be at least 1; got 0."),
        (["--executor", "here"], "executor must be an address such as tcp://10.0.0.5:8786; got 'here'."),
        (["--executor", "tcp://a:1", "--workers", "2"], "--workers and --executor exclude each other; got both."),
        (["--output", __file__], f"--output must be a folder that can be written; got {__file__} (File exists)."),
    ],
)
def test_bad_settings_get_a_sentence_and_exit_code_2(capsys, arguments, message):
    assert run(*arguments) == 2
    assert capsys.readouterr().err == f"momentum experiment: {message}\n"


@pytest.mark.parametrize("taken", ["study.json", "races.csv", "unfinished.jsonl"])
def test_an_output_that_cannot_be_written_is_refused_before_the_work(tmp_path, capsys, monkeypatch, taken):
    @contextmanager
    def begun(workers):
        yield pytest.fail("The work has begun.")

    monkeypatch.setattr(experiment_cli, "processes", begun)
    (tmp_path / taken).mkdir()
    assert run("--output", str(tmp_path)) == 2
    said = f"--output must be a folder that can be written; got {tmp_path / taken} (Is a directory)."
    assert capsys.readouterr().err == f"momentum experiment: {said}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "many"], "must be whole numbers as 0-9 or 3,7,11; got 'many'."),
        (["--seeds", "9-0"], "must be whole numbers as 0-9 or 3,7,11; got '9-0'."),
        (["--batch-sizes", "8;16"], "must be whole numbers as 0-9 or 3,7,11; got '8;16'."),
        (["--rates", "0.1;0.2"], "must be numbers with commas between them; got '0.1;0.2'."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_exit_code_2(capsys, arguments, message):
    with pytest.raises(SystemExit, match="2"):
        run(*arguments)
    assert message in capsys.readouterr().err


def test_seeds_may_be_ranges_and_lists():
    assert experiment_cli.whole_numbers("0-3,7") == (0, 1, 2, 3, 7)


def test_a_silent_scheduler_is_named(monkeypatch, capsys):
    from momentum.store import workers

    monkeypatch.setattr(workers.cluster.__wrapped__, "__kwdefaults__", {"timeout": 0.5})
    assert run("--executor", "tcp://127.0.0.1:9") == 2
    assert "No scheduler answers at tcp://127.0.0.1:9 within 0.5 seconds." in capsys.readouterr().err


def failing(problem, good):
    """A crew that does `good` tasks and then fails."""
    left = iter(range(good))

    def work(fn, task):
        if next(left, None) is None:
            raise problem
        return fn(task)

    class Crew(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            return super().submit(work, fn, *args, **kwargs)

    @contextmanager
    def crew(_):
        with Crew(1) as executor:
            yield executor

    return crew


@pytest.mark.parametrize(
    ("problem", "code", "sentence"),
    [
        (BrokenProcessPool(), 1, "A worker process died: it was killed, or memory ran out."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (OSError("No space left on device"), 1, "No space left on device."),
    ],
)
def test_an_end_before_the_end_is_a_sentence_and_the_next_run_goes_on(
    tmp_path, monkeypatch, capsys, written, problem, code, sentence
):
    kept = tmp_path / "out" / "unfinished.jsonl"
    with monkeypatch.context() as broken:
        broken.setattr(experiment_cli, "processes", failing(problem, 5))
        assert run(*SMALL, "--output", str(kept.parent)) == code
    assert capsys.readouterr().err == (
        f"momentum experiment: {sentence} 5 finished tasks are kept in {kept}; the same command goes on from there.\n"
    )
    assert len(kept.read_text("utf-8").splitlines()) == 5
    assert run(*SMALL, "--output", str(kept.parent)) == 0
    assert f"Going on from {kept}, where 5 tasks are finished." in capsys.readouterr().err
    for name in experiment_cli.FILES:
        assert (kept.parent / name).read_bytes() == (written / name).read_bytes()
    assert not kept.exists()


def test_a_lost_scheduler_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(experiment_cli, "cluster", failing(CancelledError(), 0))
    assert run(*SMALL[:-2], "--executor", "tcp://10.0.0.5:8786") == 1
    assert capsys.readouterr().err == (
        "momentum experiment: The scheduler at tcp://10.0.0.5:8786 is gone. No task was finished.\n"
    )


def test_a_ledger_keeps_results_to_the_bit_and_knows_its_own_tasks(tmp_path):
    task = Task(((0.5, 0.2),), (0,), ((2,),), (0, 2), 32)
    ledger, result = Ledger(tmp_path / "file", "key"), train(task)
    ledger.put(task, result)
    race = RaceTask(((0.0, 1.0),), (0,), 905, 0.1)
    ledger.put(race, np.array([[math_nan := float("nan"), 7.0]]))
    with (tmp_path / "file").open("a") as file:
        file.write('{"task": "cut sho')
    again = Ledger(tmp_path / "file", "key")
    assert len(again) == 2
    np.testing.assert_array_equal(again.get(task).curves, result.curves)
    np.testing.assert_array_equal(again.get(task).ends, result.ends)
    np.testing.assert_array_equal(again.get(race), [[math_nan, 7.0]])
    assert again.get(RaceTask(((0.0, 1.0),), (1,), 905, 0.1)) is None
    assert Ledger(tmp_path / "file", "other code").get(task) is None


def begin(folder, *arguments):
    """The command in a process group of its own, once its first results are kept."""
    process = subprocess.Popen(
        [sys.executable, "-m", "momentum", "experiment", "--output", str(folder), *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, preexec_fn=listen,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (folder / "unfinished.jsonl").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return process


def alive(group):
    """Whether a process of the group is left that has not ended."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if line.split()[0] == str(group) and "Z" not in line.split()[1]]


def gone(group):
    deadline = time.monotonic() + PATIENCE
    while alive(group) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(group)


def test_an_interrupt_ends_it_at_once_with_a_sentence(tmp_path):
    process = begin(tmp_path, "--workers", "2")
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 130
    kept = len((tmp_path / "unfinished.jsonl").read_text("utf-8").splitlines())
    assert said.endswith(
        f"momentum experiment: Interrupted. {kept} finished tasks are kept in {tmp_path / 'unfinished.jsonl'}; "
        "the same command goes on from there.\n"
    )
    assert "Traceback" not in said
    assert gone(process.pid)
    assert all("task" in json.loads(line) for line in (tmp_path / "unfinished.jsonl").read_text().splitlines())


def test_a_request_to_end_leaves_no_worker_behind(tmp_path):
    process = begin(tmp_path, "--workers", "2")
    process.terminate()
    process.communicate(timeout=30)
    assert gone(process.pid)
