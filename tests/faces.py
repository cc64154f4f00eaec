"""A store with nothing in it but the faces that figures are drawn with: to cut them anew takes seconds each time."""

from __future__ import annotations

import shutil
from pathlib import Path

from momentum.rendering import fonts


def store_with_faces(folder: Path) -> Path:
    """Puts the project's faces into a store of a test's own, and gives its folder back."""
    for family in fonts.FACES:
        for weight in fonts.WEIGHTS:
            entry = fonts.path(family, weight).parent
            shutil.copytree(entry, folder / entry.name)
    return folder
