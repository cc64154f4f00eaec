"""A store from elsewhere, as build machines restore one: what is built with it is what is built from nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from built import ROOT
from faces import store_with_faces


def records(tree: Path, store: Path, *names: str) -> dict[str, Any]:
    """The records of `names` as the package in `tree` builds them against `store`."""
    code = f"import json; from momentum.build import build; print(json.dumps(build.build({list(names)!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "MOMENTUM_CACHE": str(store)},
        cwd=tree, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_build_from_a_restored_store_equals_one_from_nothing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    old, names = store_with_faces(tmp_path / "old"), ("zigzag", "learning-rates", "fading-weights")
    before = records(tmp_path, old, *names)
    scenery = tmp_path / "src/momentum/chapters/_ravine.py"
    source = scenery.read_text("utf-8")
    assert "START = (-9.0, 1.0)" in source
    scenery.write_text(source.replace("START = (-9.0, 1.0)", "START = (-8.0, 1.0)"), "utf-8")
    restored, fresh = (records(tmp_path, store, *names) for store in (old, store_with_faces(tmp_path / "new")))
    assert restored == fresh
    assert restored["zigzag"] != before["zigzag"]
    assert restored["fading-weights"] == before["fading-weights"]
