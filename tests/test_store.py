"""The store: what is kept is whole, what is damaged is made again, and a build that is killed leaves no trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from momentum.store import store

FILES = {"a.svg": b"<svg/>", "a.gif": b"GIF89a" * 50}
RECORD = {"name": "a", "kind": "figure", "numbers": {"steps": 3}}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))
    return tmp_path / "store"


def test_what_is_written_is_read_again(folder):
    store.write("key", RECORD, FILES)
    record = store.read("key")
    assert record["numbers"] == {"steps": 3}
    assert {name: (folder / "key" / name).read_bytes() for name in record["files"]} == FILES
    assert store.read("other") is None


@pytest.mark.parametrize("name", [*FILES, store.RECORD])
@pytest.mark.parametrize("damage", ["truncated", "changed", "one letter", "empty", "gone"])
def test_a_damaged_entry_is_noticed_and_made_way_for(folder, name, damage):
    store.write("key", RECORD, FILES)
    path = folder / "key" / name
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        changed = {
            "truncated": content[: len(content) // 2],
            "changed": b"[" + content[1:],
            "one letter": content.replace(b"3", b"4").replace(b"v", b"w").replace(b"G", b"H"),
            "empty": b"",
        }
        assert changed[damage] != content
        path.write_bytes(changed[damage])
    assert store.read("key") is None
    store.write("key", RECORD, FILES)
    assert store.read("key") is not None


def test_a_record_that_is_json_but_no_record_is_noticed(folder):
    store.write("key", RECORD, FILES)
    for text in ("[]", "3", json.dumps({"files": {"a.svg": 1}}), json.dumps({"files": {"../x": ""}})):
        store.write("key", RECORD, FILES)
        (folder / "key" / store.RECORD).write_bytes(store.sealed(text))
        assert store.read("key") is None


def test_who_comes_second_finds_the_entry_there(folder):
    store.write("key", RECORD, FILES)
    store.write("key", RECORD, FILES)
    assert sorted(entry.name for entry in folder.iterdir()) == ["key"]


def test_a_build_killed_while_it_writes_leaves_no_entry(folder):
    code = (
        "import os, signal\n"
        "from momentum.store import store\n"
        "os.rename = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"store.write('key', {RECORD!r}, {FILES!r})\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert [entry.name.startswith(store.DRAFT) for entry in folder.iterdir()] == [True]
    assert store.read("key") is None
    store.write("key", RECORD, FILES)
    assert store.read("key") is not None


def test_a_store_that_cannot_be_written_says_so_in_a_sentence(folder):
    folder.write_text("A file stands where the folder should be.")
    for attempt in (store.prepare, lambda: store.write("key", RECORD, FILES)):
        with pytest.raises(store.StoreError, match=r"^The store of figures can't be written: .*MOMENTUM_CACHE\.$") as e:
            attempt()
        assert str(folder) in str(e.value)
    assert store.read("key") is None


def test_drafts_and_what_nobody_has_read_for_long_are_swept(folder):
    store.prepare()
    old, young = "0a" * 16, "1b" * 16
    ages = {old: 20, young: 10, store.DRAFT + "dead": 2, store.DRAFT + "alive": 0}
    for name, days in ages.items():
        (folder / name).mkdir()
        then = time.time() - days * 86400
        os.utime(folder / name, (then, then))
    (folder / "times.json").write_text("{}")
    store.prune()
    assert {entry.name for entry in folder.iterdir()} == {young, store.DRAFT + "alive", "times.json"}


@pytest.mark.parametrize("name", ["photographs", "experiment", "served", "0a" * 15, "0a" * 17, "0A" * 16])
def test_what_is_no_entry_of_the_store_is_never_swept(folder, name):
    (folder / name).mkdir(parents=True)
    then = time.time() - 400 * 86400
    os.utime(folder / name, (then, then))
    store.prune()
    assert (folder / name).is_dir()


def test_what_is_read_stays(folder):
    key = "0a" * 16
    store.write(key, RECORD, FILES)
    then = time.time() - 20 * 86400
    os.utime(folder / key, (then, then))
    assert store.read(key) is not None
    store.prune()
    assert (folder / key).is_dir()


def test_data_are_made_once_and_again_when_they_are_damaged(folder):
    made = []

    def make():
        made.append(1)
        return {"data.txt": b"data"}

    for _ in range(2):
        record = store.kept("key", "data", make)
        assert store.file(record, "data.txt") == b"data"
    assert len(made) == 1
    store.path(record, "data.txt").write_bytes(b"dat")
    assert store.file(store.kept("key", "data", make), "data.txt") == b"data"
    assert len(made) == 2


def test_an_entry_that_arrives_while_it_is_looked_for_stays(folder, monkeypatch):
    exists = Path.exists

    def late(path):
        there = exists(path)
        if path.name == "key" and not there:
            store.write("key", RECORD, FILES)
        return there

    monkeypatch.setattr(Path, "exists", late)
    store.read("key")
    monkeypatch.undo()
    assert exists(folder / "key" / store.RECORD)


def test_what_is_written_is_given_as_it_will_be_read(tmp_path, monkeypatch):
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path))
    made = {"name": "one", "kind": "data", "wheel": {"loss": "ravine", "condition": 25.0, "start": (-9.0, 1.0)}}
    written = store.write("k" * 32, made, {"a.txt": b"a"})
    assert json.dumps(written) == json.dumps(store.read("k" * 32))
