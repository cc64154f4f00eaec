"""`momentum experiment`: run the network study with settings of one's own, print its tables, keep its numbers."""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from momentum.store import store
from momentum.store.workers import cluster, processes
from momentum.study import kept
from momentum.study.findings import Study
from momentum.study.ledger import Ledger
from momentum.study.plan import BETAS, RATES, SEEDS, TARGET, batch_sizes, check
from momentum.study.relay import Progress
from momentum.study.run import study
from momentum.study.tables import curves_csv, races_csv, searches_csv, tables_csv, text

UNFINISHED = "unfinished.jsonl"
MOST = 10_000  # seeds or batch sizes; so many already take hours
FILES = {
    "study.json": Study.to_json,
    "tables.csv": tables_csv,
    "curves.csv": curves_csv,
    "searches.csv": searches_csv,
    "races.csv": races_csv,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the subcommand."""
    parser.description = (
        "Learning rates are those of the moving average, v <- beta v + (1 - beta) g; PyTorch's lr is 1 - beta times as "
        "large. Every comparison is printed with the rate in both forms."
    )
    add = parser.add_argument
    add("--seeds", type=whole_numbers, default=SEEDS, metavar="0-9", help="seeds to report, as 0-9 or 3,7,11")
    add("--betas", type=numbers, default=BETAS, metavar="0,0.9", help="momentum coefficients, 0 among them")
    add("--rates", type=numbers, default=RATES, metavar="0.5,1,2", help="learning rates to choose from (see above)")
    add("--epochs", type=int, default=10, metavar="10", help="passes through the images on minibatches (default: 10)")
    add("--batch-size", type=int, default=32, metavar="32", help="images in a minibatch (default: 32)")
    sizes = ", ".join(map(str, batch_sizes()))
    add("--batch-sizes", type=whole_numbers, default=batch_sizes(), metavar="8,905", help=f"to race at ({sizes})")
    add("--target", type=float, default=TARGET, metavar="0.1", help="the training loss to race to (default: 0.1)")
    add("--workers", type=int, metavar="2", help="processes on this machine (default: one a core)")
    add("--executor", metavar="tcp://...", help="a dask.distributed scheduler to run on instead (extra [cluster])")
    add("--output", type=Path, metavar="DIR", help=f"write {', '.join(FILES)} here")


def run(args: argparse.Namespace) -> int:
    """Run the study; 0 when it is done, 2 with a sentence on standard error when the settings make none.

    1 with a sentence when a worker or the scheduler is gone, 130 after an interrupt; what was finished by then is kept,
    and the same command goes on from there.
    """
    settings = (args.seeds, args.betas, args.rates, args.epochs, args.batch_size, args.batch_sizes, args.target)
    try:
        check(*settings)
        crew = _crew(args)
        ledger = Ledger(_prepared(args.output) / UNFINISHED, kept.key())
    except ValueError as problem:
        return _say(str(problem), 2)
    if len(ledger):
        print(f"Going on from {ledger.path}, where {len(ledger)} tasks are finished.", file=sys.stderr)
    names = ("seeds", "betas", "rates", "epochs", "batch_size", "sizes", "target")
    try:
        with _bar() as progress, crew as executor:
            found = study(executor, progress, memory=ledger, **dict(zip(names, settings, strict=True)))
    except ValueError as problem:
        return _say(str(problem), 2)
    except KeyboardInterrupt:
        return _say(f"Interrupted. {_left(ledger)}", 130)
    except (BrokenExecutor, CancelledError, OSError) as problem:
        lost = "A worker process died: it was killed, or memory ran out."
        if args.executor is not None:
            lost = f"The scheduler at {args.executor} is gone."
        elif isinstance(problem, OSError):
            lost = f"{problem}."
        return _say(f"{lost} {_left(ledger)}", 1)
    print(text(found), end="")
    if args.output is not None:
        try:
            for name, content in FILES.items():
                (args.output / name).write_text(content(found), encoding="utf-8")
        except OSError as problem:
            return _say(f"The results can't be written to {args.output} ({problem.strerror}). {_left(ledger)}", 1)
        print(f"\nWritten to {args.output}: {', '.join(FILES)}.")
    ledger.forget()  # only now is nothing lost with it
    return 0


def whole_numbers(given: str) -> tuple[int, ...]:
    """`0-9` or `3,7,11` or both, as whole numbers."""
    found: list[int] = []
    with contextlib.suppress(ValueError):
        for part in given.split(","):
            first, dash, last = part.partition("-")
            begin, end = int(first), int(last if dash else first) + 1
            if len(found) + end - begin > MOST:
                raise argparse.ArgumentTypeError(f"must be at most {MOST:,} numbers; got {given!r}.")
            found += range(begin, end)
    if found:
        return tuple(found)
    raise argparse.ArgumentTypeError(f"must be whole numbers as 0-9 or 3,7,11; got {given!r}.")


def numbers(given: str) -> tuple[float, ...]:
    """`0,0.5,0.9`, as numbers."""
    try:
        return tuple(float(part) for part in given.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be numbers with commas between them; got {given!r}.") from None


def _say(problem: str, code: int) -> int:
    print(f"momentum experiment: {problem}", file=sys.stderr)
    return code


def _left(ledger: Ledger) -> str:
    if not len(ledger):
        return "No task was finished."
    return f"{len(ledger)} finished tasks are kept in {ledger.path}; the same command goes on from there."


def _prepared(folder: Path | None) -> Path:
    """The folder for the results, made and tried before the work, so that a wrong one costs no time."""
    chosen = where = store.root() / "experiment" if folder is None else folder
    try:
        chosen.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=chosen):
            pass
        for where in (chosen / name for name in (*FILES, UNFINISHED)):
            if where.exists():
                where.open("a").close()
    except OSError as problem:
        what = "--output" if folder is not None else "the store (MOMENTUM_CACHE)"
        raise ValueError(f"{what} must be a folder that can be written; got {where} ({problem.strerror}).") from None
    return chosen


def _crew(args: argparse.Namespace) -> AbstractContextManager[Executor]:
    if args.executor is not None and args.workers is not None:
        raise ValueError("--workers and --executor exclude each other; got both.")
    return processes(args.workers) if args.executor is None else cluster(args.executor)


@contextlib.contextmanager
def _bar() -> Iterator[Progress | None]:
    """Shows how many tasks are done, where somebody watches and the library that draws bars is installed."""
    try:
        from tqdm import tqdm
    except ImportError:
        yield None
        return
    bar: Any = tqdm(unit="task", file=sys.stderr, disable=None, leave=False)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    with bar:
        yield show
