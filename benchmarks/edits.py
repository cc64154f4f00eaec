"""From an edit to the page that shows it, under `mkdocs serve`, and the whole site when nothing is left to draw."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.request import urlopen

from benchmarks.table import Row

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = "src/momentum/chapters"
# What is edited, and in how many seconds the page is to be there again.
EDITS = {
    "a page": ("docs/ravine.md", 1.0),
    "one figure": (f"{CHAPTERS}/ravine/zigzag.py", 1.5),
    "scenery that figures share": (f"{CHAPTERS}/_valley.py", 3.0),
}
WARM = 1.0
ROUNDS = 5
LONGEST = 600.0
PATIENCE = 120.0
EPOCH = re.compile(r"livereload\((\d+)")


@contextmanager
def project() -> Iterator[Path]:
    """A copy of what the site is made of, so that edits do no harm; its figures are in the project's store."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("docs", "gen", "overrides", "src"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        shutil.copy(ROOT / "mkdocs.yml", folder)
        subprocess.run([sys.executable, "-m", "momentum", "figures", "--quiet"], env=_environment(folder), check=True)
        yield folder


def _environment(folder: Path) -> dict[str, str]:
    store = os.environ.get("MOMENTUM_CACHE") or str(ROOT / ".cache" / "figures")
    own = {"PYTHONPATH": str(folder / "src"), "MOMENTUM_CACHE": store, "NO_MKDOCS_2_WARNING": "1"}
    return {**os.environ, **own}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which MkDocs serves a project."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    # Not with --quiet: a build that would hear no complaint keeps no page.
    process = subprocess.Popen(command, cwd=folder, env=_environment(folder), stderr=subprocess.DEVNULL)
    try:
        address, begin = f"http://127.0.0.1:{port}/", time.monotonic()
        while True:
            try:
                _read(address)
                break
            except OSError:
                if process.poll() is not None or time.monotonic() - begin > PATIENCE:
                    raise
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def _read(address: str) -> str:
    with urlopen(address, timeout=LONGEST) as answer:
        text: str = answer.read().decode("utf-8")
    return text


def refreshed(address: str, page: str, path: Path, mark: str) -> float:
    """Seconds from an edit of `path` until MkDocs tells browsers to load the page again, and it is there."""
    match = EPOCH.search(_read(address + page))
    if match is None:
        raise RuntimeError(f"{page} does not wait for edits.")
    epoch = match[1]
    begin = time.perf_counter()
    with path.open("a", encoding="utf-8") as file:
        file.write(mark)
    while _read(f"{address}livereload/{epoch}/0") == epoch:
        pass
    _read(address + page)
    return time.perf_counter() - begin


def rows() -> list[Row]:
    """Seconds of a warm build, the best of several, and of every kind of edit, the middle of several."""
    numbers, found = count(1), []
    with project() as folder:
        target = str(folder / "site")
        taken = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", target]
            subprocess.run(command, cwd=folder, env=_environment(folder), check=True, stderr=subprocess.DEVNULL)
            taken.append(time.perf_counter() - begin)
        found.append(_row("the site, nothing changed", min(taken), WARM))
        with served(folder) as address:
            for what, (path, goal) in EDITS.items():
                # A page says something new, and so does a module: a comment would count for nothing.
                form = "\n\nEdited {} times.\n" if path.endswith(".md") else "\nEDITED = {}\n"
                taken = [
                    refreshed(address, "ravine/", folder / path, form.format(next(numbers))) for _ in range(ROUNDS)
                ]
                found.append(_row(f"edit to refresh: {what}", sorted(taken)[ROUNDS // 2], goal))
    return found


def _row(what: str, seconds: float, goal: float) -> Row:
    return Row(f"{what} (goal: {goal:g} s)", seconds, {"the goal": goal}, {"the goal": 1.0})
