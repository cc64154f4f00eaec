"""The build of all figures and numbers: the study, what is made after it, with nothing changed, and one at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time

from benchmarks.table import Row

ONE_AT_A_TIME = """
from momentum.build import build, catalogue
for name in catalogue.names():
    build.build([name])
"""
STUDIED = "does-it-work"  # the numbers of the page on the study, which need it and little else
STUDY, DRAWN, WARM = 20.0, 9.0, 0.3


def _seconds(command: list[str], folder: str) -> float:
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "MOMENTUM_CACHE": folder},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begin


def rows() -> list[Row]:
    """Seconds of whole builds, each in a process of its own."""
    everything = ["-m", "momentum", "figures", "--quiet"]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        study = _seconds([*everything, STUDIED], folder)
        shutil.copytree(folder, other, dirs_exist_ok=True)
        after = _seconds(everything, folder)
        warm = min(_seconds(everything, folder) for _ in range(3))
        apart = _seconds(["-c", ONE_AT_A_TIME], other)
    return [
        _row("the study, from an empty store", study, STUDY),
        _row("all figures and numbers after it", after, DRAWN, {"one at a time, a pool each": apart}),
        _row("all figures and numbers, nothing changed", warm, WARM, {"what has to be made": after}),
    ]


def _row(what: str, seconds: float, goal: float, peers: dict[str, float | None] | None = None) -> Row:
    return Row(f"{what} (goal: {goal:g} s)", seconds, {"the goal": goal, **(peers or {})}, {"the goal": 1.0})
