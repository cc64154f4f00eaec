"""Builds what is missing in the store, in parallel: every figure and every set of numbers, each from its own file."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from momentum.build.make import FigureError, render
from momentum.store import store
from momentum.store.workers import THREAD_SETTINGS, cores

Progress = Callable[[int, int, str], None]
Made = tuple[dict[str, Any], dict[str, bytes]]
PRELOAD = ["numpy", "matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
           "matplotlib.font_manager", "imageio.v3", "PIL.ImageDraw", "fontTools.ttLib", "contourpy"]  # fmt: skip
_LONG = ("study_landscape", "turned_valley", "six_methods")


def names(kind: str | None = None) -> list[str]:
    """The page names of all figures and sets of numbers, or of one kind ("figures" or "numbers")."""
    return [name for name, path in store.sources().items() if kind in (None, _kind(path))]


def _kind(path: Path) -> str:
    return "numbers" if path.name == store.NUMBERS else "figures"


def pool(jobs: int) -> ProcessPoolExecutor:
    """A pool of up to `jobs` processes, no more than the machine has cores, each with one thread for linear algebra.

    Where there is a fork server, it loads the libraries once and each worker starts from there in milliseconds; the
    project's own modules are read afresh in every pool.
    """
    for variable in THREAD_SETTINGS:
        os.environ.setdefault(variable, "1")
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOAD)
    return ProcessPoolExecutor(max(1, min(jobs, cores())), mp_context=context)


def build(
    chosen: list[str] | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> dict[str, dict[str, Any]]:
    """Page name -> record, of all figures and claims or of those `chosen`; what the store lacks is made.

    `executor` may be any `concurrent.futures.Executor`, also one whose workers run on other machines: the results
    come back as bytes and are stored here. `progress(done, of, name)` is called at the start of the work and
    after each piece. Raises FigureError for a piece that fails, after the others have been stored; LookupError for an
    unknown name.
    """
    files = store.sources()
    for name in chosen or []:
        if name not in files:
            raise store.unknown(name)
    keys = store.keys(chosen)
    records = {name: record for name, key in keys.items() if (record := store.read(key)) is not None}
    missing = sorted((name for name in keys if name not in records), key=lambda name: _order(files[name]))
    if missing:
        from momentum.study import kept as measured

        store.prepare()
        tell, lock, done = progress or (lambda done, of, name: None), Lock(), 0
        tell(0, len(missing), "")
        failures: list[FigureError] = []

        def measuring(part: int, of: int) -> None:
            with lock:
                tell(done, len(missing), f"study {part}/{of}")

        for name, made in _made({name: files[name] for name in missing}, executor, measuring):
            if isinstance(made, FigureError):
                failures.append(made)
            else:
                store.write(keys[name], *made)
                records[name] = store.read(keys[name]) or {**made[0], "key": keys[name]}
            with lock:
                done += 1
                tell(done, len(missing), name)
        store.prune(keep=frozenset([measured.key()]))
        if failures:
            raise min(failures, key=str)
    return {name: records[name] for name in keys}


def _order(path: Path) -> tuple[bool, bool, str]:
    """What takes longest first: sets of numbers, then the plane through the network."""
    return path.name != store.NUMBERS, path.stem not in _LONG, path.stem


def _made(
    files: dict[str, Path], executor: Executor | None, progress: Callable[[int, int], None]
) -> Iterator[tuple[str, Made | FigureError]]:
    """Each name with what its worker made of it, in the order in which they are done.

    Where one of them needs the shared measurements, these are made at the same time as all that does not need them;
    `progress(done, of)` tells how far they are.

    A process that dies takes the whole pool with it; what was left is then made one at a time, so that the one at
    fault can be named.
    """
    from momentum.study import kept as measured

    after = {name: path for name, path in files.items() if measured.needed(path)}
    first = {name: path for name, path in files.items() if name not in after}
    lost: list[str] = []
    pending: dict[Future[Any], str] = {}
    with _crew(executor, len(files)) as workers, ThreadPoolExecutor(1) as aside:
        study = aside.submit(measured.prepare, workers, progress) if after else None
        if study is not None:
            pending[study] = "study"
        _send(workers, first, pending, lost)
        while pending:
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                name = pending.pop(future)
                if future is study:
                    if future.exception() is not None and not isinstance(future.exception(), BrokenExecutor):
                        future.result()
                    _send(workers, after, pending, lost)
                elif (made := _result(future, name)) is None:
                    lost.append(name)
                else:
                    yield name, made
    for name in sorted(lost, key=lambda name: name in after):
        with _crew(executor, 1) as workers:
            try:
                if name in after:
                    _prepare_study(workers, progress)
                made = _result(_submit(workers, name, files[name]), name)
            except BrokenExecutor:
                made = None
        yield name, made or FigureError(f"{name}: the process that made it died; it was killed, or memory ran out.")


def _crew(executor: Executor | None, jobs: int) -> AbstractContextManager[Executor]:
    return nullcontext(executor) if executor is not None else pool(jobs)


def _send(workers: Executor, files: dict[str, Path], pending: dict[Future[Any], str], lost: list[str]) -> None:
    """Hands out the work, longest first; what a broken pool does not take is lost."""
    for name, path in files.items():
        try:
            pending[_submit(workers, name, path)] = name
        except BrokenExecutor:
            lost.append(name)


def _prepare_study(workers: Executor, progress: Callable[[int, int], None]) -> None:
    from momentum.study import kept as measured

    try:
        measured.prepare(workers, progress)
    except BrokenExecutor as error:
        raise FigureError("The network study: a process died; it was killed, or memory ran out.") from error


def _submit(workers: Executor, name: str, path: Path) -> Future[Made]:
    return workers.submit(render, name, _kind(path), f"momentum.chapters.{path.parent.name}.{path.stem}")


def _result(future: Future[Made], name: str) -> Made | FigureError | None:
    """What a worker made, why it could not, or None where the worker is gone."""
    try:
        return future.result()
    except FigureError as error:
        return error
    except BrokenExecutor:
        return None
    except Exception as error:
        return FigureError(f"{name}: {type(error).__name__}: {error}")
