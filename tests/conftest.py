"""Fixtures that tests of the built site share: the site, a server of it below a folder, a browser, visits to pages."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from built import FOLDER, ROOT, Handler, run_mkdocs, where
from engines import Engine
from engines.chromium import Chromium
from engines.firefox import Firefox
from engines.webkit import WebKit
from tools import browser as browsers
from visits import Visit, make_visit

# As in worker processes, and before NumPy is imported: a sum of many terms depends on how many threads add it up.
for _setting in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_setting] = "1"

ENGINES = [name for name in ("chromium", "firefox", "webkit") if name not in browsers.missing()]

# Whole files go to the processes that run tests, in this order: what takes longest must not begin last.
LONGEST = (
    "browser_site", "figures", "faults", "engines", "explorer_engines", "keys", "newcomers", "player_controls", "build",
    "frame", "explorer_page", "experiment", "experiment_cli", "guess", "pages_other_ways", "pages_limits", "interrupts",
    "says_pictures", "pages_which_momentum", "claims", "deeper",
)  # fmt: skip

settings.register_profile("patient", deadline=None)  # a slow example on a busy machine is no wrong result
settings.load_profile("patient")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Makes what the store lacks, once, before the processes begin; a fault is for the tests to tell."""
    subprocess.run([sys.executable, "-m", "momentum", "figures", "--quiet"], cwd=ROOT, capture_output=True, check=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first."""
    places = {f"test_{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: the first of the processes that run tests builds it, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    target = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "site.built").exists():
            built = run_mkdocs(ROOT / "mkdocs.yml", target)
            assert built.returncode == 0, built.stdout + built.stderr
            (shared / "site.built").touch()
    return target


@pytest.fixture(scope="session")
def server(site_dir: Path) -> Iterator[str]:
    """The address at which the built site is served, below a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site_dir))) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}{FOLDER}"
        httpd.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    """What `page.goto("ravine/")` starts from."""
    return server


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page of the duel alone, with its player, as a file."""
    import figure_page  # brings NumPy

    return figure_page.write(tmp_path_factory.mktemp("pages"), "ravine-duel")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser of this machine, as `make test` has found it; without one, Playwright's own."""
    path = browsers.find()
    chosen = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **chosen, "args": browsers.flags()}


@pytest.fixture(scope="session")
def visit(browser: Any, server: str) -> Callable[[str, str, int], Visit]:
    """`visit(page, scheme, width)`: each is made once, whichever test asks first."""
    return cache(lambda page, scheme, width: make_visit(browser, server + where(page), scheme, width))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says at the end of a run which engines are not there."""
    if absent := browsers.missing():
        terminalreporter.write_line(browsers.advice(absent), yellow=True)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A window of each engine that is there, started once."""
    if request.param == "firefox":
        started: Engine = Firefox(str(browsers.firefox()))
    elif request.param == "webkit":
        started = WebKit(*(browsers.webkit() or ("", "")))
    else:
        started = Chromium(request.getfixturevalue("browser"), viewport={"width": 1280, "height": 900})
    started.resize(1280, 900)
    yield started
    started.quit()
