"""Measurements that take seconds and that several figures share: made once, kept in the store, read by all."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import Executor
from functools import cache
from pathlib import Path

from momentum.store import store
from momentum.study.results import Study
from momentum.study.run import Progress
from momentum.study.run import study as run_study

FILE = "study.json"
_ASIDE = ("kept.py", "cli.py", "tables.py")
_USES = re.compile(rb"^from momentum\..*\b(study\.kept|_curves)\b", re.MULTILINE)


def key() -> str:
    """The content key of the study: every module of the engine, the data, and NumPy's version."""
    digest = hashlib.sha256(store.version("numpy").encode())
    for path in sorted([*store.PACKAGE.glob("engine/*.py"), *store.PACKAGE.glob("study/**/*")]):
        if path.name not in _ASIDE and path.is_file():
            digest.update(path.name.encode() + b"\0" + store.file_digest(path))
    return digest.hexdigest()[:32]


def needed(path: Path) -> bool:
    """Whether a figure's or claims module's source asks for the study."""
    return bool(_USES.search(path.read_bytes()))


def prepare(executor: Executor, progress: Progress | None = None) -> None:
    """Runs the study on `executor` unless the store holds it; `progress(done, of)` after each piece."""
    if store.read(key()) is None:
        text = run_study(executor, progress).to_json()
        store.write(key(), {"name": "study", "kind": "data"}, {FILE: text.encode()})


@cache
def study() -> Study:
    """The network study with its own settings, from the store, or run here where the store lacks it."""
    record = store.read(key())
    if record is None:
        return run_study()
    return Study.from_json((store.root() / key() / FILE).read_text("utf-8"))
