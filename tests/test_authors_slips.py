"""Slips of who writes the site: each ends in a sentence with page and line, and none outlives its mending."""

from __future__ import annotations

import importlib.util
import io
import runpy
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import mkdocs_gen_files
import pytest
from mkdocs.exceptions import PluginError

from built import ROOT
from copied import HEAD, build
from momentum.authoring import records
from momentum.build import build as builds
from momentum.site import card, claims, reading, search
from momentum.store import store

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
    file = SimpleNamespace(src_uri="index.md", content_bytes=b"")
    return SimpleNamespace(content=content, file=file, meta={}, title="A", url="", parent=None, is_homepage=True)


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


@pytest.mark.parametrize(
    ("header", "line", "said"),
    [
        ("date: 2024-13-45", 3, "The page's header must be YAML; month must be in 1..12"),
        (
            "card: ravine-dule",
            3,
            "card: There is no figure or set of numbers named 'ravine-dule'.",
        ),
    ],
)
def test_a_slip_in_a_header_is_told_with_its_line(small: Path, header: str, line: int, said: str) -> None:
    (small / "docs/index.md").write_text(HEAD.replace("---\n# ", f"{header}\n---\n# ", 1), "utf-8")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert f"index.md:{line}: {said}" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("name", ["index", "glossary"])
def test_a_time_that_names_no_page_is_told_with_its_line(small: Path, name: str) -> None:
    with (small / f"docs/{name}.md").open("a", encoding="utf-8") as file:
        file.write('\nIt takes <span data-minutes="ravin.md"></span> minutes.\n')
    lines = (small / f"docs/{name}.md").read_text("utf-8").count("\n")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert f"{name}.md:{lines}: data-minutes must name a page of the read" in output
    assert "Traceback" not in output


def test_a_card_that_shows_numbers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndescription: A.\ncard: tuning\n---\n# A\n", "utf-8")
    with pytest.raises(card.CardError, match=r"^a\.md:3: card: 'tuning' is a set of numbers, not a figure\.$"):
        list(card.cards(tmp_path, lambda name: {"name": name, "kind": "numbers", "files": {}}))


@pytest.mark.parametrize("script", ["pages", "shared", "explorer"])
def test_a_store_that_is_full_stops_the_build_with_a_sentence(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any) -> None:
        raise store.StoreError("The store of figures can't be written: it is full.")

    looked_up = {name: {"lookup": builds.among(builds.build())} for name in records.EXTENSIONS}
    settings = {"docs_dir": str(ROOT / "docs"), "mdx_configs": looked_up, "nav": [], "site_name": "A", "site_url": "/"}
    monkeypatch.setattr(mkdocs_gen_files, "config", settings, raising=False)
    monkeypatch.setattr(
        mkdocs_gen_files, "open", lambda *arguments: io.BytesIO() if "wb" in arguments else io.StringIO()
    )
    monkeypatch.setattr(store, "kept", full)
    with pytest.raises(PluginError, match=r"^The store of figures can't be written: it is full\.$"):
        runpy.run_path(str(ROOT / "gen" / f"{script}.py"))
