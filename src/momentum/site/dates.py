"""When each page last changed, as the history of the repository says: the same in every build of one commit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

COMMAND = ("git", "-c", "core.quotepath=off", "log", "--relative", "--name-only", "--date=format-local:%Y-%m-%d")


def changed(docs: Path) -> dict[str, str]:
    """Page below `docs` -> day (UTC, ISO 8601) of the last commit that touched it; empty where there is no history."""
    try:
        done = subprocess.run(
            [*COMMAND, "--format=//%cd", "--", "*.md"],
            cwd=docs,
            env={**os.environ, "TZ": "UTC"},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return {}
    dates: dict[str, str] = {}
    day = ""
    for line in done.stdout.splitlines():
        if line.startswith("//"):
            day = line.removeprefix("//")
        elif line:
            dates.setdefault(line, day)
    return dates
