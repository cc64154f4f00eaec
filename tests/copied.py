"""A copy of the project, cut down to the figures and pages that a test needs, with its own package and settings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

import warm
from built import ADDRESS, REPOSITORY, ROOT

PAGE = "---\ndescription: A page of a test.\n---\n# Title\n\n"
HEAD = f"{PAGE}Some words.\n\n"
GLOSSARY = "---\ndescription: Terms of a test.\n---\n# Glossary\n\n## Terms\n\nOvershoot\n:   Going past the minimum.\n"


def copy(target: Path, *folders: str) -> Path:
    """Copies these folders of the project, and what Python has compiled of them."""
    for folder in folders:
        shutil.copytree(ROOT / folder, target / folder)
    return target


def cut_down(project: Path, figures: Collection[str], pages: Mapping[str, str]) -> None:
    """Leaves of the chapters these modules, and of the navigation these pages (name -> title), the first in the header.

    Pages that are not named go; one that isn't there is an empty one.
    """
    for path in (project / "src/momentum/chapters").glob("*/[!_]*.py"):
        if path.stem not in figures:
            path.unlink()
    for path in (project / "docs").glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for page in pages:
        if not (project / "docs" / page).exists():
            (project / "docs" / page).write_text(PAGE, "utf-8")
    first = next(iter(pages))
    nav = "nav:\n" + "".join(f"  - {title}: {page}\n" for page, title in pages.items()) + "\n"
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"  header: \[[^\]]*\]\n", f"  header: [{first}]\n", settings, count=1)
    (project / "mkdocs.yml").write_text(re.sub(r"nav:\n( .*\n)+\n", nav, settings, count=1), "utf-8")


def small(target: Path) -> Path:
    """A copy of the project with one figure, no claims and two pages."""
    project = copy(target, "gen", "overrides", "docs/assets", "src/momentum")
    cut_down(project, ["ravine_duel"], {"index.md": "Start", "glossary.md": "Glossary"})
    (project / "docs/glossary.md").write_text(GLOSSARY, "utf-8")
    (project / "docs/index.md").write_text(HEAD, "utf-8")
    return project


def environment(project: Path) -> dict[str, str]:
    """What makes a command take the copy's package and tests, and the store of the project."""
    store = os.environ.get("MOMENTUM_CACHE") or str(ROOT / ".cache" / "figures")
    own = {"PYTHONPATH": f"{project / 'src'}{os.pathsep}{project}", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**os.environ, **own, "NO_MKDOCS_2_WARNING": "1", "MOMENTUM_CACHE": store}


def build(project: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Builds the copy's site, strictly, with its own package and the store of the project, into its folder `site`."""
    command = ["-m", "mkdocs", "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", "site"]
    settings = {"SITE_URL": ADDRESS, "REPO_URL": REPOSITORY, **environment(project), **settings}
    return warm.run(command, cwd=project, env=settings)
