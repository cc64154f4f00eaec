"""Keys: what is made changes its key with all that it reads, and with nothing else."""

from __future__ import annotations

import platform
import re
import sys
from importlib import metadata
from pathlib import Path
from types import CodeType

import pytest

from built import ROOT
from momentum.build import catalogue
from momentum.build.fault import make
from momentum.store import keys, libraries
from momentum.store.keys import PACKAGE, Sources, own

SOURCES = {
    "__init__": "from pack import rooms\nfrom pack.engine import descend\n__all__ = ['descend']\n",
    "engine": "import numpy\nfrom pack import checks\ndef descend(): ...\n",
    "checks": "x = 1\n",
    "aside": "y = 2\n",
    "fonts/__init__": "FACE = 'face'\n",
    "rooms/__init__": "'''Rooms.'''\n",
    "rooms/one": "from pack import descend\n",
    "rooms/two": "def late():\n    from pack.aside import y\n    from pack import fonts\n",
    "rooms/three": "from . import one\nfrom ..rooms.two import late\n",
    "rooms/four": "import pack.checks as c, json\n",
    "rooms/five": "import pack\n",
    "heavy/__init__": "state = []\n",
    "heavy/part": "import PIL\n",
    "rooms/six": "from pack.heavy import part\n",
}
READS = {
    "rooms.one": {"rooms/one.py", "engine.py", "checks.py"},
    "rooms.two": {"rooms/two.py", "aside.py", "fonts/__init__.py", "fonts/face.woff2"},
    "rooms.three": {"rooms/three.py", "rooms/one.py", "engine.py", "checks.py", "rooms/two.py", "aside.py",
                    "fonts/__init__.py", "fonts/face.woff2"},
    "rooms.four": {"rooms/four.py", "checks.py"},
    "rooms.five": {"rooms/five.py", "engine.py", "checks.py"},
    "rooms.six": {"rooms/six.py", "heavy/__init__.py", "heavy/part.py"},
}  # fmt: skip


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small package with a facade, lazy and relative imports, and data beside a module."""
    for name, source in SOURCES.items():
        path = tmp_path / "pack" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    (tmp_path / "pack/fonts/face.woff2").write_bytes(b"face")
    (tmp_path / "pack/fonts/README.md").write_text("About.")
    return tmp_path / "pack"


@pytest.mark.parametrize("module", READS)
def test_a_module_reads_what_it_imports_wherever_and_however(pack: Path, module: str) -> None:
    found = {path.relative_to(pack).as_posix() for path in Sources(pack).reads(f"pack.{module}").files}
    assert found == READS[module]


def test_other_libraries_are_named_and_the_standard_library_is_not(pack: Path) -> None:
    assert Sources(pack).reads("pack.rooms.one").libraries == {"numpy"}
    assert Sources(pack).reads("pack.rooms.four").libraries == set()
    assert libraries.version("numpy") == __import__("numpy").__version__
    assert libraries.version("PIL") == __import__("PIL").__version__
    assert libraries.version("a_library_that_is_not_there") == "none"


def test_a_change_reaches_the_keys_of_its_readers_and_no_others(pack: Path) -> None:
    every = {module: Sources(pack).key(f"pack.{module}") for module in READS}
    for changed in sorted({file for files in READS.values() for file in files} | {"rooms/__init__.py"}):
        path = pack / changed
        before = path.read_bytes()
        path.write_bytes(before + b"\n'more'\n")
        now = {module: Sources(pack).key(f"pack.{module}") for module in READS}
        assert {module for module in READS if now[module] != every[module]} == {
            module for module in READS if changed in READS[module]
        }, changed
        path.write_bytes(before)


@pytest.mark.parametrize("source", ["x = 1  # one\n", "# More.\n\nx = (\n    1\n)\n"], ids=["a comment", "layout"])
def test_what_says_nothing_to_python_changes_no_key(pack: Path, source: str) -> None:
    before = {module: Sources(pack).key(f"pack.{module}") for module in READS}
    (pack / "checks.py").write_text(source)
    assert {module: Sources(pack).key(f"pack.{module}") for module in READS} == before
    (pack / "fonts/face.woff2").write_bytes(b"# face")
    assert Sources(pack).key("pack.rooms.two") != before["rooms.two"]


def test_what_is_installed_is_told_with_its_version() -> None:
    said = {one.lower() for one in libraries.installed()}
    assert platform.python_version() in said
    assert {f"{name}-{metadata.version(name)}.dist-info" for name in ("numpy", "markdown", "pygments")} <= said


def test_a_key_depends_on_the_versions_of_the_libraries_that_are_read(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {module: Sources(pack).key(f"pack.{module}") for module in READS}
    monkeypatch.setattr(libraries, "version", lambda library: "99")
    after = {module: Sources(pack).key(f"pack.{module}") for module in READS}
    assert {module for module in READS if before[module] != after[module]} == {
        "rooms.one", "rooms.three", "rooms.five", "rooms.six"
    }  # fmt: skip


def test_a_name_that_the_facade_takes_from_elsewhere_changes_the_key(pack: Path) -> None:
    before = Sources(pack).key("pack.rooms.one")
    (pack / "__init__.py").write_text("from pack.aside import y as descend\n")
    assert Sources(pack).key("pack.rooms.one") != before
    assert {path.name for path in Sources(pack).reads("pack.rooms.one").files} == {"one.py", "aside.py"}


def test_a_module_with_a_fault_in_its_syntax_still_has_a_key(pack: Path) -> None:
    before = Sources(pack).key("pack.rooms.one")
    (pack / "engine.py").write_text("def descend(:\n")
    assert Sources(pack).key("pack.rooms.one") != before


ITEMS = catalogue.items()
NOW = own()


def key(name: str) -> str:
    """The key of an item, of whatever its sources say at the moment."""
    return NOW.key(ITEMS[name].module, catalogue.MAKERS[ITEMS[name].kind], salt=name)


def test_an_item_has_the_key_of_its_module_and_its_maker() -> None:
    assert {name: item.key for name, item in ITEMS.items()} == {name: key(name) for name in ITEMS}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_change_of_a_module_rebuilds_what_imports_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {
        name
        for name, item in ITEMS.items()
        if path in NOW.reads(item.module).files or path in NOW.reads(catalogue.MAKERS[item.kind]).files
    }
    content, changed = NOW.content, {path}
    monkeypatch.setattr(NOW, "content", lambda file: b"changed" if file in changed else content(file))
    monkeypatch.setattr(NOW, "_totals", {})  # of what it was before
    assert {name for name in ITEMS if key(name) != ITEMS[name].key} == readers


@pytest.mark.parametrize(
    ("module", "reader"),
    [
        ("chapters/other_ways/_noise.py", "other-ways"),
        ("chapters/_ravine.py", "zigzag"),
        ("engine/fast.py", "ravine-duel"),
        ("study/training.py", "does-it-work"),
        ("study/data/digits.csv.gz", "study-same-rate"),
        ("rendering/fonts/source-sans-3-400.ttf", "beta-map"),
        ("rendering/svg.py", "beta-map"),
    ],
)
def test_known_readers_are_found(module: str, reader: str) -> None:
    item = ITEMS[reader]
    files = NOW.reads(item.module, catalogue.MAKERS[item.kind]).files
    assert PACKAGE / module in files


DATA = [path for path in PACKAGE.rglob("*.*") if path.suffix not in {".py", ".pyc", *keys.DOCUMENTS}]


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_datum_is_in_the_key_of_whoever_imports_its_folder(path: Path) -> None:
    folder = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
    assert path in NOW.reads(folder).files
    name, there = path.parent.name, re.escape(path.name)
    spoken = re.compile(rf"(?<![\w.]){name}\b.*{there}|with_name\(.{name}")
    for module in PACKAGE.rglob("*.py"):
        if module.parent != path.parent:  # others go through the folder, which is what a key follows
            assert not spoken.search(module.read_text("utf-8")), module


@pytest.mark.parametrize("name", ["zigzag", "learning-rates", "beta-map", "how-we-know", "momentum"])
def test_whatever_runs_while_a_thing_is_made_is_in_its_key(name: str) -> None:
    item = ITEMS[name] if name != "zigzag" else catalogue.draft(ITEMS[name])  # one film is enough
    maker, ran = item.maker, set[CodeType]()
    # A tracer that gives none back hears of calls alone: a drawing makes millions, and a profiler hears of their ends.
    before = sys.gettrace()
    sys.settrace(lambda frame, event, argument: ran.add(frame.f_code))
    try:
        make(name, maker, item.module)
    finally:
        sys.settrace(before)
    found = {Path(code.co_filename) for code in ran if code.co_name != "<module>"}
    own = {path for path in found if path.is_relative_to(PACKAGE)}
    reads = NOW.reads(item.module, maker).files
    assert own <= reads
    assert NOW.file(item.module) in own
