"""The modules of the package, and how a test names a file."""

from __future__ import annotations

from pathlib import Path

from built import ROOT

PACKAGE = ROOT / "src" / "momentum"
MODULES = sorted(PACKAGE.rglob("*.py"))


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
