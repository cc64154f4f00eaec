"""Kept pages: a page is rendered again when anything that it reads changes, and only then, and comes out the same."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from built import ROOT
from momentum.site import kept
from momentum.site.reading import words
from momentum.store import keys, store
from momentum.store.remembered import remembered
from small_site import STEPS, TWO, Site, built_once, edited


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose pages were built once, with a store of its own."""
    return built_once(tmp_path, monkeypatch)


def test_pages_of_which_nothing_changed_are_not_rendered_and_come_out_the_same(site: Site) -> None:
    before = site.built()
    assert STEPS in before["site"]
    shutil.rmtree(site.folder / "site")
    assert site.build() == []
    assert site.built() == before


CHANGES: dict[str, tuple[Callable[[Site], None], list[str]]] = {
    "its text": (lambda site: edited(site.page("two"), "Nothing", "Not much"), ["two.md"]),
    "a file that it shows": (lambda site: edited(site.folder / "code.py", "x = 1", "x = 2"), ["index.md"]),
    "a record that it looks up": (
        lambda site: site.made.update(run={"key": "c", "numbers": {"steps": 9}}),
        ["index.md"],
    ),
    "a record that it doesn't look up": (lambda site: site.made.update(other={"key": "d", "numbers": {}}), []),
    "the glossary": (
        lambda site: edited(site.page("glossary"), "Going past", "Too far"),
        ["glossary.md", "index.md", "two.md"],
    ),
    "the settings": (
        lambda site: edited(site.settings, "  - toc\n", "  - toc:\n      permalink: true\n"),
        ["glossary.md", "index.md", "two.md"],
    ),
    "a page more": (
        lambda site: site.page("three").write_text(TWO.replace("Two", "Three"), "utf-8") and None,
        ["glossary.md", "index.md", "three.md", "two.md"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_page_is_rendered_again_when_what_it_reads_changes_and_only_then(site: Site, what: str) -> None:
    change, rendered = CHANGES[what]
    change(site)
    assert site.build() == rendered
    kept_bytes = site.built()
    shutil.rmtree(os.environ["MOMENTUM_CACHE"])
    site.build()
    assert kept_bytes == site.built()


def test_what_a_page_looked_up_last_counts_and_not_what_it_once_did(site: Site) -> None:
    edited(site.page("index"), "[[run.steps]]", "[[other.steps]]")
    assert site.build() == ["index.md"]
    site.made["run"] = {"key": "c", "numbers": {"steps": 9}}
    assert site.build() == []


def test_a_record_that_is_gone_is_missed(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    del site.made["run"]
    with pytest.raises(Abort):
        site.build()
    assert "index.md:8: run" in caplog.text


def test_what_a_page_is_warned_of_is_said_by_every_build(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    edited(site.page("two"), "Nothing", "[Gone](gone.md). Nothing")
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.INFO, "mkdocs"):
            assert site.build() == ["two.md"]
        assert any("gone.md" in record.message and record.levelname == "WARNING" for record in caplog.records)


def test_a_link_to_a_heading_that_went_is_found_on_a_kept_page(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    edited(site.page("two"), "## Parts", "## Pieces")
    assert site.build() == ["two.md"]
    assert any("index.md" in record.message and "#parts" in record.message for record in caplog.records)


def test_a_page_with_a_fault_is_not_kept(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    edited(site.page("two"), "Nothing", '<img src="https://x.example/a.png" alt="A picture"> Nothing')
    for _ in range(2):
        caplog.clear()
        with pytest.raises(Abort):
            site.build()
        assert "two.md:8: A page loads nothing from elsewhere" in caplog.text


def test_a_damaged_page_is_rendered_again(site: Site) -> None:
    before = site.built()
    entries = Path(os.environ["MOMENTUM_CACHE"]).glob(f"*/{store.RECORD}")
    damaged = [entry for entry in entries if STEPS in entry.read_bytes()]
    assert damaged
    for entry in damaged:
        entry.write_bytes(entry.read_bytes().replace(STEPS, b">21</span> steps"))
    assert "index.md" in site.build()
    assert site.built() == before


def test_a_store_that_cannot_be_written_is_no_fault(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = site.folder / "blocked"
    blocked.write_text("A file stands where the folder should be.")
    monkeypatch.setenv("MOMENTUM_CACHE", str(blocked))
    assert site.build() == ["glossary.md", "index.md", "two.md"]


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Callable[[], str]]:
    """A copy of the package, and what finds the key of a page with docstrings of it."""
    folder = tmp_path_factory.mktemp("documented")
    package = shutil.copytree(keys.PACKAGE, folder / "momentum", ignore=shutil.ignore_patterns("__pycache__"))
    config = load_config(str(ROOT / "mkdocs.yml"))
    page = Page("A test", File("a.md", config.docs_dir, config.site_dir, use_directory_urls=True), config)
    page.markdown = "::: momentum.engine.descent.descend\n\n::: momentum.theory\n"

    def key() -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MOMENTUM_CACHE", str(folder / "store"))
            sources = keys.Sources(package, keep=True)
            patch.setattr(kept.keys, "own", lambda: sources)
            return kept.page_key(page, config, Files([]))

    return package, key


@pytest.mark.parametrize(
    ("module", "changes"),
    [
        ("engine/descent.py", True),
        ("engine/loop.py", True),
        ("theory/__init__.py", True),
        ("theory/optima.py", True),
        ("authoring/tables.py", True),
        ("authoring/finished.py", True),
        ("authoring/fonts/__init__.py", True),
        ("site/examples.py", True),
        ("chapters/home/ravine_duel.py", False),
        ("study/race.py", False),
    ],
)
def test_a_page_of_docstrings_reads_what_it_documents_and_what_renders_it(
    documented: tuple[Path, Callable[[], str]], module: str, changes: bool
) -> None:
    package, key = documented
    before, right = key(), (package / module).read_text("utf-8")
    assert key() == before
    edited(package / module, "\n\n", "\n\nMORE = 1\n\n")
    assert (key() != before) == changes
    (package / module).write_text(right, "utf-8")
    assert key() == before


def test_another_version_of_a_library_renders_every_page_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept.libraries, "installed", lambda: ("markdown-99.dist-info",))
    assert site.build() == ["glossary.md", "index.md", "two.md"]
    assert site.build() == []


def test_what_a_function_made_is_remembered_and_made_again_of_other_arguments(site: Site) -> None:
    assert remembered(words, "<p>Two words.</p>") == [2, 0]
    assert remembered(words, "<p>Two words.</p>") == [2, 0]
    assert remembered(words, "<p>Now three words.</p>") == [3, 0]
    for text, count in (("<p>One.</p>", 1), ("<p>And two.</p>", 2), ("<p>One.</p>", 1)):
        assert remembered(words, html=text) == [count, 0]
