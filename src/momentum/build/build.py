"""Builds what is missing in the store, in parallel: every figure and every set of numbers, each from its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from threading import Lock

from momentum.build import catalogue, times
from momentum.build.fault import FigureError
from momentum.build.work import made
from momentum.store import store
from momentum.store.record import Lookup, Record

Progress = Callable[[int, int, str], None]


def build(
    chosen: list[str] | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    drafts: bool = False,
) -> dict[str, Record]:
    """Page name -> record, of all figures and sets of numbers or of those `chosen`; what the store lacks is made.

    `executor` may be any `concurrent.futures.Executor`, also one whose workers run on other machines: the results
    come back as bytes and are stored here. `progress(done, of, name)` is called at the start of the work and
    after each piece. With `drafts`, figures that the store lacks are made without PNG and GIF, which take most of the
    time; such drafts have keys of their own. Raises FigureError for a piece that fails, after the others have been
    stored; LookupError for an unknown name.
    """
    items = catalogue.items(chosen)
    records = _kept(items)
    if drafts:
        items |= {name: catalogue.draft(items[name]) for name in lacking(items, records)}
        records |= _kept({name: item for name, item in items.items() if item.draft})
    missing = times.longest_first([item for name, item in items.items() if name not in records])
    if missing:
        store.prepare()
        tell, lock, done = progress or (lambda done, of, name: None), Lock(), 0
        tell(0, len(missing), "")
        failures: list[FigureError] = []

        def measuring(part: int, of: int) -> None:
            with lock:
                tell(done, len(missing), f"study {part}/{of}")

        taken: dict[str, float] = {}
        with closing(made(missing, executor, measuring)) as results:
            for item, result in results:
                if isinstance(result, FigureError):
                    failures.append(result)
                else:
                    made_of, files, seconds = result
                    key = item.key if catalogue.current(item) else store.passing(item.key)
                    records[item.name] = store.write(key, made_of, files)
                    taken |= {} if item.draft else {item.name: seconds}
                with lock:
                    done += 1
                    tell(done, len(missing), item.name)
        times.note(taken)
        store.prune()
        if failures:
            raise min(failures, key=str)
    return {name: records[name] for name in items}


def _kept(items: Mapping[str, catalogue.Item]) -> dict[str, Record]:
    return {name: found for name, item in items.items() if (found := store.read(item.key)) is not None}


def lacking(items: Mapping[str, catalogue.Item], records: Mapping[str, Record]) -> list[str]:
    """The figures of which there is no record."""
    return [name for name, item in items.items() if item.kind == "figure" and name not in records]


def drafted() -> list[str]:
    """The figures that the store does not have whole."""
    items = catalogue.items()
    return lacking(items, _kept(items))


def among(records: Mapping[str, Record]) -> Lookup:
    """What finds a record among these, and says of a name that is not there which names are near."""
    return lambda name: records[name] if name in records else find(name)


def find(name: str) -> Record:
    """The record of a built figure or set of numbers; LookupError says which names are near, or that it isn't built."""
    record = store.read(catalogue.items([name])[name].key)
    if record is None:
        raise LookupError(f"{name!r} has not been built yet: run `python -m momentum figures`.")
    return record
