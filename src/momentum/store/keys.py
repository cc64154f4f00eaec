"""Keys from what a thing reads: every own module in its import closure, the data beside them, the libraries' versions.

What a module reads is taken from its source: each of its imports, at its top or inside a function, is followed. A
facade, which is a package's `__init__` of imports alone, counts for nothing by itself: a name taken from it leads on to
the module that defines the name. So a key changes when something changes that a thing can read, and only then: of a
module's text that is what it says to Python, without its comments.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from momentum.store import libraries, pinned
from momentum.store.imports import Reference, Source, every, parsed
from momentum.store.store import LENGTH

PACKAGE = pinned.PACKAGE
DOCUMENTS = frozenset({".md", ".txt", ".typed"})  # for people and for checkers of types: nothing is made of them


class Reading(NamedTuple):
    """What a module reads: files of the package, and the names under which it imports other libraries."""

    files: frozenset[Path]
    libraries: frozenset[str]


@cache
def _digest(path: Path, _size: int, _changed: int) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def digest(path: Path) -> bytes:
    """SHA-256 of a file, computed again only when its size or time stamp changes."""
    stat = path.stat()
    return _digest(path, stat.st_size, stat.st_mtime_ns)


class Sources:
    """A package's sources as they are at one moment, and what each of its modules reads.

    What was read once is not read again: for what is there later, ask `own()` later.
    """

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        """Of the sources in `folder`; with `keep`, the store remembers what they import."""
        self.folder, self.name = folder, folder.name
        self._files: dict[str, Path] = {}
        for path in pinned.files(folder.rglob("*.py")):
            inside = path.relative_to(folder).with_suffix("").parts
            self._files[".".join([self.name, *(inside[:-1] if inside[-1] == "__init__" else inside)])] = path
        digests = {module: digest(path).hex() for module, path in self._files.items()} if keep else {}
        self._sources = every(self._files, digests) if keep else {}
        self._modules = {path: module for module, path in self._files.items()}
        self._next: dict[Reference, tuple[list[Reference], list[Path]]] = {}
        self._reads: dict[str, Reading] = {}
        self._totals: dict[tuple[str, ...], hashlib._Hash] = {}

    def file(self, module: str) -> Path | None:
        """The file of one of the package's modules, or None where there is none of that name."""
        return self._files.get(module)

    def _source(self, module: str) -> Source:
        if module not in self._sources:
            self._sources[module] = parsed(self._files[module], module)
        return self._sources[module]

    def _step(self, reference: Reference) -> tuple[list[Reference], list[Path]]:
        """What a reference to the package leads on to, and the files that it reads itself."""
        module, name = reference
        parts = module.split(".")
        above: list[Reference] = [(".".join(parts[:depth]), "") for depth in range(1, len(parts))]  # run on the way
        if name and f"{module}.{name}" in self._files:
            return [*above, (f"{module}.{name}", None)], []
        if module not in self._files:
            return above, []
        source = self._source(module)
        if not source.facade:
            return [*above, *source.imports], [self._files[module], *_data(self._files[module])]
        if name in source.exports:
            return [*above, source.exports[name]], []
        return [*above, *(source.exports.values() if name != "" else ())], []

    def reads(self, *modules: str) -> Reading:
        """What these modules read, directly or not: themselves, what they import, and the data of those packages."""
        for module in set(modules) - set(self._reads):
            self._reads[module] = self._read(module)
        found = [self._reads[module] for module in modules]
        none: frozenset[Any] = frozenset()
        return Reading(none.union(*(one.files for one in found)), none.union(*(one.libraries for one in found)))

    def _read(self, module: str) -> Reading:
        files: set[Path] = set()
        libraries: set[str] = set()
        seen: set[Reference] = set()
        left: list[Reference] = [(module, None)]
        while left:
            reference = left.pop()
            if reference in seen:
                continue
            seen.add(reference)
            top = reference[0].partition(".")[0]
            if top != self.name:
                libraries.add(top)
                continue
            if reference not in self._next:
                self._next[reference] = self._step(reference)
            onward, read = self._next[reference]
            left += onward
            files.update(read)
        return Reading(frozenset(files), frozenset(libraries - sys.stdlib_module_names - {"__future__"}))

    def key(self, *modules: str, salt: str = "") -> str:
        """The key of what these modules make under the name `salt`."""
        if modules not in self._totals:
            self._totals[modules] = self._total(*modules)
        total = self._totals[modules].copy()
        total.update(b"\n" + salt.encode())
        return total.hexdigest()[:LENGTH]

    def _total(self, *modules: str) -> hashlib._Hash:
        """The digest of all that these modules read."""
        reading, total = self.reads(*modules), hashlib.sha256()
        for library in sorted(reading.libraries):
            total.update(f"\n{library} {libraries.version(library)}".encode())
        above = len(self.folder.as_posix())
        for inside, path in sorted((path.as_posix()[above:], path) for path in reading.files):
            total.update(b"\n" + inside.encode() + b"\0" + self.content(path))
        return total

    def content(self, path: Path) -> bytes:
        """What counts of a file that is read: of a module its meaning, of anything else every byte."""
        module = self._modules.get(path)
        if module is not None:
            return self._source(module).meaning.encode()
        with suppress(FileNotFoundError):  # an editor's draft lives for a moment
            return digest(path)
        return b""


def _data(path: Path) -> Iterator[Path]:
    """The files that lie beside a package's `__init__` and are neither modules nor documents."""
    if path.name == "__init__.py":
        for beside in pinned.files(path.parent.iterdir()):
            if beside.suffix not in {".py", ".pyc", *DOCUMENTS}:
                yield beside


@lru_cache(maxsize=2)
def _seen(folder: Path, _files: pinned.Listing) -> Sources:
    return Sources(folder, keep=True)


def own() -> Sources:
    """This package's sources as they are now; what was found of them is kept as long as no file of them changes."""
    return _seen(PACKAGE, pinned.listing())


def key(*modules: str, salt: str = "") -> str:
    """The key of what these modules of this package make under the name `salt`."""
    return own().key(*modules, salt=salt)
