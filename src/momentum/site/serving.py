"""While a site is served, an edit is shown as soon as its pages are there: PNGs and GIFs are made aside, and follow."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

from momentum.build import build
from momentum.build.fault import FigureError
from momentum.store import store
from momentum.store.workers import heed

# Set in the process of a server, from the first edit on.
EDITED = "MOMENTUM_EDITED"


def signal() -> Path:
    """The file that is written when all figures are whole again: whoever watches its folder builds the site anew."""
    path = store.root() / "served" / "whole"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def pages_first(builder: Callable[[], None]) -> Callable[[], None]:
    """The same builder, which shows pages with drafts of figures, and has those made whole afterwards."""
    os.environ.pop(EDITED, None)
    aside: list[BaseProcess] = []

    def built() -> None:
        while aside:  # what it makes is out of date
            aside[-1].kill()
            aside.pop().join()
        os.environ[EDITED] = "1"
        builder()
        # The package has been read anew since.
        if importlib.import_module(build.__name__).drafted():
            whole = importlib.import_module(__name__).whole
            aside.append(multiprocessing.get_context("spawn").Process(target=whole))
            aside[-1].start()

    return built


def whole() -> None:
    """Makes all figures whole and says so; ends at once with the process that began it."""
    heed()
    try:
        build.build()
    except (FigureError, store.StoreError) as error:
        sys.exit(f"figures: {error}")
    signal().write_text(str(time.time_ns()), "utf-8")
