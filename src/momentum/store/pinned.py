"""The files of the package as they were when this process began to import it, and whether they are so still.

What a process makes is made by the modules that it has imported, and kept under a key of the files that are there when
it asks. Where a file was saved in between, the two are not of one state, and what was made is not to be found again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
Listing = tuple[tuple[str, int, int], ...]


def listing(folder: Path = PACKAGE) -> Listing:
    """Every file below a folder, with its size and time stamp; what vanishes meanwhile is left out."""
    return tuple(_below(str(folder)))


def _below(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if _is_own(entry.name)), key=lambda entry: entry.name)
    for entry in found:
        with suppress(FileNotFoundError):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _below(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns


def files(paths: Iterable[Path]) -> list[Path]:
    """Those of the paths that are files of the project, in order.

    What an editor keeps beside a file has a name that begins with a dot or ends with a tilde; its lock may be a link to
    nowhere.
    """
    return sorted(path for path in paths if _is_own(path.name) and path.is_file())


def _is_own(name: str) -> bool:
    return not name.startswith(".") and not name.endswith("~")


AT_FIRST = listing()  # gen/fresh.py puts an earlier one in its place


def unchanged() -> bool:
    """Whether every file of the package is as it was when this process began to import it."""
    return listing() == AT_FIRST
