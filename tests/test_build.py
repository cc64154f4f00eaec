"""Builds: what fails is named, what exists is not made again, and any executor gives the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from momentum.build.make import FigureError, render, value_text

from momentum.build import build
from momentum.rendering import fonts
from momentum.rendering.scene import Figure, Panel, Readout, Run, Scene
from momentum.store import store

FIGURE = "one-step"


def small(alt="Two points.", measure=lambda: {"steps": 1}, values=(1.0, 0.5)):
    panel = Panel("plane", "p", (60, 40), (0, 1), (0, 1), lambda axes: None, (Run([[0, 0], [1, 1]], "ink", "run"),))
    readouts = (Readout("run", "ink", values),)
    return Figure("T", "C", alt, lambda: Scene((panel,), ticks=1, readouts=readouts), measure)


def failing():
    raise RuntimeError("no picture today")


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """Replaces the registry: `registry(name=figure)`; its modules live in this process, so threads must do the work."""
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))
    (tmp_path / "figures").mkdir()

    def make(**figures):
        files = {}
        for name, figure in figures.items():
            path = tmp_path / "figures" / f"{name}.py"
            path.write_text(f"# {name}\n")
            files[name] = path
            module = SimpleNamespace(FIGURE=figure, numbers=figure) if figure is not None else SimpleNamespace()
            monkeypatch.setitem(sys.modules, f"momentum.figures.{name}", module)
        monkeypatch.setattr(store, "sources", lambda: files)
        return files

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
        (small(values=(1.0, float("nan"))), "wrong: the readout 'run' is not finite at step 1"),
        (small(values=(1.0,)), "wrong: ValueError: A readout takes 2 values; 'run' has 1"),
        (None, "wrong: AttributeError"),
    ],
)
def test_a_figure_that_fails_is_named_and_the_others_are_kept(registry, figure, message):
    registry(wrong=figure, right=small())
    with pytest.raises(FigureError, match=message):
        build.build(executor=threads())
    assert store.find("right")["numbers"] == {"steps": 1}


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
    path = store.root() / store.keys()["one"] / "one.gif"
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    calls = []
    build.build(executor=threads(), progress=lambda *call: calls.append(call))
    assert calls[-1] == (1, 1, "one")
    assert path.read_bytes() == whole


def test_a_process_that_dies_is_reported_with_the_figure_s_name(registry, monkeypatch):
    registry(fatal=small())

    def pool(jobs):
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=os._exit, initargs=(9,))

    monkeypatch.setattr(build, "pool", pool)
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
        "from momentum import build\n"
        f"build.build([{FIGURE!r}])\n"
        "sys.exit('matplotlib' in sys.modules or 'PIL' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def environment(folder):
    return {**os.environ, "MOMENTUM_CACHE": str(folder)}


def test_two_builds_at_once_share_an_empty_store(tmp_path):
    command = [sys.executable, "-m", "momentum", "figures", "--quiet", FIGURE]
    running = [
        subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    names = sorted(entry.name for entry in tmp_path.iterdir())
    assert names == sorted([store.FONTS, store.keys([FIGURE])[FIGURE]])
    assert len(list((tmp_path / store.FONTS).iterdir())) == len(fonts.FACES) * len(fonts.WEIGHTS)


def test_a_cluster_makes_the_same_bytes(tmp_path, monkeypatch):
    from distributed import Client, LocalCluster

    names = [FIGURE, "zigzag"]
    expected = {name: render(name, "figures", f"momentum.figures.{name.replace('-', '_')}") for name in names}
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path))
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path / "d")
        ) as c,
        Client(c) as client,
    ):
        records = build.build(names, executor=client.get_executor())
    for name in names:
        assert {file: store.file(records[name], file) for file in records[name]["files"]} == expected[name][1]
        assert {key: records[name][key] for key in expected[name][0]} == expected[name][0]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.5"), (-2.345, "−2.35"), (1234.4, "1234"), (12345.0, "1.2 × 10⁴"), (3.21e-7, "3.2 × 10⁻⁷")],
)
def test_readouts_are_short(value, text):
    assert value_text(value) == text
