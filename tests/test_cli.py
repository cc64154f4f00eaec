"""The command line: what it writes, what it prints, and one sentence for each fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from momentum.build import build, catalogue, work
from momentum.cli import main
from momentum.store import store

FIGURE = "one-step"


@pytest.fixture(scope="module", autouse=True)
def built():
    build.build([FIGURE])


def test_list_names_every_figure(capsys):
    assert main(["list"]) == 0
    assert capsys.readouterr().out.split() == sorted(catalogue.names("figure"))


def test_figures_counts_what_is_in_the_store(capsys):
    assert main(["figures", "--quiet", FIGURE]) == 0
    assert capsys.readouterr().out == f"1 figures and 0 sets of numbers are in {store.root()}.\n"


def test_render_writes_every_format(tmp_path, capsys):
    assert main(["render", FIGURE, "-o", str(tmp_path / "new")]) == 0
    written = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert written == [f"{FIGURE}.gif", f"{FIGURE}.png", f"{FIGURE}.svg"]
    assert capsys.readouterr().out.splitlines() == [
        str(tmp_path / "new" / f"{FIGURE}.{kind}") for kind in ("svg", "gif", "png")
    ]
    for path in (tmp_path / "new").iterdir():
        assert path.read_bytes() == store.file(build.find(FIGURE), path.name)


def test_render_writes_one_format_if_asked(tmp_path):
    assert main(["render", FIGURE, "-o", str(tmp_path), "--format", "png"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{FIGURE}.png"]


@pytest.mark.parametrize("command", [["render", "one-stop"], ["figures", "one-stop"]])
def test_an_unknown_figure_is_a_sentence(command, capsys):
    assert main(command) == 2
    assert capsys.readouterr().err == (
        "momentum: There is no figure or set of numbers named 'one-stop'. Near it: one-step.\n"
    )


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["render", FIGURE, "-o", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.startswith("momentum: [Errno")


def test_an_unwritable_store_is_a_sentence(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "file"))
    assert main(["figures", FIGURE]) == 1
    assert "The store of figures can't be written" in capsys.readouterr().err.splitlines()[-1]


def test_progress_is_shown_from_the_start(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path))
    monkeypatch.setattr(work, "processes", lambda jobs, preload: ThreadPoolExecutor(1))
    assert main(["figures", FIGURE]) == 0
    shown = capsys.readouterr().err
    assert "0/1" in shown
    assert "1/1 [" in shown
    assert FIGURE in shown
