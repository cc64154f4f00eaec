"""Who does the work: worker processes with one BLAS thread each, or a cluster's workers."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection

# Every library that NumPy may have been built with reads one of these, once, when it is first imported.
THREAD_SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
# Pictures of 10 MB come and go by the dozen. GNU's C library gives such memory back at once, and the system clears it
# before it gives it out again, which takes as long as to draw on it.
MEMORY_SETTINGS = {"MALLOC_MMAP_THRESHOLD_": str(2**25), "MALLOC_TRIM_THRESHOLD_": str(2**27)}
SETTINGS = dict.fromkeys(THREAD_SETTINGS, "1") | MEMORY_SETTINGS


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def heed() -> None:
    """How a worker begins: an interrupt is its parent's affair, and without its parent it ends at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # the libraries that are loaded are here to stay: the collector need not go through them again
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _kill(pool: ProcessPoolExecutor) -> None:
    """Ends the workers at once, whatever they are doing; all that waits for them is told that the pool is broken."""
    for worker in list((pool._processes or {}).values()):  # kill_workers() does the same, from Python 3.14 on
        with contextlib.suppress(OSError, ValueError):
            worker.kill()
    pool.shutdown()


@contextmanager
def processes(workers: int | None = None, *, preload: Sequence[str] = ()) -> Iterator[Executor]:
    """A pool of `workers` processes, by default one a core, each with one BLAS thread; none outlives this process.

    Two threads in each of two processes are slower than no pool at all. The limit has to be in the environment when a
    process starts, since it imports NumPy before anything of ours runs: hence fresh processes. Where there is a fork
    server, it loads the libraries of `preload` once, and each worker starts from there in milliseconds; modules of the
    project are read afresh in every pool. An exception inside the block, an interrupt too, ends the workers at once.

    Raises ValueError unless there is at least one worker.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers must be at least 1; got {workers}.")
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver" and preload:
        context.set_forkserver_preload(list(preload))
    before = {name: os.environ.get(name) for name in SETTINGS}
    os.environ.update(SETTINGS)
    pool = ProcessPoolExecutor(workers or cores(), mp_context=context, initializer=heed)
    try:
        yield pool
    except BaseException:
        _kill(pool)
        raise
    else:
        pool.shutdown()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def cluster(address: str, *, timeout: float = 10.0) -> Iterator[Executor]:
    """The workers of the dask.distributed scheduler at `address`, such as `tcp://10.0.0.5:8786`.

    The workers need this package. Raises ValueError when dask.distributed is missing or nobody answers in time.
    """
    scheme, separator, host = address.partition("://")
    if scheme not in ("tcp", "tls") or not separator or not host:
        raise ValueError(f"executor must be an address such as tcp://10.0.0.5:8786; got {address!r}.")
    try:
        from distributed import Client
    except ImportError as missing:
        raise ValueError(
            f"{address} needs dask.distributed; install the package with its extra [cluster]."
        ) from missing
    try:
        client = Client(address, timeout=timeout)
    except (OSError, ValueError) as unreachable:
        raise ValueError(f"No scheduler answers at {address} within {timeout:g} seconds.") from unreachable
    with client:
        if not client.scheduler_info()["workers"]:
            raise ValueError(f"The scheduler at {address} has no workers; start one with `dask worker {address}`.")
        yield client.get_executor(pure=False)
