"""How many processes run the tests, what each is given, and what it tells the one that counts them."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from built import ROOT
from groups import group


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, since some tests wait for a clock, a browser or a server; four at the most."""
    from momentum.store.workers import cores  # brings NumPy

    return min(4, cores() + 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Makes what the store lacks, once, before the processes begin; a fault is for the tests to tell."""
    subprocess.run([sys.executable, "-m", "momentum", "figures", "--quiet"], cwd=ROOT, capture_output=True, check=False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Gives whole groups of tests to the processes."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group(nodeid)

    return Groups(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[Any]:
    """Keeps what is collected out of every later search for garbage: it stays to the end.

    What collecting has thrown away is looked through once, by the first of the processes: all of them collect the same.
    """
    gc.disable()
    found = yield
    gc.enable()
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        gc.collect()
    gc.freeze()
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Tells another process once of a test that has passed, not five times; all where times are asked for."""
    if not hasattr(item.config, "workerinput") or item.config.option.durations is not None:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True
