"""What no file of the project may hold, how long one may be, and which of its sections a page shows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from built import ROOT
from modules import MODULES, identify

TREE = sorted(
    path
    for name in ("src", "gen", "docs", "overrides", "tests", "tools", "benchmarks", ".github", ".ci")
    for path in (ROOT / name).rglob("*")
    if path.is_file() and not {"__pycache__", "data"} & set(path.parts) and ".egg-info" not in str(path)
) + sorted(
    path
    for path in ROOT.iterdir()
    if path.suffix in {".md", ".yml", ".toml", ".lock", ".cff"} or path.name in {"Makefile", "LICENSE", ".gitignore"}
)
TEXT = {".py", ".md", ".css", ".js", ".html", ".yml", ".toml", ".svg", ".json", ".lock", ".cff", ".txt", ""}

# Each name is spelled in two halves, so that this file may itself be read.
REGISTRIES = "|".join(
    one + two
    for one, two in (
        (r"pypi\.", "org"), ("python", "hosted"), (r"registry\.", "npmjs"), (r"deb\.", "debian"), ("jsde", "livr"),
        ("unp", r"kg\.com"), ("poly", r"fill\.io"), (r"fonts\.", "googleapis"), (r"fonts\.", "gstatic"),
    )
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w+")


READ = {identify(path): path.read_text("utf-8") for path in TREE if path.suffix in TEXT}
PYTHON = {name: text for name, text in READ.items() if name.endswith(".py")}


def test_files_are_read() -> None:
    assert len(READ) > 600
    assert len(PYTHON) > 480
    assert {"README.md", "Makefile", ".ci/run", "src/momentum/cli.py", "tests/test_files.py", "docs/index.md"} <= {
        *READ
    }


def test_a_module_has_one_idea() -> None:
    modules = {name: text for name, text in PYTHON.items() if not name.startswith("gen/")}
    assert not [name for name, text in modules.items() if len(text.splitlines()) > 200]
    unsaid = [name for name, text in modules.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert not unsaid, "the first line says what the module is for"


def test_no_file_names_a_registry_or_a_machine_s_folder() -> None:
    assert not [(name, found[0]) for name, text in READ.items() if (found := re.search(REGISTRIES, text))]
    assert not [(name, found[0]) for name, text in READ.items() if (found := MACHINE.search(text))]


def test_no_test_is_skipped() -> None:
    marks = re.compile("|".join(("pytest.sk" + "ip", "mark.sk" + "ip", "import" + "orskip", "x" + "fail")))
    assert not [name for name, text in PYTHON.items() if name.startswith("tests/") and marks.search(text)]


MARK = re.compile(r"^ *# --8<-- \[(start|end):([\w-]+)\]$", re.MULTILINE)
SHOWN = set(re.findall(r'^ *--8<-- "([^":]+):([\w-]+)"$', "\n".join(
    page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("*.md"))
), re.MULTILINE))  # fmt: skip


@pytest.mark.parametrize("path", [path for path in MODULES if MARK.search(path.read_text("utf-8"))], ids=identify)
def test_a_section_that_is_marked_is_shown_on_a_page(path: Path) -> None:
    text = path.read_text("utf-8")
    marks = MARK.findall(text)
    assert len(marks) == text.count("--8<-- [")
    assert [kind for kind, _ in marks] == ["start", "end"] * (len(marks) // 2)
    assert [name for _, name in marks[::2]] == [name for _, name in marks[1::2]]
    assert {(identify(path), name) for _, name in marks} <= SHOWN


def test_a_section_that_is_shown_is_marked() -> None:
    marked = {(identify(path), name) for path in MODULES for _, name in MARK.findall(path.read_text("utf-8"))}
    assert marked >= SHOWN
    assert len(SHOWN) > 20
