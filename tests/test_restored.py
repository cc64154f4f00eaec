"""A store from elsewhere, as build machines restore one: what is built with it is what is built from nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import warm
from copied import copy
from stores import store_with_imports

WHOLE, DRAFTED = ["zigzag"], ["learning-rates", "fading-weights"]
CODE = f"""import json
from concurrent.futures import ThreadPoolExecutor
from momentum.build.build import build
with ThreadPoolExecutor(1) as here:  # the process is new: its workers would have nothing to add
    print(json.dumps(build({WHOLE}, executor=here) | build({DRAFTED}, executor=here, drafts=True)))
"""


def records(tree: Path, store: Path) -> dict[str, Any]:
    """The records that the package in `tree` builds against `store`; of one figure that has every picture."""
    env = {**os.environ, "PYTHONPATH": str(tree / "src"), "MOMENTUM_CACHE": str(store)}
    done = warm.run(["-c", CODE], cwd=tree, env=env)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_build_from_a_restored_store_equals_one_from_nothing(tmp_path: Path) -> None:
    copy(tmp_path, "src/momentum")
    old = store_with_imports(tmp_path / "old")
    before = records(tmp_path, old)
    scenery = tmp_path / "src/momentum/chapters/_ravine.py"
    source = scenery.read_text("utf-8")
    assert "START = (-9.0, 1.0)" in source
    scenery.write_text(source.replace("START = (-9.0, 1.0)", "START = (-8.0, 1.0)"), "utf-8")
    restored, fresh = (records(tmp_path, store) for store in (old, store_with_imports(tmp_path / "new")))
    assert restored == fresh
    assert restored["zigzag"] != before["zigzag"]
    assert restored["fading-weights"] == before["fading-weights"]
