"""A build that is stopped ends at once, says so in a sentence, and leaves no process behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from built import ROOT, listen
from ended import PATIENCE, alive, wait_for

COMMANDS = {
    "figures": ["momentum", "figures", "--quiet"],
    "site": ["mkdocs", "build", "--strict", "--quiet"],
}


@contextmanager
def building(command: list[str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A build from an empty store, in a group of its own, stopped in the middle of its work."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command, *(["--site-dir", str(folder / "site")] if "mkdocs" in command else [])],
        cwd=ROOT, env={**os.environ, "MOMENTUM_CACHE": str(folder / "store"), "NO_MKDOCS_2_WARNING": "1"},
        start_new_session=True, preexec_fn=listen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        # The first face that a worker has cut shows that the workers work.
        store = folder / "store"
        assert wait_for(lambda: store.is_dir() and any(not name.startswith(".") for name in os.listdir(store)), 120)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_an_interrupt_ends_a_build_and_all_its_processes(command: list[str], tmp_path: Path) -> None:
    with building(command, tmp_path) as process:
        os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does in a terminal
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode not in (0, None)
        assert "Traceback" not in said, said
        assert wait_for(lambda: not alive(process.pid))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_a_build_that_is_killed_leaves_no_worker(number: signal.Signals, tmp_path: Path) -> None:
    with building(COMMANDS["figures"], tmp_path) as process:
        process.send_signal(number)
        process.communicate(timeout=PATIENCE)
        assert wait_for(lambda: not alive(process.pid))


def test_an_interrupted_command_says_what_is_kept(tmp_path: Path) -> None:
    with building(COMMANDS["figures"], tmp_path) as process:
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert said == "momentum: interrupted; what was finished is kept, and the next run goes on from there.\n"
