"""A loss: one entry. A method: one entry. A newcomer adds both to a copy of the project, and finds them everywhere."""

from __future__ import annotations

import json
import math
import operator
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import warm
from built import ROOT
from copied import build, cut_down, environment
from copied import copy as copy_of
from momentum.site import serving

LOSS = """
        Loss(
            "egg crate",
            lambda x, y: x**2 + y**2 + 25 * (np.sin(x) ** 2 + np.sin(y) ** 2),
            minimizers=((0.0, 0.0),),
            start=(-4.0, 2.5),
            extent=((-5.0, 3.0), (-3.0, 3.5)),
            about="A bowl with a pattern of hollows.",
        ),
"""
METHOD = """
        Method(
            "signs", "sign descent", "signs", "lion",
            lambda learning_rate, beta: Lion(learning_rate, beta, beta),
            settings=(_rate(0.05), _memory(high=0.99)),
            lines=("theta <- theta - learning_rate sign(beta m + (1 - beta) g)", "m <- beta m + (1 - beta) g"),
            source="a newcomer 2026",
        ),
"""
TESTED = ("test_losses.py", "test_calculus.py", "test_methods.py", "test_optimizers.py", "test_reference.py")


def enter(path: Path, entry: str) -> None:
    """Write the entry at the end of a module's registry."""
    text = path.read_text("utf-8")
    end = text.rindex("\n    )\n}")
    path.write_text(text[: end + 1] + entry.removeprefix("\n") + text[end + 1 :], "utf-8")


def computed(expression: Any, x: float, y: float) -> float:
    """What an expression of the model comes to at (x, y): a number, "x", "y", or [operation, part, ...]."""
    if not isinstance(expression, list):
        return {"x": x, "y": y}.get(expression, expression)
    operations = {
        "add": operator.add, "sub": operator.sub, "mul": operator.mul, "pow": operator.pow, "sin": math.sin
    }  # fmt: skip
    return float(operations[expression[0]](*(computed(part, x, y) for part in expression[1:])))


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return warm.run(command, cwd=project, env=environment(project))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one loss and one method more, and no more than it needs."""
    folders = ("gen", "overrides", "docs", "src/momentum", "tests", "tools")
    project = copy_of(tmp_path_factory.mktemp("newcomer"), *folders, figures=["loss", "ravine_duel"])
    for name in ("mkdocs.yml", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, project / name)
    enter(project / "src/momentum/engine/losses.py", LOSS)
    enter(project / "src/momentum/engine/methods.py", METHOD)
    return project


@pytest.fixture(scope="module")
def site(copy: Path) -> Path:
    """The copy's lists and losses as a site, the newcomer's figure whole; the others are drafts of what they are."""
    pages = ("index.md", "explorer.md", "gallery.md", "glossary.md", "losses.md", "momentum.md", "reference.md")
    for name in ("index.md", "glossary.md", "momentum.md"):
        (copy / "docs" / name).unlink()
    cut_down(copy, {page: page.removesuffix(".md").title() for page in pages})
    drawn = run(copy, "-m", "momentum", "figures", "--quiet", "loss-egg-crate")
    assert drawn.returncode == 0, drawn.stderr
    built = build(copy, **{serving.EDITED: "1"})
    assert built.returncode == 0, built.stdout + built.stderr
    return copy / "site"


def test_both_are_tested(copy: Path) -> None:
    tests = [f"tests/{name}" for name in TESTED if (copy / "tests" / name).exists()]
    chosen = ["-k", "egg or signs or registry", "-q", "-p", "no:cacheprovider", "-rA"]
    done = run(copy, "-m", "pytest", *tests, *chosen)
    assert done.returncode == 0, done.stdout[-3000:]
    assert len(re.findall(r"^PASSED .*egg crate", done.stdout, re.M)) >= 8
    assert len(re.findall(r"^PASSED .*signs", done.stdout, re.M)) >= 5


def test_both_are_on_the_command_line(copy: Path) -> None:
    done = run(copy, "-m", "momentum", "descend", "egg crate", "signs", "--steps", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sign descent on egg crate: learning_rate = 0.05, beta = 0.9\n")


def test_the_loss_is_drawn_and_listed(site: Path) -> None:
    page = (site / "losses" / "index.html").read_text("utf-8")
    assert 'id="egg-crate"' in page
    assert "A bowl with a pattern of hollows." in page
    assert 'data-figure="loss-egg-crate"' in page
    assert page.count("<math") > page.count("</h2>")
    for kind in ("svg", "gif", "png"):
        assert (site / "figures" / f"loss-egg-crate.{kind}").stat().st_size > 1000
    assert "momentum render loss-egg-crate" in (site / "gallery" / "index.html").read_text("utf-8")


def test_both_are_what_the_explorer_offers(site: Path) -> None:
    model = json.loads((site / "assets" / "explorer" / "model.json").read_text("utf-8"))
    loss, method = model["losses"]["egg crate"], model["methods"]["signs"]
    assert loss["start"] == [-4.0, 2.5]
    assert loss["minimizers"] == [[0.0, 0.0]]
    x, y = -4.0, 2.5
    here = x**2 + y**2 + 25 * (math.sin(x) ** 2 + math.sin(y) ** 2)
    assert computed(loss["expression"], x, y) == pytest.approx(here, rel=1e-12)
    assert sum(len(drawn["d"]) for drawn in loss["terrain"]["sets"]) > 1000
    assert (method["label"], method["role"], method["rule"]) == ("sign descent", "lion", "Lion")
    assert method["defaults"] == {"learning_rate": 0.05, "beta": 0.9}
    assert method["fixed"] == {"beta1": "beta", "beta2": "beta"}
    assert all(one["suits"]["signs"] > 0 for one in model["losses"].values())
    assert set(loss["suits"]) == set(model["methods"])


def test_both_are_in_the_reference(site: Path) -> None:
    page = (site / "reference" / "index.html").read_text("utf-8")
    assert "losses/#egg-crate" in page
    assert '<span class="sm-chip sm-lion">sign descent</span>' in page
    assert "a newcomer 2026" in page
