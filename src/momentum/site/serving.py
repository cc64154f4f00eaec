"""While a site is served, an edit is shown as soon as its pages are there: PNGs and GIFs are made aside, and follow."""

from __future__ import annotations

import atexit
import importlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Timer

from momentum.build import build
from momentum.build.fault import FigureError
from momentum.store import store
from momentum.store.workers import heed

# Set in the process of a server, from the first edit on.
EDITED = "MOMENTUM_EDITED"
DELAY = 1.0


def signal() -> Path:
    """The file that is written when all figures are whole again: whoever watches its folder builds the site anew."""
    path = store.root() / "served" / "whole"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def pages_first(builder: Callable[[], None]) -> Callable[[], None]:
    """The same builder, which shows pages with drafts of figures, and has those made whole afterwards."""
    os.environ.pop(EDITED, None)
    aside = Aside()

    def built() -> None:
        aside.end()  # what it makes is out of date
        os.environ[EDITED] = "1"
        try:
            builder()
        except BaseException:
            forget()
            raise
        aside.begin()

    return built


def forget() -> None:
    """Drops the package after a build that failed: of a file that was half saved, an empty module would stay for good.

    A build drops it by itself (gen/fresh.py), but only once its settings are read, which import it too.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "momentum"]:
        del sys.modules[name]


class Aside:
    """Makes whole what was drafted, in a process of its own, once browsers have had time to load the pages."""

    def __init__(self) -> None:
        self._lock, self._timer = Lock(), Timer(0, lambda: None)
        self._process: BaseProcess | None = None
        # After multiprocessing's own, so before it: that one would wait for what is made here.
        atexit.register(self.end)

    def begin(self) -> None:
        """Begins a moment later, unless it is ended before."""
        self._timer = Timer(DELAY, self._follow)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """Ends it at once."""
        with self._lock:
            self._timer.cancel()
            if self._process is not None:
                self._process.kill()
                self._process.join()
                self._process = None

    def _follow(self) -> None:
        with self._lock:
            # The package has been read anew since this one was: its names lead to the functions of today.
            if not self._timer.finished.is_set() and importlib.import_module(build.__name__).drafted():
                today = importlib.import_module(__name__).whole
                self._process = multiprocessing.get_context("spawn").Process(target=today)
                self._process.start()


def whole() -> None:
    """Makes all figures whole and says so; ends at once with the process that began it."""
    heed()
    try:
        build.build()
    except (FigureError, store.StoreError) as error:
        sys.exit(f"figures: {error}")
    signal().write_text(str(time.time_ns()), "utf-8")
