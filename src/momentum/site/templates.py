"""The theme's templates, kept as Python's code: to compile them takes longer than to fill in every page."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader
from jinja2.bccache import Bucket

from momentum.store import libraries, store

FILE = "template"


class Kept(BytecodeCache):
    """Templates in the store, each under a key of its source and of the libraries' versions."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket if the store has the template."""
        if record := store.read(_key(bucket)):
            bucket.bytecode_from_string(store.file(record, FILE))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what was compiled. A store that can't be written is no fault: it is compiled again."""
        with suppress(store.StoreError):
            store.write(_key(bucket), {"name": "template", "kind": "data"}, {FILE: bucket.bytecode_to_string()})


class Shown(FileSystemLoader):
    """The theme's files but for hidden ones, 10,000 icons: MkDocs would look at each of them to leave it out."""

    def list_templates(self) -> list[str]:
        """What MkDocs may publish, as paths below the theme's folders."""
        found = set[str]()
        for folder in self.searchpath:
            for path, folders, files in os.walk(folder):
                folders[:] = _open(folders)
                found.update(Path(path, name).relative_to(folder).as_posix() for name in _open(files))
        return sorted(found)


def _open(names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith(".")]


def _key(bucket: Bucket) -> str:
    said = "\0".join((__name__, bucket.key, bucket.checksum, *libraries.installed()))
    return hashlib.sha256(said.encode()).hexdigest()[: store.LENGTH]
