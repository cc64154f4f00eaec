"""The package as it is installed elsewhere: with every file that it reads, and with its types."""

from __future__ import annotations

import tomllib
from pathlib import Path

import momentum
from built import ROOT
from momentum.store import pinned

PACKAGE = Path(str(momentum.__file__)).parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]


def own() -> list[Path]:
    """Every file of the package, as seen from its folder."""
    paths = pinned.files(path for path in PACKAGE.rglob("*") if "__pycache__" not in path.parts)
    return [path.relative_to(PACKAGE) for path in paths]


def test_what_is_no_module_is_installed_with_the_modules() -> None:
    data = [path for path in own() if path.suffix != ".py"]
    assert len(data) > 10
    patterns = SETTINGS["package-data"]["momentum"]
    assert [path for path in data if not any(path.match(pattern) for pattern in patterns)] == []
    assert [pattern for pattern in patterns if not any(path.match(pattern) for path in data)] == []


def test_every_folder_with_a_module_is_a_package() -> None:
    folders = {path.parent for path in own() if path.suffix == ".py"}
    assert [folder for folder in folders if not (PACKAGE / folder / "__init__.py").is_file()] == []


def test_checkers_of_types_are_told_that_there_are_some() -> None:
    assert (PACKAGE / "py.typed").read_bytes() == b""
