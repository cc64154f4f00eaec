"""Who runs next: parts of a study whose later tasks wait for the results of their earlier ones, on one crew of workers.

A part is a generator that yields lists of tasks, is sent their results in the same order, and returns what it has
made of them. All parts run at once, so that no worker waits while any part has work.
"""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from typing import Any

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Part:
    """A part, and how many tasks it will have yielded at its end."""

    tasks: int
    steps: Generator[Sequence[Any], list[Any], Any]


class _Memory:
    """Remembers nothing; `Ledger` remembers."""

    def get(self, task: Any) -> Any:
        return None

    def put(self, task: Any, result: Any) -> None:
        pass


def relay(
    parts: Sequence[Part],
    workers: Executor,
    perform: Callable[[Any], Any],
    *,
    progress: Progress | None = None,
    memory: Any = None,
) -> list[Any]:
    """What each part returns, in their order; `progress(done, of)` is told after every task.

    `memory` is asked for the result of a task before a worker is, and told every new one, also of those that have ended
    by the time of a failure or an interrupt. When a task fails, those that have not begun are called off.
    """
    memory = _Memory() if memory is None else memory
    report = progress or (lambda done, of: None)
    made: dict[int, Any] = {}
    open_: dict[int, list[Any]] = {}
    pending: dict[Future[Any], tuple[int, int, Any]] = {}
    done, total = 0, sum(part.tasks for part in parts)

    def proceed(number: int, results: list[Any] | None) -> None:
        nonlocal done
        try:
            steps = parts[number].steps
            tasks = next(steps) if results is None else steps.send(results)
        except StopIteration as end:
            made[number] = end.value
            return
        open_[number] = [memory.get(task) for task in tasks]
        for place, task in enumerate(tasks):
            if open_[number][place] is None:
                pending[workers.submit(perform, task)] = number, place, task
            else:
                done += 1
                report(done, total)
        settle(number)

    def settle(number: int) -> None:
        if all(result is not None for result in open_[number]):
            proceed(number, open_.pop(number))

    try:
        for number in range(len(parts)):
            proceed(number, None)
        while pending:
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                number, place, task = pending.pop(future)
                open_[number][place] = future.result()
                memory.put(task, open_[number][place])
                done += 1
                report(done, total)
                settle(number)
    except BaseException as problem:
        for future, (*_, task) in pending.items():
            # Whoever interrupts ends the workers, and a broken pool has: it trips over a task that was called off.
            if not isinstance(problem, KeyboardInterrupt | BrokenExecutor) and future.cancel():
                continue
            if future.done() and not future.cancelled() and future.exception() is None:
                memory.put(task, future.result())
        raise
    return [made[number] for number in range(len(parts))]
