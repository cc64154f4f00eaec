"""What people get wrong stops the build, and the message says where and why: each fault is made on purpose here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from built import ROOT, run_mkdocs

HEAD = "---\ndescription: A page of a test.\n---\n# Title\n\nSome words.\n\n"
GLOSSARY = "---\ndescription: Terms of a test.\n---\n# Glossary\n\n## Terms\n\nOvershoot\n:   Going past the minimum.\n"
NAVIGATION = "nav:\n  - Start: index.md\n  - Glossary: glossary.md\n\n"
BROKEN = 'raise RuntimeError("the ravine is flat")\n'
MUTE = """
from dataclasses import replace
from momentum.chapters.home import ravine_duel
FIGURE = replace(ravine_duel.FIGURE, alt=" ")
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the project with one figure, no claims and two pages."""
    for folder in ("gen", "overrides", "docs/assets", "src/momentum"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (tmp_path / "src/momentum/chapters").glob("*/[!_]*.py"):
        if path.name != "ravine_duel.py":
            path.unlink()
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(re.sub(r"nav:\n( .*\n)+\n", NAVIGATION, settings, count=1), "utf-8")
    (tmp_path / "docs/glossary.md").write_text(GLOSSARY, "utf-8")
    (tmp_path / "docs/index.md").write_text(HEAD, "utf-8")
    return tmp_path


def build(project: Path) -> subprocess.CompletedProcess[str]:
    """Builds the copy with its own package, against the store of the project, where its one figure may lie ready."""
    store = os.environ.get("MOMENTUM_CACHE") or str(ROOT / ".cache" / "figures")
    return run_mkdocs(
        project / "mkdocs.yml",
        project / "site",
        PYTHONPATH=str(project / "src"),
        PYTHONDONTWRITEBYTECODE="1",
        MOMENTUM_CACHE=store,
    )


def test_the_small_site_is_right_before_it_is_broken(small: Path) -> None:
    with (small / "docs/index.md").open("a", encoding="utf-8") as page:
        page.write("![](figures/ravine-duel.svg)\n\nA rate of $\\beta = [[=0.9]]$, and :term[overshoot].\n")
    result = build(small)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("[a page](gone.md)", ["index.md", "gone.md", "not found"], id="broken link"),
        pytest.param("[a part](glossary.md#gone)", ["index.md", "#gone", "anchor"], id="broken anchor"),
        pytest.param("[a part](#gone)", ["index.md", "#gone", "anchor"], id="broken anchor of the page"),
        pytest.param("![A mark](assets/gone.png)", ["index.md", "assets/gone.png", "not found"], id="missing image"),
        pytest.param(
            "![](assets/touch-icon.png)", ["index.md", "touch-icon.png", "alternative text"], id="missing alt"
        ),
        pytest.param('<img src="assets/touch-icon.png">', ["index.md", "alternative text"], id="no alt text in HTML"),
        pytest.param("Then $\\frac{1}{$ holds.", ["index.md", r"\frac{1}{"], id="bad formula"),
        pytest.param("Then $\\fract{1}{2}$ holds.", ["index.md", r"\fract"], id="unknown command"),
        pytest.param("![](figures/ravine-dual.svg)", ["index.md", "ravine-dual", "ravine-duel"], id="unknown figure"),
        pytest.param("After [[ravine-duel.nothing]] steps.", ["index.md", "nothing"], id="number nobody computes"),
        pytest.param("After [[gone.steps]] steps.", ["index.md", "gone"], id="unknown source of numbers"),
        pytest.param("A loss of 0.25 is reached.", ["index.md", "0.25", "neither computed nor given"], id="bare"),
        pytest.param("Mind the :term[overshot].", ["index.md", "overshot"], id="unknown term"),
        pytest.param('```\n--8<-- "src/momentum/gone.py"\n```', ["index.md", "gone.py"], id="missing snippet"),
        pytest.param(
            '```\n--8<-- "src/momentum/engine/optimizers.py:gone"\n```',
            ["index.md", "gone"],
            id="missing section of a snippet",
        ),
    ],
)
def test_a_fault_on_a_page_stops_the_build(small: Path, line: str, said: list[str]) -> None:
    (small / "docs/index.md").write_text(f"{HEAD}{line}\n", "utf-8")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0, output
    for words in said:
        assert words in output


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("broken", BROKEN, ["broken", "RuntimeError", "the ravine is flat", "chapters/home/broken.py:"]),
        ("mute", MUTE, ["mute", "alternative text"]),
    ],
)
def test_a_fault_in_a_figure_stops_the_build(small: Path, name: str, source: str, said: list[str]) -> None:
    (small / f"src/momentum/chapters/home/{name}.py").write_text(source, "utf-8")
    (small / "docs/index.md").write_text(f"{HEAD}![](figures/{name}.svg)\n", "utf-8")
    result = build(small)
    output = result.stdout + result.stderr
    assert result.returncode != 0, output
    for words in said:
        assert words in output


def test_a_page_outside_the_navigation_stops_the_build(small: Path) -> None:
    (small / "docs/lost.md").write_text(HEAD, "utf-8")
    result = build(small)
    assert result.returncode != 0
    assert "lost.md" in result.stdout + result.stderr
