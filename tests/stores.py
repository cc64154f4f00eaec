"""A store with what modules import: to find it anew takes seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from momentum.store import imports, keys, store


def store_with_imports(folder: Path) -> Path:
    """Puts this of the project's store into one of a test's own, and gives its folder back."""
    keys.own()
    entry = store.root() / imports.kept()
    shutil.copytree(entry, folder / entry.name)
    return folder
