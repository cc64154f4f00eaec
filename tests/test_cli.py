"""The command line: what it writes, what it prints, and one sentence for each fault."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from momentum import LOSSES, METHODS, descend
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
    assert capsys.readouterr().out == f"In {store.root()} there are now: figures 1, sets of numbers 0.\n"


def test_figures_are_made_without_the_library_that_draws_bars(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert main(["figures", FIGURE]) == 0
    assert capsys.readouterr() == (f"In {store.root()} there are now: figures 1, sets of numbers 0.\n", "")


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


def test_descend_prints_the_main_steps_of_any_method_on_any_loss(capsys):
    for loss in LOSSES:
        for method in METHODS:
            assert main(["descend", loss, method, "--steps", "20"]) == 0
            head, *rows = capsys.readouterr().out.split("\n\n", 1)
            assert head.startswith(f"{METHODS[method].label} on {loss}: learning_rate = ")
            lines = rows[0].splitlines()
            assert lines[0].split() == ["step", "x", "y", "loss"]
            run = descend(LOSSES[loss], METHODS[method].make(), LOSSES[loss].start, 20)
            last = next(line for line in lines if line.split()[:1] == ["20"])
            # six digits are printed
            assert [float(word) for word in last.split()[1:]] == pytest.approx([*run.theta[-1], run.loss[-1]], rel=1e-5)
            assert ("diverges" in rows[0]) == bool(run.diverged)


def test_descend_takes_settings_and_a_start(capsys):
    command = [
        "descend",
        "ravine",
        "averaged",
        "--start",
        "-9",
        "1",
        "--set",
        "learning_rate=0.133",
        "--set",
        "beta=0.7",
    ]
    assert main([*command, "--steps", "1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("momentum on ravine: learning_rate = 0.133, beta = 0.7\n")
    assert out.splitlines()[-1].split() == ["1", "-8.6409", "0.0025", "37.3327"]


@pytest.mark.parametrize(("given", "read"), [("-1e3", -1000.0), ("-2.5E-1", -0.25), ("-.5e+1", -5.0), ("1e2", 100.0)])
def test_a_start_may_have_a_power_of_ten(given, read, capsys):
    assert main(["descend", "ravine", "averaged", "--steps", "0", "--start", given, "1"]) == 0
    assert float(capsys.readouterr().out.splitlines()[-1].split()[1]) == read


def test_more_steps_than_memory_holds_are_a_sentence(capsys):
    assert main(["descend", "ravine", "averaged", "--steps", str(10**15)]) == 1
    assert capsys.readouterr().err == "momentum: there is not memory enough for so many steps; ask for fewer.\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (["--set", "mu=1"], "averaged takes each of learning_rate, beta once; got mu=1.0."),
        (["--set", "beta=1.5"], "beta must lie in [0, 1); got 1.5."),
        (["--steps", "-1"], "steps must be a whole number from 0 up; got -1."),
    ],
)
def test_settings_that_cannot_be_are_a_sentence(settings, said, capsys):
    assert main(["descend", "ravine", "averaged", *settings]) == 2
    assert capsys.readouterr().err == f"momentum: {said}\n"


def test_a_setting_without_a_number_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["descend", "ravine", "averaged", "--set", "beta"])
    assert "a setting must be name=number; got 'beta'" in capsys.readouterr().err


def test_the_menu_of_descend_is_the_registries(capsys):
    with pytest.raises(SystemExit):
        main(["descend", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert ", ".join(LOSSES) in shown
    assert ", ".join(METHODS) in shown


@pytest.mark.parametrize("command", [["render", "one-stop"], ["figures", "one-stop"]])
def test_an_unknown_figure_is_a_sentence(command, capsys):
    assert main(command) == 2
    said = capsys.readouterr().err
    assert said.startswith("momentum: There is no figure or set of numbers named 'one-stop'. Near it: one-step")
    assert said.count("\n") == 1


def test_a_folder_that_cannot_be_one_is_a_sentence_before_anything_is_made(tmp_path, capsys, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(build, "build", None)
    for folder, why in ((tmp_path / "file", "File exists"), (tmp_path / "file" / "in", "Not a directory")):
        assert main(["render", FIGURE, "-o", str(folder)]) == 2
        assert capsys.readouterr().err == f"momentum: --output must be a folder; got {folder} ({why}).\n"
    assert main(["render", "ravine", "-o", str(tmp_path)]) == 2
    assert "no figure or set of numbers named 'ravine'" in capsys.readouterr().err
    assert main(["render", "theory", "-o", str(tmp_path / "new")]) == 2
    assert capsys.readouterr().err == "momentum: 'theory' is a set of numbers, not a figure.\n"
    assert not (tmp_path / "new").exists()


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
