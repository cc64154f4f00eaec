"""The study as the store keeps it: made once for one state of its sources, read by every figure that shows it."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import cache

from momentum.store import keys, store
from momentum.study import run
from momentum.study.findings import Study
from momentum.study.relay import Progress

FILE = "study.json"


def key() -> str:
    """The key of the study: all that its run reads, the digits, and NumPy's version."""
    return keys.key(run.__name__, salt="study")


def held() -> bool:
    """Whether the store holds it."""
    return store.read(key()) is not None


def prepare(executor: Executor, progress: Progress | None = None) -> bool:
    """Runs the study on `executor` unless the store holds it; `progress(done, of)` after each piece.

    Whether the store holds it now: not where its sources changed while it ran.
    """
    begun = key()
    made = store.kept(
        begun, "study", lambda: {FILE: run.study(executor, progress).to_json().encode()}, lambda: key() == begun
    )
    return made["key"] == begun


@cache
def study() -> Study:
    """The network study with its own settings, from the store, or run here where the store lacks it."""
    record = store.read(key())
    return run.study() if record is None else Study.from_json(store.file(record, FILE).decode())
