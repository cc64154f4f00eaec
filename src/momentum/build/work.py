"""Hands the work to processes: what needs the study waits for it, and a process that dies is named by its piece."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from momentum.build.catalogue import Item
from momentum.build.fault import FigureError, make
from momentum.store.record import Figure, Numbers
from momentum.store.workers import cores, processes

Made = tuple[Figure | Numbers, dict[str, bytes], float]
Told = Callable[[int, int], None]
PRELOAD = ["numpy", "matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
           "matplotlib.font_manager", "imageio.v3", "PIL.ImageDraw", "contourpy"]  # fmt: skip


def timed(name: str, maker: str, module: str) -> Made:
    """What a worker does: the record, the files, and the seconds it took."""
    begin = time.perf_counter()
    record, files = make(name, maker, module)
    return record, files, time.perf_counter() - begin


def made(
    items: Sequence[Item], executor: Executor | None, progress: Told
) -> Generator[tuple[Item, Made | FigureError], None, None]:
    """Each item with what its worker made of it, in the order in which they are done.

    Where one of them needs the study and the store lacks it, that is made at the same time as all that does not need
    it; `progress(done, of)` tells how far it is. A process that dies takes the whole pool with it; what was left is
    then made one at a time, so that the one at fault can be named.
    """
    first, after = [item for item in items if not item.needs], [item for item in items if item.needs]
    if after and _studied():
        first, after = [*items], []
    lost: list[Item] = []
    pending: dict[Future[Any], Item | None] = {}
    # The thread ends only with the study, and the study with its processes: so these are the inner of the two.
    with ThreadPoolExecutor(1) as aside, _crew(executor, items) as workers:
        if after:
            pending[aside.submit(_prepare_study, workers, progress)] = None
        _send(workers, first, pending, lost)
        while pending:
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                if (item := pending.pop(future)) is None:
                    if not isinstance(future.exception(), FigureError):
                        future.result()
                    _send(workers, after, pending, lost)
                elif (result := _result(future, item)) is None:
                    lost.append(item)
                else:
                    yield item, result
    for item in sorted(lost, key=lambda item: bool(item.needs)):
        yield item, _alone(item, executor, progress)


def _alone(item: Item, executor: Executor | None, progress: Told) -> Made | FigureError:
    """The item made by a process of its own."""
    died = FigureError(f"{item.name}: the process that made it died; it was killed, or memory ran out.")
    with _crew(executor, [item]) as workers:
        try:
            if item.needs:
                _prepare_study(workers, progress)
            return _result(_submit(workers, item), item) or died
        except BrokenExecutor:
            return died
        except FigureError as error:
            return error


def _crew(executor: Executor | None, items: Sequence[Item]) -> AbstractContextManager[Executor]:
    """The executor or, without one, as many processes as there is work for; the study has some for all of them."""
    if executor is not None:
        return nullcontext(executor)
    jobs = cores() if any(item.needs for item in items) else len(items)
    return processes(max(1, min(jobs, cores())), preload=PRELOAD)


def _send(workers: Executor, items: Sequence[Item], pending: dict[Future[Any], Item | None], lost: list[Item]) -> None:
    """Hands out the work, longest first; what a broken pool does not take is lost."""
    for item in items:
        try:
            pending[_submit(workers, item)] = item
        except BrokenExecutor:
            lost.append(item)


def _studied() -> bool:
    from momentum.study import kept

    return kept.held()


def _prepare_study(workers: Executor, progress: Told) -> None:
    from momentum.study import kept

    try:
        if not kept.prepare(workers, progress):
            raise FigureError("The network study: its sources changed while it ran; build again.")
    except BrokenExecutor as error:
        raise FigureError("The network study: a process died; it was killed, or memory ran out.") from error


def _submit(workers: Executor, item: Item) -> Future[Made]:
    return workers.submit(timed, item.name, item.maker, item.module)


def _result(future: Future[Made], item: Item) -> Made | FigureError | None:
    """What a worker made, why it could not, or None where the worker is gone."""
    try:
        return future.result()
    except FigureError as error:
        return error
    except BrokenExecutor:
        return None
    except Exception as error:
        return FigureError(f"{item.name}: {type(error).__name__}: {error}")
