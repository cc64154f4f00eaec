"""Builds: what fails is named, what exists is not made again, and any executor gives the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

import warm
from momentum.build import build, catalogue, work
from momentum.build.fault import FigureError
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene
from momentum.store import store
from stores import store_with_imports

FIGURE = "one-step"
STILL = "lower-bound"  # is drawn in half the time: it needs no film


def small(alt="Two points.", measure=lambda: {"steps": 1}, values=(1.0, 0.5)):
    panel = Panel("plane", "p", (60, 40), (0, 1), (0, 1), lambda axes: None, (Run([[0, 0], [1, 1]], "ink", "run"),))
    readouts = (Readout("run", "ink", values),)
    return Figure("T", "C", alt, lambda: Scene((panel,), ticks=1, readouts=readouts), measure)


def lacking(library):
    def measure():
        raise ModuleNotFoundError(f"No module named {library!r}", name=library)

    return measure


def failing():
    raise RuntimeError("no picture today")


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """Replaces the registry: `registry(name=figure)`; its modules live in this process, so threads must do the work."""
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))

    def make(**figures):
        items = {}
        for name, figure in figures.items():
            source = tmp_path / f"{name}.py"
            source.write_text("")
            given = {} if figure is None else {"FIGURE": figure, "numbers": figure}
            module = SimpleNamespace(__file__=str(source), **given)
            monkeypatch.setitem(sys.modules, f"momentum.chapters.test.{name}", module)
            items[name] = catalogue.Item(name, "figure", f"momentum.chapters.test.{name}", f"key-{name}", frozenset())

        def chosen(names=None):
            for name in names or ():
                if name not in items:
                    raise LookupError(f"There is no figure or set of numbers named {name!r}.")
            return items if names is None else {name: items[name] for name in names}

        monkeypatch.setattr(catalogue, "items", chosen)
        monkeypatch.setattr(catalogue, "current", lambda item: items[item.name] == item)
        return items

    return make


def threads():
    return ThreadPoolExecutor(2)


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (small(alt=""), "wrong: the figure has no alternative text; a figure takes a sentence"),
        (small(alt=lambda numbers: None), "wrong: the figure has no alternative text"),
        (small(measure=lambda: {"loss": float("nan")}), "wrong: the number 'loss' must be a finite number or a text"),
        (small(measure=lambda: {"loss": np.float64("inf")}), "wrong: the number 'loss' must be a finite number"),
        (small(measure=lambda: {"steps": [1]}), r"wrong: the number 'steps' must be .*; got \[1\]"),
        (small(measure=failing), "wrong: RuntimeError: no picture today"),
        (small(measure=lacking("matplotlib")), r"^wrong needs matplotlib; .+ its extra \[figures\]\.$"),
        (small(measure=lacking("matplotlob")), "^wrong: ModuleNotFoundError: No module named 'matplotlob'"),
        (small(values=(1.0, float("nan"))), "wrong: the readout 'run' is not finite at step 1"),
        (small(values=(1.0,)), "wrong: ValueError: A readout takes 2 values; 'run' has 1"),
        (None, "wrong: AttributeError"),
    ],
)
def test_a_figure_that_fails_is_named_and_the_others_are_kept(registry, figure, message):
    registry(wrong=figure, right=small())
    with pytest.raises(FigureError, match=message):
        build.build(executor=threads())
    assert build.find("right")["numbers"] == {"steps": 1}


def test_what_the_store_holds_is_not_made_again(registry):
    registry(one=small(), two=small())
    calls = []
    build.build(executor=threads(), progress=lambda *call: calls.append(call))
    assert calls[0] == (0, 2, "")
    assert [call[:2] for call in calls[1:]] == [(1, 2), (2, 2)]
    calls.clear()
    assert set(build.build(executor=threads(), progress=lambda *call: calls.append(call))) == {"one", "two"}
    assert calls == []


def test_a_damaged_entry_is_built_again(registry):
    registry(one=small())
    build.build(executor=threads())
    path = store.root() / "key-one" / "one.gif"
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    calls = []
    build.build(executor=threads(), progress=lambda *call: calls.append(call))
    assert calls[-1] == (1, 1, "one")
    assert path.read_bytes() == whole


def test_a_process_that_dies_is_reported_with_the_figure_s_name(registry, monkeypatch):
    registry(fatal=small())

    @contextmanager
    def pool(jobs, *, preload):
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context, initializer=os._exit, initargs=(9,)) as dying:
            yield dying

    monkeypatch.setattr(work, "processes", pool)
    with pytest.raises(FigureError, match=r"^fatal: the process that made it died; it was killed, or memory ran out"):
        build.build()


def test_an_unwritable_store_is_found_before_the_work_begins(registry, tmp_path):
    registry(one=small(measure=failing))
    (tmp_path / "store").write_text("in the way")
    with pytest.raises(store.StoreError, match="can't be written"):
        build.build(executor=threads())


def test_an_unknown_name_is_refused_before_the_work_begins(registry):
    registry(one=small())
    with pytest.raises(LookupError, match="named 'won'"):
        build.build(["won"], executor=threads())


def test_nothing_changed_means_no_matplotlib():
    build.build([FIGURE])
    code = (
        "import sys\n"
        "from momentum.build import build\n"
        f"build.build([{FIGURE!r}])\n"
        "sys.exit('matplotlib' in sys.modules or 'PIL' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_two_builds_at_once_share_a_store_that_lacks_the_same(tmp_path):
    folder = tmp_path / "store"
    env, command = {**os.environ, "MOMENTUM_CACHE": str(folder)}, ["-m", "momentum", "figures", "--quiet", STILL]
    with (tmp_path / "output").open("wb") as output, (tmp_path / "errors").open("wb") as errors:
        running = [warm.start(command, cwd=tmp_path, env=env, output=output, errors=errors) for _ in range(2)]
        assert [process.wait(120) for process in running] == [0, 0]
    assert (tmp_path / "errors").read_text() == ""
    entries = {entry.name: entry for entry in folder.iterdir() if entry.is_dir()}
    # The figure, and what modules import.
    assert len(entries) == 1 + 1
    assert catalogue.items([STILL])[STILL].key in entries
    assert not [name for name in entries if name.startswith(store.DRAFT)]


def test_a_cluster_makes_the_same_bytes(tmp_path, monkeypatch):
    # That every figure comes out the same in another process is tested with the figures.
    from distributed import Client, LocalCluster

    here = build.build([FIGURE])[FIGURE]
    files = {file: store.file(here, file) for file in here["files"]}
    monkeypatch.setenv("MOMENTUM_CACHE", str(store_with_imports(tmp_path)))
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path / "d")
        ) as c,
        Client(c) as client,
    ):
        record = build.build([FIGURE], executor=client.get_executor())[FIGURE]
    assert record == here
    assert {file: store.file(record, file) for file in record["files"]} == files
    assert {path.parent.parent for path in map(partial(store.path, record), files)} == {tmp_path}
