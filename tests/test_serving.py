"""While a site is served, an edit is shown before its figures are whole, and they follow."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

import copied
from copied import HEAD
from ended import alive, wait_for
from momentum.build import build, catalogue
from momentum.site import card, gallery
from momentum.store import store
from momentum.store.record import Record
from served import served
from stores import store_with_imports

NAME = "fading-weights"


def edit(module: Path) -> None:
    """Changes a module as nobody has before."""
    module.write_text(f"{module.read_text('utf-8')}\nEDITED = {os.getpid()}, {time.time_ns()}\n", "utf-8")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Executor, Record]]:
    """A draft in a store of its own, and who has made it: this process, which has the libraries."""
    folder = store_with_imports(tmp_path_factory.mktemp("store"))
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as here:
        patch.setenv("MOMENTUM_CACHE", str(folder))
        yield here, build.build([NAME], drafts=True, executor=here)[NAME]


def test_a_page_does_without_what_a_draft_lacks(drafted: tuple[Executor, Record], tmp_path: Path) -> None:
    _, draft = drafted
    (tmp_path / "momentum.md").write_text(f"{HEAD}![](figures/{NAME}.svg)\n", "utf-8")
    assert list(card.cards(tmp_path, lambda name: draft)) == []
    shown = gallery.gallery([draft], {"momentum.md": "Momentum"}, tmp_path)
    assert f"(figures/{NAME}.svg)" in shown
    assert ".png" not in shown
    assert ".gif" not in shown


def test_a_draft_is_the_figure_without_what_readers_take_away(drafted: tuple[Executor, Record]) -> None:
    here, draft = drafted
    whole = build.build([NAME], executor=here)[NAME]
    assert set(draft["files"]) == {f"{NAME}.svg"}
    assert set(whole["files"]) == {f"{NAME}.{kind}" for kind in ("svg", "png", "gif")}
    assert {**whole, "files": 0, "key": 0} == {**draft, "files": 0, "key": 0}
    assert store.file(draft, f"{NAME}.svg") == store.file(whole, f"{NAME}.svg")
    # Once it is there, the whole one is taken.
    assert build.build([NAME], drafts=True, executor=here)[NAME] == whole
    assert catalogue.draft(catalogue.items([NAME])[NAME]).key == draft["key"] != whole["key"]


def test_an_edited_figure_is_shown_at_once_and_whole_soon_after(small: Path) -> None:
    figure = small / "src/momentum/chapters/home/ravine_duel.py"
    (small / "docs/index.md").write_text(f"{HEAD}![](figures/ravine-duel.svg)\n", "utf-8")
    with served(small) as server:
        assert b"ravine-duel.gif" in server.read()
        edit(figure)
        server.wait("Reloading browsers", 1)
        page = server.read()
        assert b"ravine-duel.svg" in page
        assert b"ravine-duel.gif" not in page
        server.wait("Reloading browsers", 2)
        assert b"ravine-duel.gif" in server.read()
        assert server.read("figures/ravine-duel.gif").startswith(b"GIF89a")
    built = copied.build(small)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "ravine-duel.gif" in (small / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "term"])
def test_a_server_that_ends_takes_along_what_is_made_aside(small: Path, number: signal.Signals) -> None:
    writer = small / "src/momentum/rendering/png.py"
    with served(small) as server:
        # The page does without the picture that this never ends to make.
        slow = writer.read_text("utf-8").replace(
            "    picture = Raster(", "    __import__('time').sleep(600)\n    picture = Raster("
        )
        writer.write_text(slow, "utf-8")
        server.wait("Reloading browsers", 1)
        own = psutil.Process(server.process.pid)
        assert wait_for(lambda: len(own.children(recursive=True)) > 2), "a process aside, its fork server and a worker"
        server.process.send_signal(number)
        server.process.wait(30)
        try:
            assert wait_for(lambda: not alive(server.process.pid))
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.process.pid, signal.SIGKILL)
