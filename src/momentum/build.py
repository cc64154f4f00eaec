"""Builds what is missing in the store, in parallel: every figure and every set of numbers, each from its own file."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import nullcontext
from typing import Any

from momentum.rendering import store
from momentum.rendering.render import FigureError, render

Progress = Callable[[int, int, str], None]
PRELOAD = ["numpy", "matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
           "matplotlib.font_manager", "imageio.v3", "PIL.ImageDraw", "fontTools.ttLib", "contourpy"]  # fmt: skip
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def names(kind: str | None = None) -> list[str]:
    """The page names of all figures and claims, or of one kind ("figures" or "claims")."""
    return [name for name, path in store.sources().items() if kind in (None, path.parent.name)]


def pool(jobs: int) -> ProcessPoolExecutor:
    """A pool of up to `jobs` processes, no more than the machine has cores, each with one thread for linear algebra.

    Where there is a fork server, it loads the libraries once and each worker starts from there in milliseconds; the
    project's own modules are read afresh in every pool.
    """
    for variable in _ONE_THREAD:
        os.environ.setdefault(variable, "1")
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOAD)
    return ProcessPoolExecutor(max(1, min(jobs, os.cpu_count() or 1)), mp_context=context)


def build(
    chosen: list[str] | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> dict[str, dict[str, Any]]:
    """Page name -> record, of all figures and claims or of those `chosen`; what the store lacks is made.

    `executor` may be any `concurrent.futures.Executor`, also one whose workers run on other machines: the results
    come back as bytes and are stored here. `progress(done, of, name)` is called after each piece of work. Raises
    FigureError for the first piece that fails, after the others have been stored; LookupError for an unknown name.
    """
    files = store.sources()
    for name in chosen or []:
        if name not in files:
            raise store._unknown(name)
    keys = store.keys(chosen)
    records = {name: record for name, key in keys.items() if (record := store.read(key)) is not None}
    missing = [name for name in keys if name not in records]
    if missing:
        from momentum import measured

        failures: list[BaseException] = []
        with nullcontext(executor) if executor is not None else pool(len(missing)) as workers:
            if any(measured.needed(files[name]) for name in missing):
                measured.prepare(
                    workers, progress and (lambda done, of: progress(0, len(missing), f"study {done}/{of}"))
                )
            futures = {}
            for name in missing:
                path = files[name]
                kind = path.parent.name
                futures[workers.submit(render, name, kind, f"momentum.{kind}.{path.stem}")] = name
            for done, future in enumerate(as_completed(futures), 1):
                name = futures[future]
                try:
                    record, content = future.result()
                except FigureError as error:
                    failures.append(error)
                else:
                    store.write(keys[name], record, content)
                    records[name] = store.read(keys[name]) or record
                if progress is not None:
                    progress(done, len(missing), name)
        store.prune(keep=frozenset([measured.key()]))
        if failures:
            raise failures[0]
    return {name: records[name] for name in keys}
