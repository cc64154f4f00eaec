"""A build that is stopped ends at once, says so in a sentence, and leaves no process behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

import warm
from built import ROOT
from ended import PATIENCE, alive, wait_for

COMMANDS = {
    "figures": ["momentum", "figures", "--quiet"],
    "site": ["mkdocs", "build", "--strict", "--quiet"],
}


class Building(NamedTuple):
    """A build that runs, and the file that holds what it says."""

    process: warm.Forked | subprocess.Popen[bytes]
    errors: Path

    def ended(self) -> str:
        """What it has said, once it has ended."""
        self.process.wait(PATIENCE)
        return self.errors.read_text("utf-8")


@contextmanager
def building(command: list[str], folder: Path) -> Iterator[Building]:
    """A build from an empty store, in a group of its own, stopped in the middle of its work."""
    command = ["-m", *command, *(["--site-dir", str(folder / "site")] if "mkdocs" in command else [])]
    env = {**os.environ, "MOMENTUM_CACHE": str(folder / "store"), "NO_MKDOCS_2_WARNING": "1"}
    with (folder / "errors").open("wb") as errors:
        process = warm.start(command, cwd=ROOT, env=env, output=errors, errors=errors, session=True)
    try:
        # The first face that a worker has cut shows that the workers work.
        store = folder / "store"
        assert wait_for(lambda: store.is_dir() and any(not name.startswith(".") for name in os.listdir(store)), 120)
        yield Building(process, folder / "errors")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_an_interrupt_ends_a_build_and_all_its_processes(command: list[str], tmp_path: Path) -> None:
    with building(command, tmp_path) as begun:
        os.killpg(begun.process.pid, signal.SIGINT)  # what Ctrl-C does in a terminal
        said = begun.ended()
        assert begun.process.returncode not in (0, None)
        assert "Traceback" not in said, said
        assert wait_for(lambda: not alive(begun.process.pid))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_a_build_that_is_killed_leaves_no_worker(number: signal.Signals, tmp_path: Path) -> None:
    with building(COMMANDS["figures"], tmp_path) as begun:
        begun.process.send_signal(number)
        begun.process.wait(PATIENCE)
        assert wait_for(lambda: not alive(begun.process.pid))


def test_an_interrupted_command_says_what_is_kept(tmp_path: Path) -> None:
    with building(COMMANDS["figures"], tmp_path) as begun:
        os.killpg(begun.process.pid, signal.SIGINT)
        said = begun.ended()
        assert begun.process.returncode == 130
        assert said == "momentum: interrupted; what was finished is kept, and the next run goes on from there.\n"
