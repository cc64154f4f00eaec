"""The build of all figures and numbers: from an empty store, with nothing changed, and one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.table import Row

ONE_AT_A_TIME = """
from momentum.build import build
from momentum.store import store
for name in build.names():
    build.build([name])
"""


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
        cold = _seconds(everything, folder)
        warm = min(_seconds(everything, folder) for _ in range(3))
        apart = _seconds(["-c", ONE_AT_A_TIME], other)
    return [
        Row("all figures, from an empty store", cold, {"one at a time, a pool each": apart}, {}),
        Row("all figures, nothing changed (goal: 0.3 s)", warm, {"from an empty store": cold}, {}),
    ]
