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

import psutil
import pytest

import warm
from built import ROOT
from ended import PATIENCE, alive, wait_for
from stores import store_with_imports

FIGURES = ["momentum", "figures", "--quiet"]
SITE = ["mkdocs", "build", "--strict", "--quiet"]


class Building(NamedTuple):
    """A build that runs, and the file that holds what it says."""

    process: warm.Forked | subprocess.Popen[bytes]
    errors: Path

    def ended(self) -> str:
        """What it has said, once it has ended."""
        self.process.wait(PATIENCE)
        return self.errors.read_text("utf-8")


def working(build: int) -> bool:
    """Whether one of a build's workers, which its fork server has begun, has had the processor for a while."""
    with contextlib.suppress(psutil.Error):
        workers = [worker for aside in psutil.Process(build).children() for worker in aside.children()]
        return any(worker.cpu_times().user > 0.3 for worker in workers)
    return False


@contextmanager
def building(command: list[str], folder: Path) -> Iterator[Building]:
    """A build from a store that has what modules import alone, in a group of its own, while its workers work."""
    command = ["-m", *command, *(["--site-dir", str(folder / "site")] if "mkdocs" in command else [])]
    store = store_with_imports(folder / "store")
    env = {**os.environ, "MOMENTUM_CACHE": str(store), "NO_MKDOCS_2_WARNING": "1"}
    with (folder / "errors").open("wb") as errors:
        process = warm.start(command, cwd=ROOT, env=env, output=errors, errors=errors, session=True)
    try:
        assert wait_for(lambda: working(process.pid), 120)
        yield Building(process, folder / "errors")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def interrupted(command: list[str], folder: Path) -> tuple[int | None, str]:
    """What a build returns and says that gets what Ctrl-C sends in a terminal; none of its processes is left."""
    with building(command, folder) as begun:
        os.killpg(begun.process.pid, signal.SIGINT)
        said = begun.ended()
        assert wait_for(lambda: not alive(begun.process.pid))
        return begun.process.returncode, said


def test_an_interrupted_command_ends_with_all_its_processes_and_says_what_is_kept(tmp_path: Path) -> None:
    code, said = interrupted(FIGURES, tmp_path)
    assert code == 130
    assert said == "momentum: interrupted; what was finished is kept, and the next run goes on from there.\n"


def test_an_interrupted_build_of_the_site_ends_with_all_its_processes(tmp_path: Path) -> None:
    code, said = interrupted(SITE, tmp_path)
    assert code not in (0, None)
    assert "Traceback" not in said, said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["term", "kill"])
def test_a_build_that_is_killed_leaves_no_worker(number: signal.Signals, tmp_path: Path) -> None:
    with building(FIGURES, tmp_path) as begun:
        begun.process.send_signal(number)
        begun.process.wait(PATIENCE)
        assert wait_for(lambda: not alive(begun.process.pid))
