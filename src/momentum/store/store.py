"""The content-addressed store: what was made from which source, kept under a key that changes with the source.

An entry is a folder named by its key. It is written under a temporary name and renamed, so a stopped build leaves no
half of it, and two builds may write at once; its record holds a checksum of every file, so a damaged entry is noticed.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
MADE_WITH = ("numpy", "matplotlib", "contourpy", "imageio", "pillow", "fonttools")
RECORD = "record.json"
FONTS = "fonts"
DRAFT = ".draft-"
KEEP_DAYS = 14
CHAPTERS, NUMBERS = "chapters", "numbers.py"
_ASIDE = ("authoring", "site", "build", "cli.py", "__main__.py")


class StoreError(RuntimeError):
    """The store can't be read or written; the message says where and what to do."""


def root() -> Path:
    """The store's folder: `.cache/figures` below the working directory, or what `MOMENTUM_CACHE` names."""
    return Path(os.environ.get("MOMENTUM_CACHE") or Path.cwd() / ".cache" / "figures")


def sources() -> dict[str, Path]:
    """Page name -> file, for every figure and every claims module."""
    paths = [path for path in sorted((PACKAGE / CHAPTERS).glob("*/*.py")) if single(path)]
    return {(path.parent.name if path.name == NUMBERS else path.stem).replace("_", "-"): path for path in paths}


def single(path: Path) -> bool:
    """Whether a file of the package is one figure or one set of numbers."""
    return path.parent.parent.name == CHAPTERS and not path.stem.startswith("_")


@cache
def _digest(path: Path, _size: int, _changed: int) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def file_digest(path: Path) -> bytes:
    """SHA-256 of a file, computed again only when its size or time stamp changes."""
    stat = path.stat()
    return _digest(path, stat.st_size, stat.st_mtime_ns)


@cache
def version(name: str) -> str:
    """The installed version of a library."""
    return metadata.version(name)


def _shared(package: Path) -> bytes:
    """A digest of all that every figure may depend on: each module but the single figures, fonts and data."""
    digest = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in MADE_WITH).encode())
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if not path.is_file() or "__pycache__" in inside.parts or inside.parts[0] in _ASIDE:
            continue
        if single(path):
            continue
        digest.update(inside.as_posix().encode() + b"\0" + file_digest(path))
    return digest.digest()


def keys(names: list[str] | None = None) -> dict[str, str]:
    """Page name -> content key, for all figures and claims or for `names`."""
    files, shared = sources(), _shared(PACKAGE)
    chosen = files if names is None else {name: files[name] for name in names}
    return {
        name: hashlib.sha256(shared + name.encode() + file_digest(path)).hexdigest()[:32]
        for name, path in chosen.items()
    }


def unknown(name: str) -> LookupError:
    """The error for a name that no figure and no claims module has."""
    near = difflib.get_close_matches(name, sources(), n=3)
    hint = f" Near it: {', '.join(near)}." if near else ""
    return LookupError(f"There is no figure or set of numbers named {name!r}.{hint}")


def read(key: str) -> dict[str, Any] | None:
    """The record of an entry, or None where there is none or where it is damaged (it is then removed)."""
    entry = root() / key
    if not entry.exists():  # asked first: another build may put a whole entry here at any moment
        return None
    try:
        record = json.loads((entry / RECORD).read_text("utf-8"))
        for file, checksum in record["files"].items():
            if hashlib.sha256((entry / file).read_bytes()).hexdigest() != checksum:
                raise ValueError(file)
        return {**record, "key": key}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        shutil.rmtree(entry, ignore_errors=True)
        return None


def _unwritable(error: OSError) -> StoreError:
    return StoreError(
        f"The store of figures can't be written: {error.strerror or error} ({root()}). "
        "Make the folder writable, or name another one in MOMENTUM_CACHE."
    )


def prepare() -> None:
    """Makes sure that the store can be written, before anybody works for it."""
    try:
        root().mkdir(parents=True, exist_ok=True)
        os.rmdir(tempfile.mkdtemp(prefix=DRAFT, dir=root()))
    except OSError as error:
        raise _unwritable(error) from error


def write(key: str, record: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Keeps `files` and `record` under `key`; whoever comes second finds the same entry already there."""
    folder = root()
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    text = json.dumps({**record, "files": checksums}, ensure_ascii=False, sort_keys=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=DRAFT, dir=folder))
        try:
            for name, content in {**files, RECORD: text.encode()}.items():
                (draft / name).write_bytes(content)
            os.rename(draft, folder / key)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            if read(key) is None:
                raise
    except OSError as error:
        raise _unwritable(error) from error


def file(record: Mapping[str, Any], filename: str) -> bytes:
    """The bytes of a file that belongs to a record read from the store."""
    return (root() / record["key"] / filename).read_bytes()


def find(name: str) -> dict[str, Any]:
    """The record of a built figure or claims module; LookupError says which names are near, or that it isn't built."""
    if name not in sources():
        raise unknown(name)
    record = read(keys([name])[name])
    if record is None:
        raise LookupError(f"{name!r} has not been built yet: run `python -m momentum figures`.")
    return record


def prune(days: float = KEEP_DAYS, keep: frozenset[str] = frozenset()) -> None:
    """Removes entries older than `days`, and drafts of builds that stopped a day ago; today's keys and `keep` stay."""
    folder, wanted, now = root(), {*keys().values(), *keep, FONTS}, time.time()
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        with contextlib.suppress(OSError):
            age = (now - entry.stat().st_mtime) / 86400
            if entry.name not in wanted and age > (min(days, 1) if entry.name.startswith(DRAFT) else days):
                shutil.rmtree(entry, ignore_errors=True)
