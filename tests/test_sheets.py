"""The style sheets: no rule is for something that nobody makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pygments.token import STANDARD_TYPES

from built import ROOT
from momentum.authoring.directives import CHIPS

ASSETS = ROOT / "docs" / "assets"
# What no page has now and a writer may use: boxes, footnotes, and whatever there is in code.
WRITERS = {"admonition", "admonition-title", "footnote", *STANDARD_TYPES.values()}


@pytest.fixture(scope="module")
def given_classes(site_dir: Path) -> set[str]:
    """The classes of the elements of every page, and the words of scripts and their data, which may give them."""
    pages = "".join(path.read_text("utf-8") for path in site_dir.rglob("*.html"))
    built = site_dir / "assets"
    scripts = [*ASSETS.rglob("*.js"), *(built / "javascripts").rglob("*.js"), built / "explorer" / "model.json"]
    words = {word for path in scripts for word in re.findall(r"[A-Za-z][\w-]*", path.read_text("utf-8"))}
    classes = {name for said in re.findall(r'class="([^"]*)"', pages) for name in said.split()}
    made = {f"{prefix}-{word}" for prefix in ("mx", "sm") for word in words}
    return classes | words | made | {f"sm-{role}" for role in CHIPS.values()}


@pytest.mark.parametrize("path", sorted(ASSETS.rglob("*.css")), ids=lambda path: path.name)
def test_every_class_that_a_sheet_names_is_given_to_something(given_classes: set[str], path: Path) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    named = {name for head in re.findall(r"([^{};]+)\{", sheet) for name in re.findall(r"\.([A-Za-z][\w-]*)", head)}
    assert named
    assert sorted(named - given_classes - WRITERS) == []
