"""Timing side by side, and the table of ratios that it gives."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec

Timed = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One thing that was timed: seconds of ours, seconds of each peer (None if it is not installed), and the goals.

    A goal is the least ratio of a peer's time to ours; below 1 it says how much longer than the peer we may take.
    With `size`, the numbers are bytes.
    """

    what: str
    ours: float
    peers: dict[str, float | None]
    goals: dict[str, float]
    size: bool = False


def race(what: str, ours: Timed, peers: dict[str, Timed | None], goals: dict[str, float], rounds: int = 7) -> Row:
    """Time all of them in turn, several rounds, after one round to warm up; the best time of each counts."""
    runners = {"": ours} | {name: peer for name, peer in peers.items() if peer is not None}
    best = dict.fromkeys(runners, float("inf"))
    for number in range(rounds + 1):
        for name, runner in runners.items():
            begin = time.perf_counter()
            runner()
            taken = time.perf_counter() - begin
            if number > 0:
                best[name] = min(best[name], taken)
    return Row(what, best[""], {name: best.get(name) for name in peers}, goals)


def installed(name: str) -> bool:
    """Whether a peer can be imported."""
    return find_spec(name) is not None


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table, a line for every peer."""
    lines = ["| what | ours | against | theirs / ours | goal |", "| --- | ---: | --- | ---: | ---: |"]
    for row in rows:
        for name, seconds in row.peers.items():
            if seconds is not None:
                goal = f"{row.goals[name]:.2g}" if name in row.goals else ""
                lines.append(f"| {row.what} | {_amount(row)} | {name} | {seconds / row.ours:.2f} | {goal} |")
    return "\n".join(lines)


def absent(rows: Iterable[Row]) -> list[str]:
    """The peers that could not be timed, each once."""
    return sorted({name for row in rows for name, seconds in row.peers.items() if seconds is None})


def _amount(row: Row) -> str:
    return f"{row.ours / 1e3:.3g} kB" if row.size else f"{row.ours * 1e3:.3g} ms"
