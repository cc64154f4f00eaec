"""A store with the faces that figures are drawn with, and what modules import: to find both anew takes seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

from momentum.rendering import fonts
from momentum.store import imports, keys, store


def store_with_faces(folder: Path) -> Path:
    """Puts these of the project's store into one of a test's own, and gives its folder back."""
    keys.own()
    faces = [fonts.path(family, weight).parent for family in fonts.FACES for weight in fonts.WEIGHTS]
    for entry in (*faces, store.root() / imports.kept()):
        shutil.copytree(entry, folder / entry.name)
    return folder
