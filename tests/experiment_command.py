"""`momentum experiment` run in a test's own process, and a study small enough for it."""

import argparse
import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout

from momentum.study import cli as experiment_cli
from small_study import shortened

SMALL = ["--seeds", "0,1", "--betas", "0,0.9", "--rates", "0.5,1", "--epochs", "1", "--batch-sizes", "64,905",
         "--target", "1", "--workers", "1"]  # fmt: skip


def run(*arguments):
    """What the command returns, on the full batch of a shorter way."""
    parser = argparse.ArgumentParser(prog="momentum experiment")
    experiment_cli.add_arguments(parser)
    with shortened():
        return experiment_cli.run(parser.parse_args(arguments))


def finished(folder):
    """What the command prints of a small study that it writes to a folder."""
    with redirect_stdout(io.StringIO()) as printed:
        assert run(*SMALL, "--output", str(folder)) == 0
    return printed.getvalue()


@contextmanager
def thread(_):
    """A crew that is one thread of this process, in place of `processes`."""
    with ThreadPoolExecutor(1) as executor:
        yield executor
