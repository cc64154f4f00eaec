"""A copy of the project, cut down to the figures and pages that a test needs, with its own package and settings."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

import warm
from built import ADDRESS, REPOSITORY, ROOT

PAGE = "---\ndescription: A page of a test.\n---\n# Title\n\n"
HEAD = f"{PAGE}Some words.\n\n"
GLOSSARY = "---\ndescription: Terms of a test.\n---\n# Glossary\n\n## Terms\n\nOvershoot\n:   Going past the minimum.\n"


def copy(target: Path, *folders: str, figures: Collection[str] | None = None) -> Path:
    """Copies these folders of the project, of their chapters all modules or these `figures` alone.

    What Python has compiled of them is not copied but shared: Python never writes into such a file, it replaces it.
    """

    def unread(folder: str, names: list[str]) -> set[str]:
        chapter = figures is not None and Path(folder).parent.name == "chapters"
        return {name for name in names if chapter and name[0] != "_" and Path(name).stem not in (figures or ())}

    for folder in folders:
        shutil.copytree(ROOT / folder, target / folder, ignore=unread, copy_function=_shared)
    return target


def _shared(source: str, target: str) -> None:
    if source.endswith(".pyc"):
        with suppress(OSError):  # the other folder may be on another disk
            os.link(source, target)
            return
    shutil.copy2(source, target)


def cut_down(project: Path, pages: Mapping[str, str]) -> None:
    """Leaves of the navigation these pages (name -> title), the first in the header.

    Pages that are not named go; one that isn't there is an empty one.
    """
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
    project = copy(target, "gen", "overrides", "docs/assets", "src/momentum", figures=["ravine_duel"])
    cut_down(project, {"index.md": "Start", "glossary.md": "Glossary"})
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
