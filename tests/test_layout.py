"""Who may import whom, how long a module may be, and what no file of the project may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from built import ROOT

PACKAGE = ROOT / "src" / "momentum"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREE = sorted(
    path
    for top in (ROOT / name for name in ("src", "gen", "docs", "overrides", "tests", "tools", "benchmarks", ".github"))
    for path in top.rglob("*")
    if path.is_file() and not {"__pycache__", "data"} & set(path.parts) and ".egg-info" not in str(path)
) + sorted(path for path in ROOT.iterdir() if path.suffix in {".md", ".yml", ".toml", ".lock", ".cff"})
TEXT = {".py", ".md", ".css", ".js", ".html", ".yml", ".toml", ".svg", ".json", ".lock", ".cff", ".txt", ""}

# Each name is spelled in two halves, so that this file may itself be read.
REGISTRIES = "|".join(
    one + two
    for one, two in (
        (r"pypi\.", "org"), ("python", "hosted"), (r"registry\.", "npmjs"), (r"deb\.", "debian"), ("jsde", "livr"),
        ("unp", r"kg\.com"), ("poly", r"fill\.io"), (r"fonts\.", "googleapis"), (r"fonts\.", "gstatic"),
    )
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w+")

# A part of the engine -> its modules; and the parts whose modules it may read besides its own.
ENGINE = {
    "checks": {"checks"},
    "losses": {"polynomial", "loss", "bowls", "losses"},
    "optimizers": {"rules", "adaptive", "optimizers", "conventions"},
    "descent": {"objectives", "trajectory", "sweep", "watch", "descent"},
    "measures": {"measures"},
    "theory": {"spectrum", "theory", "tuning"},
}
MAY_READ = {"losses": {"checks"}, "optimizers": {"checks"}, "descent": {"checks"}, "measures": {"checks", "descent"}}
PROTOCOLS = {"rules", "objectives"}


def layer(path: Path) -> str:
    """The part of the package that a module belongs to: `figures`, `rendering`, ..., or its own name."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Dotted names that a module imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def own(names: set[str]) -> set[str]:
    """The parts of the package among imported names."""
    there = {layer(path) for path in MODULES}
    return {name.split(".")[1] for name in names if name.startswith("momentum.")} & there


def foreign(names: set[str]) -> set[str]:
    """The packages of others among imported names."""
    tops = {name.partition(".")[0] for name in names}
    return tops - set(sys.stdlib_module_names) - {"momentum", "__future__"}


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_module = pytest.mark.parametrize("path", MODULES, ids=identify)


engine_modules = [(part, module) for part, modules in ENGINE.items() for module in sorted(modules)]


@pytest.mark.parametrize(("part", "module"), engine_modules)
def test_the_engine_needs_numpy_alone(part: str, module: str) -> None:
    assert foreign(imported(PACKAGE / f"{module}.py")) <= {"numpy"}


@pytest.mark.parametrize(("part", "module"), engine_modules)
def test_a_part_of_the_engine_knows_its_own_and_the_protocols(part: str, module: str) -> None:
    allowed = ENGINE[part] | PROTOCOLS.union(*(ENGINE[other] for other in MAY_READ.get(part, {"checks"} - {part})))
    assert own(imported(PACKAGE / f"{module}.py")) <= allowed


@pytest.mark.parametrize("path", [path for path in MODULES if layer(path) == "rendering"], ids=identify)
def test_rendering_knows_nothing_of_losses(path: Path) -> None:
    assert own(imported(path)) <= {"rendering"}


@pytest.mark.parametrize("name", ["rendering/store.py", "rendering/style.py"])
def test_the_store_and_the_colours_need_the_standard_library_alone(name: str) -> None:
    assert foreign(imported(PACKAGE / name)) == set()


@pytest.mark.parametrize("path", [path for path in MODULES if layer(path) == "authoring"], ids=identify)
def test_authoring_knows_the_store_and_nothing_else(path: Path) -> None:
    names = imported(path)
    assert own(names) <= {"authoring", "rendering"}
    assert {name for name in names if name.startswith("momentum.rendering.")} <= {
        "momentum.rendering.store", "momentum.rendering.store.find", "momentum.rendering.style",
        "momentum.rendering.style.ROLES", "momentum.rendering.fonts",
    }  # fmt: skip
    assert foreign(names) <= {"markdown", "math_core", "pymdownx", "fontTools"}


@every_module
def test_nobody_but_the_outermost_imports_the_site_or_the_commands(path: Path) -> None:
    outermost = {"site", "cli", "experiment_cli", "__main__"}
    assert layer(path) in outermost or not own(imported(path)) & outermost


@pytest.mark.parametrize("path", sorted((ROOT / "gen").glob("*.py")), ids=identify)
def test_a_gen_script_is_thin(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 30


@pytest.mark.parametrize("path", [*MODULES, *sorted((ROOT / "tools").glob("*.py"))], ids=identify)
def test_a_module_has_one_idea(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 200
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "the first line says what the module is for"


@pytest.mark.parametrize(
    "module", ["momentum", "momentum.rendering.store", "momentum.site.policy", "momentum.site.card"]
)
def test_an_import_does_not_bring_matplotlib(module: str) -> None:
    code = f"import sys, {module}; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("path", [path for path in TREE if path.suffix in TEXT], ids=identify)
def test_no_file_names_a_registry_or_a_machine_s_folder(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(REGISTRIES, text)
    assert not MACHINE.search(text)


@pytest.mark.parametrize("path", sorted((ROOT / "tests").glob("*.py")), ids=identify)
def test_no_test_is_skipped(path: Path) -> None:
    marks = "|".join(("pytest.sk" + "ip", "mark.sk" + "ip", "import" + "orskip", "x" + "fail"))
    assert not re.search(marks, path.read_text("utf-8"))
