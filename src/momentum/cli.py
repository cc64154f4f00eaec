"""The command line: `momentum figures` builds all figures, `render` writes one to a folder, `list` names them.

`descend` runs any method on any loss, and `experiment` the study.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from momentum.build import build, catalogue
from momentum.build.catalogue import CatalogueError
from momentum.build.fault import FigureError
from momentum.engine.descent import descend
from momentum.engine.losses import LOSSES
from momentum.engine.methods import METHODS
from momentum.store import store
from momentum.study import cli as experiment_cli

FORMATS = ("svg", "gif", "png")


def _telling(bars: list[Any], quiet: bool) -> build.Progress | None:
    """Shows how many figures are made, in a bar that it adds to `bars`; None without the library that draws it."""
    try:
        from tqdm import tqdm
    except ImportError:
        return None

    def show(done: int, of: int, name: str) -> None:
        if not bars:
            bars.append(tqdm(total=of, unit="figure", disable=quiet, file=sys.stderr))
        bars[0].set_postfix_str(name)
        bars[0].update(done - bars[0].n)

    return show


def _figures(arguments: argparse.Namespace) -> int:
    bars: list[Any] = []
    try:
        records = build.build(arguments.names or None, progress=_telling(bars, arguments.quiet))
    finally:
        for bar in bars:
            bar.close()
    figures = sum(record["kind"] == "figure" for record in records.values())
    print(f"In {store.root()} there are now: figures {figures}, sets of numbers {len(records) - figures}.")
    return 0


def _render(arguments: argparse.Namespace) -> int:
    if catalogue.items([arguments.name])[arguments.name].kind != "figure":
        raise LookupError(f"{arguments.name!r} is a set of numbers, not a figure.")
    target = Path(arguments.output)
    try:  # before the figure is made, so that a wrong folder costs no time
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"--output must be a folder; got {target} ({error.strerror}).") from None
    record = build.build([arguments.name])[arguments.name]
    wanted = [f"{arguments.name}.{kind}" for kind in arguments.format or FORMATS]
    for filename in wanted:
        if filename not in record["files"]:
            print(f"{filename} does not exist: the figure {arguments.name!r} is a still picture.", file=sys.stderr)
            continue
        (target / filename).write_bytes(store.file(record, filename))
        print(target / filename)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    print("\n".join(catalogue.names("figure")))
    return 0


def _descend(arguments: argparse.Namespace) -> int:
    loss, method = LOSSES[arguments.loss], METHODS[arguments.method]
    named = dict(arguments.set)
    start = arguments.start or loss.start
    try:
        run = descend(loss, method.make(**named), start, arguments.steps)
    except MemoryError:
        print("momentum: there is not memory enough for so many steps; ask for fewer.", file=sys.stderr)
        return 1
    settings = ", ".join(f"{name} = {value:g}" for name, value in (method.defaults | named).items())
    print(f"{method.label} on {loss.name}: {settings}\n\n{'step':>6}{'x':>14}{'y':>14}{'loss':>14}")
    for step in sorted({*range(6), *range(0, arguments.steps, max(1, arguments.steps // 10)), arguments.steps}):
        if step <= arguments.steps:
            x, y = run.theta[step]
            print(f"{step:>6}{x:>14.6g}{y:>14.6g}{run.loss[step]:>14.6g}")
    if run.diverged:
        print("\nThe run diverges; it holds its last finite place from there on.")
    return 0


def _assignment(text: str) -> tuple[str, float]:
    """`beta=0.9` as a name and a number."""
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a setting must be name=number; got {text!r}") from None


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    top = argparse.ArgumentParser(prog="momentum", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    figures = commands.add_parser("figures", help="build all figures and numbers, or those named")
    figures.add_argument("names", nargs="*", metavar="name")
    figures.add_argument("--quiet", action="store_true", help="show no progress bar")
    figures.set_defaults(run=_figures)
    render = commands.add_parser("render", help="write one figure as SVG, GIF and PNG")
    render.add_argument("name")
    render.add_argument("-o", "--output", default=".", metavar="DIR", help="the folder to write to (default: here)")
    render.add_argument("-f", "--format", action="append", choices=FORMATS, help="only this format; may be repeated")
    render.set_defaults(run=_render)
    listing = commands.add_parser("list", help="name all figures")
    listing.set_defaults(run=_list)
    run = commands.add_parser("descend", help="run a method on a loss and print the main steps")
    run.add_argument("loss", choices=LOSSES, help=", ".join(LOSSES), metavar="loss")
    run.add_argument("method", choices=METHODS, help=", ".join(METHODS), metavar="method")
    run.add_argument("--steps", type=int, default=60, help="how many steps to take (default: 60)")
    run.add_argument("--start", type=float, nargs=2, metavar=("X", "Y"), help="where to begin")
    run.add_argument(
        "--set", type=_assignment, action="append", default=[], metavar="NAME=NUMBER", help="a setting of the method"
    )
    run.set_defaults(run=_descend)
    experiment = commands.add_parser("experiment", help="measure momentum on a real network and print the tables")
    experiment_cli.add_arguments(experiment)
    experiment.set_defaults(run=experiment_cli.run)
    return top


def _written_out(argument: str) -> str:
    """-1e3 as -1000: argparse takes a negative number with an exponent for an option."""
    powers = re.fullmatch(r"-(\d+\.?\d*|\.\d+)e[+-]?\d{1,3}", argument, re.IGNORECASE)
    return format(Decimal(argument), "f") if powers else argument


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; a fault of the user's prints one sentence and returns 2, a figure that fails returns 1."""
    parsed = parser().parse_args([_written_out(one) for one in (sys.argv[1:] if arguments is None else arguments)])
    try:
        return int(parsed.run(parsed))
    except (LookupError, ValueError) as error:
        print(f"momentum: {error.args[0]}", file=sys.stderr)
        return 2
    except (FigureError, CatalogueError, store.StoreError, OSError) as error:
        print(f"momentum: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("momentum: interrupted; what was finished is kept, and the next run goes on from there.", file=sys.stderr)
        return 130
