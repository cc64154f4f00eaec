"""What a kept page must not hide: a complaint that a quiet build did not hear, a file shown in whatever way, a save."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from momentum.store import pinned
from small_site import Site, built_once, edited


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose pages were built once, with a store of its own."""
    return built_once(tmp_path, monkeypatch)


def test_a_page_that_a_quiet_build_renders_is_looked_at_again(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    edited(site.page("two"), "Nothing", "[Gone](gone.md). Nothing")
    with caplog.at_level(logging.ERROR, "mkdocs"):
        assert site.build() == ["two.md"]
    with caplog.at_level(logging.INFO, "mkdocs"):
        assert site.build() == ["two.md"]
    assert any("gone.md" in record.message and record.levelname == "WARNING" for record in caplog.records)


@pytest.mark.parametrize(
    "shown",
    [
        "--8<-- 'code.py:rule'",
        '-8<- "code.py"',
        "--8<--\ncode.py:rule\n--8<--",
        "--8<-- 'more.txt'",
        "--8<--\nmore.txt\n\n--8<--",
    ],
)
def test_a_page_is_rendered_again_when_a_file_changes_that_it_shows_in_any_way(site: Site, shown: str) -> None:
    (site.folder / "more.txt").write_text("--8<--\ncode.py\n--8<--\n", "utf-8")
    edited(site.page("index"), '--8<-- "code.py:rule"', shown)
    assert site.build() == ["index.md"]
    edited(site.folder / "code.py", "x = 1", "x = 2")
    assert site.build() == ["index.md"]


def test_a_page_rendered_while_the_sources_change_is_not_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(site.page("two"), "Nothing", "Not much")
    with monkeypatch.context() as patch:
        patch.setattr(pinned, "AT_FIRST", ())
        assert site.build() == ["two.md"]
    assert site.build() == ["two.md"]
    assert site.build() == []
