"""Slips of who writes the site: each ends in a sentence with page and line, and none outlives its mending."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from built import ROOT
from copied import HEAD, build
from momentum.site import claims, reading, search

COMPUTED = {"ravine": {"numbers": {"steps": 29}}}


def test_a_number_that_no_record_has_and_one_in_code_are_no_claims(tmp_path: Path) -> None:
    text = "[[ravine.steps]], [[ravine.step]], [[ravin.steps]], `[[ravine.steps]]`\n\n```\n[[ravine.other]]\n```\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert claims.quoted(tmp_path, COMPUTED.__getitem__) == {"a.md": [claims.Claim("ravine", "steps")]}
    assert claims.Claim("ravine", "other") not in claims.quoted(tmp_path)["a.md"]


@pytest.mark.parametrize("number", ["ravine-dule.plain_steps", "ravine-duel.plain_stepps"])
def test_a_number_nobody_computes_is_told_where_it_is_quoted_and_not_in_the_list(small: Path, number: str) -> None:
    listing = (ROOT / "docs/claims.md").read_text("utf-8")
    (small / "docs/claims.md").write_text(listing, "utf-8")
    settings = small / "mkdocs.yml"
    written = settings.read_text("utf-8")
    settings.write_text(written.replace("  - Start: index.md\n", "  - All: claims.md\n  - Start: index.md\n"), "utf-8")
    (small / "docs/index.md").write_text(f"{HEAD}After [[{number}]] steps.\n", "utf-8")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert "index.md:8: " in output
    assert number.partition(".")[0] in output
    assert "claims.md:" not in output
    assert "Traceback" not in output


def hook(name: str) -> ModuleType:
    """A hook as MkDocs loads it, once for all builds of a server."""
    spec = importlib.util.spec_from_file_location(f"hook_{name}", ROOT / "gen" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(content: str) -> Any:
    return SimpleNamespace(content=content, file=SimpleNamespace(src_uri="index.md"), meta={}, title="A", url="",
                           parent=None, is_homepage=True)  # fmt: skip


def test_a_hook_that_was_loaded_long_ago_calls_the_functions_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = hook("reading"), hook("search")
    monkeypatch.setattr(reading, "minutes", lambda pages: {"read": 77})
    monkeypatch.setattr(search, "WEIGHTS", {"index.md": 88})
    monkeypatch.setattr("momentum.store.remembered.remembered", lambda function, *texts, **named: [named["weight"]])
    shown = page('<span data-minutes="read"></span>')
    file = SimpleNamespace(page=shown, src_uri="index.md")
    one.on_env(None, config=None, files=SimpleNamespace(documentation_pages=lambda: [file]))
    assert "77" in shown.content
    other.on_page_content("<p>Words.</p>", page=shown, config=None, files=None)
    assert other.found == [88]
