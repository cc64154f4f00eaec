"""`momentum experiment`: run the network study with settings of one's own, print its tables, keep its numbers."""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path

from momentum.store.workers import cluster, processes
from momentum.study.plan import BETAS, SEEDS, check
from momentum.study.run import Progress, study
from momentum.study.tables import curves_csv, sweeps_csv, tables_csv, text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the subcommand."""
    add = parser.add_argument
    add("--seeds", type=seeds, default=SEEDS, metavar="0-9", help="seeds to report, as 0-9 or 3,7,11 (default: 0-9)")
    add("--betas", type=numbers, default=BETAS, metavar="0,0.9", help="momentum coefficients, 0 among them")
    add("--rates", type=numbers, metavar="0.1,0.2", help="learning rates to choose from (default: a grid per regime)")
    add("--epochs", type=int, default=10, metavar="10", help="passes through the images on minibatches (default: 10)")
    add("--batch-size", type=int, default=32, metavar="32", help="images in a minibatch (default: 32)")
    add("--workers", type=int, metavar="2", help="processes on this machine (default: one a core)")
    add("--executor", metavar="tcp://...", help="a dask.distributed scheduler to run on instead (extra [cluster])")
    add("--output", type=Path, metavar="DIR", help="write study.json, tables.csv, curves.csv and sweeps.csv here")


def run(args: argparse.Namespace) -> int:
    """Run the study; 0 when it is done, 2 with a sentence on standard error when the settings make none."""
    settings = {
        "seeds": args.seeds,
        "betas": args.betas,
        "rates": args.rates,
        "epochs": args.epochs,
        "batch_size": args.batch_size,
    }
    try:
        check(**settings)
        if args.output is not None:
            _prepare(args.output)
        with _crew(args) as executor:
            found = study(executor, _bar(sys.stderr.write) if sys.stderr.isatty() else None, **settings)
        print(text(found), end="")
        if args.output is not None:
            written = {
                "study.json": found.to_json(),
                "tables.csv": tables_csv(found),
                "curves.csv": curves_csv(found),
                "sweeps.csv": sweeps_csv(found),
            }
            for name, content in written.items():
                (args.output / name).write_text(content, encoding="utf-8")
            print(f"\nWritten to {args.output}: {', '.join(written)}.")
    except ValueError as problem:
        print(f"momentum experiment: {problem}", file=sys.stderr)
        return 2
    return 0


def seeds(given: str) -> tuple[int, ...]:
    """`0-9` or `3,7,11` or both, as whole numbers."""
    try:
        found: list[int] = []
        for part in given.split(","):
            first, dash, last = part.partition("-")
            found += range(int(first), int(last) + 1) if dash else [int(first)]
        if found:
            return tuple(found)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"must be whole numbers as 0-9 or 3,7,11; got {given!r}.")


def numbers(given: str) -> tuple[float, ...]:
    """`0,0.5,0.9`, as numbers."""
    try:
        return tuple(float(part) for part in given.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be numbers with commas between them; got {given!r}.") from None


def _prepare(folder: Path) -> None:
    """Make the folder before the work, so that a wrong one costs no time."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ValueError(f"--output must be a folder that can be written; got {folder} ({problem.strerror}).") from None


def _crew(args: argparse.Namespace) -> AbstractContextManager[Executor]:
    if args.executor is not None and args.workers is not None:
        raise ValueError("--workers and --executor exclude each other; got both.")
    return processes(args.workers) if args.executor is None else cluster(args.executor)


def _bar(write: Callable[[str], object], width: int = 30) -> Progress:
    """A bar that redraws itself on one line, and clears it at the end."""

    def show(done: int, total: int) -> None:
        full = width * done // total
        line = f"\r{'█' * full}{'░' * (width - full)} {done} of {total} tasks"
        write(line if done < total else "\r" + " " * (len(line) + 4) + "\r")

    return show
