"""How long each thing took to make when it was last made, so that what takes longest is begun first."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping

from momentum.build.catalogue import Item
from momentum.store import store

FILE = "times.json"


def known() -> dict[str, float]:
    """Name -> seconds, of all that was made here before; empty where nothing is known."""
    try:
        return {str(name): float(seconds) for name, seconds in json.loads((store.root() / FILE).read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def longest_first(items: Iterable[Item]) -> list[Item]:
    """The items by how long they took; of those never made here, numbers and what seeks on a grid may take longest."""
    seconds = known()
    return sorted(
        items, key=lambda item: (-seconds.get(item.name, 0.0), item.kind != "numbers", not item.seeks, item.name)
    )


def note(seconds: Mapping[str, float]) -> None:
    """Remembers how long things took. To lose it costs a moment, so a folder that can't be written is no fault."""
    with contextlib.suppress(OSError):
        handle, draft = tempfile.mkstemp(prefix=store.DRAFT, dir=store.root())
        with os.fdopen(handle, "w") as file:
            json.dump({**known(), **{name: round(value, 3) for name, value in seconds.items()}}, file)
        os.replace(draft, store.root() / FILE)
