"""A small program that stands in for a browser or a Python."""

from __future__ import annotations

from pathlib import Path


def program(path: Path, status: int = 0) -> str:
    """A small program at `path` that ends with `status`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return str(path)
