"""A file saved while something is made: what was made of two states is not found again. An editor's files are none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from built import ROOT
from momentum.build import build, catalogue
from momentum.site import card, claims, explorer, registries
from momentum.store import imports, keys, pinned, store
from momentum.store.record import Record

COUNT = """
import sys
from pathlib import Path
from momentum.site import reading
from momentum.store.remembered import remembered
path = Path(reading.__file__)
for old in sys.argv[1:]:
    path.write_text(path.read_text("utf-8").replace(old, "7 + " + old), "utf-8")
print(remembered(reading.words, "<p>Two words.</p>"))
"""


def count(folder: Path, *edited: str) -> str:
    """What a new process makes of a copy of the package, which is edited in between."""
    environment = {"PYTHONPATH": str(folder), "MOMENTUM_CACHE": str(folder / "store"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", COUNT, *edited]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_what_an_older_function_makes_is_not_kept_under_the_key_of_the_saved_one(tmp_path: Path) -> None:
    shutil.copytree(keys.PACKAGE, tmp_path / "momentum", ignore=shutil.ignore_patterns("__pycache__"))
    assert count(tmp_path, 'reader.count["open"],') == "[2, 0]"
    assert count(tmp_path) == "[9, 0]"


@pytest.mark.usefixtures("own_store")
def test_nothing_is_kept_while_the_sources_change(monkeypatch: pytest.MonkeyPatch) -> None:
    key, made = "0a" * 16, list[str]()

    def make() -> dict[str, bytes]:
        made.append("once")
        return {"a.txt": b"a"}

    with monkeypatch.context() as patch:
        patch.setattr(pinned, "AT_FIRST", ())
        assert store.file(store.kept(key, "a", make, pinned.unchanged), "a.txt") == b"a"
        assert store.read(key) is None
    assert store.kept(key, "a", make)["key"] == key
    assert store.kept(key, "a", make)["key"] == key
    assert made == ["once", "once"]


@pytest.mark.usefixtures("own_store")
def test_numbers_whose_sources_were_saved_meanwhile_are_shown_and_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "momentum"
    item = catalogue.items([name])[name]
    before = iter([item._replace(key="0b" * 16)])  # what the build begins with; then the sources are others
    monkeypatch.setattr(catalogue, "items", lambda names=None: {name: next(before, item)})
    with ThreadPoolExecutor(1) as here:
        found: Record = build.build([name], executor=here)[name]
        assert found["numbers"]
        assert found["key"] not in ("0b" * 16, item.key)
        assert build.build([name], executor=here)[name]["key"] == item.key


def test_an_item_is_current_as_long_as_its_sources_give_its_key() -> None:
    item = catalogue.items(["one-step"])["one-step"]
    assert catalogue.current(item)
    assert catalogue.current(catalogue.draft(item))
    assert not catalogue.current(item._replace(key="0b" * 16))
    assert not catalogue.current(item._replace(name="gone"))


@pytest.mark.usefixtures("own_store")
def test_a_tree_leaves_in_the_store_what_another_knows_until_it_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, read, parsed = ("__init__", "one", "two", "three"), list[str](), imports.parsed
    for name in names:
        (tmp_path / f"{name}.py").write_text("X = 1\n", "utf-8")

    def noted(path: Path, module: str) -> imports.Source:
        read.append(path.stem)
        return parsed(path, module)

    def seen(edit: int) -> list[str]:
        (tmp_path / "one.py").write_text("x\n" * edit, "utf-8")  # each of another size: a clock may be coarse
        read.clear()
        keys.Sources(tmp_path, keep=True)
        return read.copy()

    monkeypatch.setattr(imports, "parsed", noted)
    assert sorted(seen(0)) == sorted(names)
    assert seen(1) == ["one"]
    assert seen(0) == seen(1) == []
    for edit in range(2, imports.OTHERS * len(names)):
        assert seen(edit) == ["one"]
    assert seen(0) == ["one"]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A folder with a page, a module and a script that an editor has open."""
    (tmp_path / "rooms").mkdir()
    (tmp_path / "chapters/one").mkdir(parents=True)
    for name in ("a.md", "rooms/__init__.py", "rooms/a.py", "a.js", "chapters/one/a.py"):
        path = tmp_path / name
        path.write_text("---\ndescription: A.\n---\n# A\n" if name == "a.md" else "X = 1\n", "utf-8")
        path.with_name(f".#{path.name}").symlink_to("somebody@somewhere.4711")
        path.with_name(f".{path.name}.swp").write_bytes(b"b0VIM \xff\xfe")
    return tmp_path


def test_an_editors_lock_is_no_file_of_the_project(edited: Path) -> None:
    assert [Path(path).name for path, *_ in pinned.listing(edited / "rooms")] == ["__init__.py", "a.py"]
    assert keys.Sources(edited / "rooms").reads("rooms").files == {edited / "rooms/__init__.py"}
    assert keys.Sources(edited / "rooms", keep=True).file("rooms.a") == edited / "rooms/a.py"
    assert list(catalogue.files(edited)) == ["a"]
    assert claims.quoted(edited) == {}
    assert [page for page, *_ in card.pages(edited)] == ["a.md"]
    assert list(registries.pages(edited, {})) == []


@pytest.mark.usefixtures("own_store")
def test_the_explorer_takes_the_projects_scripts_and_no_drafts_of_them(edited: Path) -> None:
    scripts = edited / "explorer"
    scripts.mkdir()
    shutil.copy(ROOT / "docs/assets/explorer/share.js", scripts)
    (scripts / ".DS_Store").write_bytes(b"\x00\xff")
    (scripts / ".#share.js").symlink_to("nowhere")
    assert [name for name, _ in explorer.files(scripts, b"{}")] == ["share.js", explorer.DATA]


def test_a_file_saved_twice_in_one_moment_is_another_file(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.py", set()
    for value, moment in (("1", 0), ("2", 1_000_000)):  # of the same size, a millisecond apart
        path.write_text(f"A = {value}\n", "utf-8")
        os.utime(path, ns=(moment, moment))
        seen.add(pinned.listing(tmp_path))
    assert len(seen) == 2


def test_what_vanishes_while_a_folder_is_listed_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "gone.py").symlink_to("nowhere")
    (tmp_path / "a.py").write_text("'''A.'''\n", "utf-8")
    assert [Path(path).name for path, *_ in pinned.listing(tmp_path)] == ["a.py"]
    assert pinned.files(tmp_path.iterdir()) == [tmp_path / "a.py"]
    (tmp_path / "a.py~").write_bytes(b"\xff")
    assert pinned.files(tmp_path.iterdir()) == [tmp_path / "a.py"]


def test_a_draft_that_vanishes_before_it_is_read_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms/__init__.py").write_text("X = 1\n", "utf-8")
    (tmp_path / "rooms/4913").write_bytes(b"draft")
    sources = keys.Sources(tmp_path / "rooms")
    assert tmp_path / "rooms/4913" in sources.reads("rooms").files
    (tmp_path / "rooms/4913").unlink()
    assert sources.key("rooms")


def test_a_build_notes_the_files_before_it_reads_the_package(tmp_path: Path) -> None:
    shutil.copytree(keys.PACKAGE, tmp_path / "momentum", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "momentum/__init__.py").open("a", encoding="utf-8") as file:
        file.write("from momentum.store import pinned\n")
        file.write("(pinned.PACKAGE / 'engine' / 'saved.py').write_text('X = 1')\n")
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1]); from momentum.store import pinned; print(pinned.unchanged())"
    )
    environment = {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, str(ROOT / "gen/fresh.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
