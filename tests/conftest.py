"""Fixtures that tests of the built site share: the site, a server of it below a folder, a browser, visits to pages."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import copied
from built import FOLDER, ROOT, Handler, run_mkdocs, where
from engines import Engine
from engines.chromium import Chromium
from engines.firefox import Firefox
from engines.webkit import WebKit
from groups import LONGEST, group
from tools import browser as browsers
from visits import WATCH, Visit, make_visit

pytest_plugins = ["processes"]

# As in worker processes, and before NumPy is imported: a sum of many terms depends on how many threads add it up.
for _setting in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_setting] = "1"

WINDOW = {"width": 1280, "height": 1000}
NETWORK = {
    "offline": False, "latency": 1, "downloadThroughput": -1, "uploadThroughput": -1, "connectionType": "wifi",
}  # fmt: skip
ENGINES = [name for name in ("chromium", "firefox", "webkit") if name not in browsers.missing()]

settings.register_profile("patient", deadline=None)  # a slow example on a busy machine is no wrong result
settings.load_profile("patient")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Iterator[Any]:
    """Looks for examples in the sources alone: no test has one, and to look takes as long as to collect them."""
    found = yield
    return [one for one in found if type(one) is pytest.Module]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest groups first."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(group(item.nodeid), len(places)))


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
def window(browser: Any, server: str) -> Iterator[Any]:
    """A window without motion that stays open."""
    with browser.new_context(base_url=server, viewport=WINDOW, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture
def tab(window: Any) -> Iterator[Any]:
    """A window that has its size and no motion, and whatever page the test before has left open in it."""
    yield window
    if window.viewport_size != WINDOW:
        window.set_viewport_size(WINDOW)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page of the duel alone, with its player, as a file."""
    import figure_page  # brings NumPy

    return figure_page.write(tmp_path_factory.mktemp("pages"), "ravine-duel")


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of the test's own, empty."""
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the project with one figure, no claims and two pages."""
    return copied.small(tmp_path)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser of this machine, as `make test` has found it; without one, Playwright's own."""
    path = browsers.find()
    chosen = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **chosen, "args": browsers.flags()}


@pytest.fixture(scope="session")
def visit(browser: Any, server: str) -> Iterator[Callable[[str, str, int], Visit]]:
    """`visit(page, scheme, width)`: each is made once, whichever test asks first, and all in one window."""
    window = Chromium(browser)
    window.page.add_init_script(WATCH)
    network = window.page.context.new_cdp_session(window.page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})  # each page is a reader's first
    # Where it knows of no network, an engine fetches pictures from farther below than most readers' do.
    network.send("Network.emulateNetworkConditions", NETWORK)
    yield cache(lambda page, scheme, width: make_visit(window, server + where(page), scheme, width))
    window.quit()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says at the end of a run which engines are not there."""
    if absent := browsers.missing():
        terminalreporter.write_line(browsers.advice(absent), yellow=True)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, browser_name: str) -> Iterator[Engine]:
    """A window of each engine that is there, started once; that of the main browser is one of the browser's."""
    if request.param == "firefox":
        started: Engine = Firefox(str(browsers.firefox()))
    elif request.param == "webkit":
        started = WebKit(*(browsers.webkit() or ("", "")))
    else:
        started = Chromium(request.getfixturevalue("browser"), viewport={"width": 1280, "height": 900})
    started.resize(1280, 900)
    yield started
    started.quit()
