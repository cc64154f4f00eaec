"""The README: its picture is the figure as it is built today, and its examples print what they say."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from momentum.build import build
from momentum.store import store

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PICTURE = ROOT / "docs/assets/ravine-duel.svg"


def test_the_picture_is_the_figure_as_it_is_built_today():
    record = build.build(["ravine-duel"])["ravine-duel"]
    assert PICTURE.read_bytes() == store.file(record, "ravine-duel.svg"), (
        "The README's picture is out of date: run `make picture`."
    )


def test_the_picture_has_an_alternative_text():
    alt = re.search(r"!\[([^\]]+)\]\(docs/assets/ravine-duel\.svg\)", README)
    assert alt
    assert len(alt[1]) > 60


@pytest.mark.parametrize("source", re.findall(r"```python\n(.*?)```", README, re.S))
def test_the_examples_print_what_they_say(source):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, {})
    assert printed.getvalue().split("\n")[:-1] == re.findall(r"# (.+)$", source, re.M)


def test_the_files_that_it_names_exist():
    for name in re.findall(r"\]\(([\w./-]+)\)", README) + re.findall(r"^\| `([\w/]+)`", README, re.M):
        assert (ROOT / name).exists(), name


def test_every_target_that_it_names_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z]+)", README, re.M):
        assert f"\n{target}:" in makefile, target
