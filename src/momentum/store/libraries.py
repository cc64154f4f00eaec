"""Which libraries are installed, and in which versions: what they do is of what is made with them."""

from __future__ import annotations

import platform
import sysconfig
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

# Libraries that are installed under another name than the one they are imported by.
_CALLED = {"PIL": "pillow", "griffe": "griffelib", "yaml": "PyYAML", "pymdownx": "pymdown-extensions"}


@cache
def version(library: str) -> str:
    """The version of what is installed under an import name, or "none"."""
    own = _CALLED.get(library, library)
    with suppress(metadata.PackageNotFoundError):
        return metadata.version(own)
    # Few are named otherwise than what they bring, and to ask all of them takes long.
    for name in _distributions().get(library, ()):
        with suppress(metadata.PackageNotFoundError):
            return metadata.version(name)
    return "none"


@cache
def _distributions() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


@cache
def installed() -> tuple[str, ...]:
    """Every library that is installed, with its version, and Python's own."""
    folder = Path(sysconfig.get_path("purelib"))
    return (platform.python_version(), *sorted(path.name for path in folder.glob("*.dist-info")))
