"""`momentum experiment` that ends before its end: a sentence, no worker left, and the next run goes on."""

import errno
import json
import os
import signal
import subprocess
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import pytest

import warm
from built import ROOT
from experiment_command import SMALL, finished, run, thread
from momentum.study import cli as experiment_cli

pytestmark = pytest.mark.usefixtures("own_store")

# The promise is two seconds; a machine that is busy with other tests gets more before this counts as hanging.
PATIENCE = 30.0


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of a small study that went through."""
    folder = tmp_path_factory.mktemp("study") / "new"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiment_cli, "processes", thread)
        finished(folder)
    return folder


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


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """What is kept of a small study of which five tasks are finished."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiment_cli, "processes", failing(KeyboardInterrupt(), 5))
        run(*SMALL, "--output", str(folder))
    kept = (folder / "unfinished.jsonl").read_text("utf-8")
    assert len(kept.splitlines()) == 5
    return kept


@pytest.mark.parametrize(
    ("problem", "code", "sentence"),
    [
        (BrokenProcessPool(), 1, "A worker process died: it was killed, or memory ran out."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (OSError("No space left on device"), 1, "No space left on device."),
    ],
)
def test_an_end_before_the_end_is_a_sentence(tmp_path, monkeypatch, capsys, begun, problem, code, sentence):
    kept = tmp_path / "out" / "unfinished.jsonl"
    monkeypatch.setattr(experiment_cli, "processes", failing(problem, 5))
    assert run(*SMALL, "--output", str(kept.parent)) == code
    assert capsys.readouterr().err == (
        f"momentum experiment: {sentence} 5 finished tasks are kept in {kept}; the same command goes on from there.\n"
    )
    # In any order: of tasks that end while the machine is busy, the one noticed first is not always the first.
    assert sorted(kept.read_text("utf-8").splitlines()) == sorted(begun.splitlines())
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_next_run_goes_on_from_what_is_kept(tmp_path, monkeypatch, capsys, written, begun):
    kept = tmp_path / "unfinished.jsonl"
    kept.write_text(begun, "utf-8")
    monkeypatch.setattr(experiment_cli, "processes", thread)
    assert run(*SMALL, "--output", str(kept.parent)) == 0
    assert f"Going on from {kept}, where 5 tasks are finished." in capsys.readouterr().err
    for name in experiment_cli.FILES:
        assert (kept.parent / name).read_bytes() == (written / name).read_bytes()
    assert not kept.exists()


def test_results_that_cannot_be_written_are_not_lost(tmp_path, monkeypatch, capsys, written, begun):
    kept = tmp_path / "unfinished.jsonl"
    kept.write_text(begun, "utf-8")
    monkeypatch.setattr(experiment_cli, "processes", thread)
    writes = Path.write_text

    def full(path, *given, **named):
        if path.name in experiment_cli.FILES:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return writes(path, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        assert run(*SMALL, "--output", str(tmp_path)) == 1
    tasks = len(kept.read_text("utf-8").splitlines())
    assert tasks > 5
    assert capsys.readouterr().err.endswith(
        f"momentum experiment: The results can't be written to {tmp_path} (No space left on device). "
        f"{tasks} finished tasks are kept in {kept}; the same command goes on from there.\n"
    )
    monkeypatch.setattr(experiment_cli, "processes", failing(AssertionError("nothing is left to do"), 0))
    assert run(*SMALL, "--output", str(tmp_path)) == 0
    assert {name: (tmp_path / name).read_bytes() for name in experiment_cli.FILES} == {
        name: (written / name).read_bytes() for name in experiment_cli.FILES
    }
    assert not kept.exists()


def test_a_lost_scheduler_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(experiment_cli, "cluster", failing(CancelledError(), 0))
    assert run(*SMALL[:-2], "--executor", "tcp://10.0.0.5:8786") == 1
    assert capsys.readouterr().err == (
        "momentum experiment: The scheduler at tcp://10.0.0.5:8786 is gone. No task was finished.\n"
    )


def begin(folder, *arguments):
    """The command in a process group of its own, once its first results are kept, and the file of what it says."""
    command = ["-m", "momentum", "experiment", "--output", str(folder), "--rates", "0.5", *arguments]
    with (folder / "errors").open("wb") as errors:
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        process = warm.start(command, cwd=ROOT, env=env, output=errors, errors=errors, session=True)
    deadline = time.monotonic() + 120
    while not (folder / "unfinished.jsonl").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return process, folder / "errors"


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
    process, errors = begin(tmp_path, "--workers", "2")
    os.killpg(process.pid, signal.SIGINT)
    process.wait(PATIENCE)
    said = errors.read_text("utf-8")
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
    process, _ = begin(tmp_path, "--workers", "2")
    process.terminate()
    process.wait(PATIENCE)
    assert gone(process.pid)
