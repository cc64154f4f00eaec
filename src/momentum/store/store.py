"""The content-addressed store: what was made, kept under a key that changes with what it was made from.

An entry is a folder named by its key. It is written under a temporary name and renamed, so a stopped build leaves no
half of it, and two builds may write at once; its record holds a checksum of every file and begins with its own, so a
damaged entry is noticed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from momentum.store import pinned
from momentum.store.record import Data, Made, Record

RECORD = "record"
DRAFT = ".draft-"
KEEP_DAYS = 14
LENGTH = 32  # of a key, in hexadecimal digits
_KEY = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


class StoreError(RuntimeError):
    """The store can't be read or written; the message says where and what to do."""


def root() -> Path:
    """The store's folder: `.cache/figures` below the working directory, or what `MOMENTUM_CACHE` names."""
    return Path(os.environ.get("MOMENTUM_CACHE") or Path.cwd() / ".cache" / "figures")


def read(key: str) -> Record | None:
    """The record of an entry, or None where there is none or where it is damaged (it is then removed)."""
    entry = root() / key
    if not entry.exists():  # asked first: another build may put a whole entry here at any moment
        return None
    try:
        record = _opened((entry / RECORD).read_bytes())
        for file, checksum in record["files"].items():
            if hashlib.sha256((entry / file).read_bytes()).hexdigest() != checksum:
                raise ValueError(file)
        with contextlib.suppress(OSError):
            os.utime(entry)  # it is in use: see prune
        return Record(**{**record, "key": key})  # type: ignore[typeddict-item]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        shutil.rmtree(entry, ignore_errors=True)
        return None


def sealed(text: str) -> bytes:
    """The bytes of a record: a line with the checksum of what follows, and the text."""
    content = text.encode()
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def _opened(content: bytes) -> dict[str, Any]:
    """A record from its bytes; ValueError where they are not what was written."""
    checksum, _, text = content.partition(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != checksum:
        raise ValueError(RECORD)
    record: dict[str, Any] = json.loads(text)
    return record


def _unwritable(error: OSError) -> StoreError:
    return StoreError(
        f"The store of figures can't be written: {error.strerror or error} ({root()}). "
        "Make room there, or name another folder in MOMENTUM_CACHE."
    )


def prepare() -> None:
    """Makes sure that the store can be written, before anybody works for it."""
    try:
        root().mkdir(parents=True, exist_ok=True)
        os.rmdir(tempfile.mkdtemp(prefix=DRAFT, dir=root()))
    except OSError as error:
        raise _unwritable(error) from error


def write(key: str, record: Made, files: Mapping[str, bytes]) -> Record:
    """Keeps `files` and `record` under `key`; whoever comes second finds the same entry already there."""
    folder = root()
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    text = json.dumps({**record, "files": checksums}, ensure_ascii=False, sort_keys=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=folder))
        try:
            for name, content in {**files, RECORD: sealed(text)}.items():
                (draft / name).write_bytes(content)
            os.rename(draft, folder / key)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if read(key) is None:
                raise
    except OSError as error:
        raise _unwritable(error) from error
    # As it will be read: a page made of it now has the bytes of one made later.
    return Record(**{**json.loads(text), "key": key})  # type: ignore[typeddict-item]


def kept(
    key: str, name: str, make: Callable[[], Mapping[str, bytes]], holds: Callable[[], bool] = pinned.unchanged
) -> Record:
    """The record of the data under `key`, made now if the store lacks them or holds them damaged.

    Where the key `holds` no longer once they are made, they stay under one for this time alone.
    """
    if (found := read(key)) is not None:
        return found
    files = make()
    return write(key if holds() else passing(key), {"name": name, "kind": "data"}, files)


def passing(key: str) -> str:
    """A key that nobody will ask for again, for what was made while its sources changed."""
    return hashlib.sha256(f"{key} {time.time_ns()}".encode()).hexdigest()[:LENGTH]


def remember(key: str, name: str, value: object, reads: Mapping[str, str] | None = None) -> None:
    """Keeps `value`, which JSON can hold, under `key`, in place of what may be there and was made of other `reads`."""
    shutil.rmtree(root() / key, ignore_errors=True)
    data: Data = {"name": name, "kind": "data", "value": value, "reads": dict(reads or {})}
    write(key, data, {})


def path(record: Record, filename: str) -> Path:
    """Where a file of a record read from the store lies."""
    return root() / record["key"] / filename


def file(record: Record, filename: str) -> bytes:
    """The bytes of a file that belongs to a record read from the store."""
    return path(record, filename).read_bytes()


def prune(days: float = KEEP_DAYS) -> None:
    """Removes entries that nobody has read for so many `days`, and drafts of builds that stopped a day ago.

    Whatever else lies in the folder is somebody else's, and stays.
    """
    folder, now = root(), time.time()
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        draft = entry.name.startswith(DRAFT)
        if not draft and not _KEY.fullmatch(entry.name):
            continue
        with contextlib.suppress(OSError):
            age = (now - entry.stat().st_mtime) / 86400
            if entry.is_dir() and age > (min(days, 1) if draft else days):
                shutil.rmtree(entry, ignore_errors=True)
