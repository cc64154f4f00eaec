"""The whole site comes out of kept pages as it is rendered."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from built import ROOT, run_mkdocs
from momentum.site import templates
from momentum.store import store


def test_the_whole_site_comes_out_of_kept_pages_as_it_is_rendered(tmp_path: Path) -> None:
    # Of the store all is there but pages, what is remembered of them, and templates.
    own, cut = store.root(), tmp_path / "store"
    for entry in own.glob(f"*/{store.RECORD}"):
        record = store.read(entry.parent.name)
        if record is not None and "value" not in record and templates.FILE not in record["files"]:
            shutil.copytree(entry.parent, cut / entry.parent.name, copy_function=os.link)
    for name in ("rendered", "kept"):
        built = run_mkdocs(ROOT / "mkdocs.yml", tmp_path / name, MOMENTUM_CACHE=str(cut))
        assert built.returncode == 0, built.stdout + built.stderr
    assert _files(tmp_path / "kept") == _files(tmp_path / "rendered")


def _files(folder: Path) -> dict[str, bytes]:
    dated = {"sitemap.xml", "sitemap.xml.gz"}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in dated
    }
