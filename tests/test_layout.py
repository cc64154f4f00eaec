"""Who may import whom: the floors and rooms of the package, and the libraries that each room knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from modules import MODULES, PACKAGE, identify

# The floors of the house, from the ground up; a room is a folder of the package. An import leads to a lower floor, and
# on the ground floor nowhere. `MAY` and `FOREIGN` narrow that down; a room that no floor names is refused.
FLOORS = (
    ("engine", "store"),
    ("theory", "study", "rendering", "authoring"),
    ("build", "explorer"),
    ("site",),
    ("chapters",),
    ("cli.py",),
    ("__main__.py",),
)
MAY = {"rendering": {"store"}, "authoring": {"store", "engine"}}
NUMERIC = {"numpy"}
PICTURES = NUMERIC | {"matplotlib", "contourpy", "PIL", "imageio"}
PAGES = {"markdown", "math_core", "pymdownx", "yaml"}
FOREIGN = {
    "engine": NUMERIC,
    "store": {"distributed"},
    "theory": NUMERIC,
    "study": NUMERIC | {"tqdm"},
    "rendering": PICTURES,
    "authoring": PAGES | {"fontTools"},
    "explorer": NUMERIC,
    "build": NUMERIC,
    "site": PICTURES | PAGES | {"mkdocs", "griffe", "jinja2"},
    "chapters": PICTURES,
    "cli.py": {"tqdm"},
    "__main__.py": set(),
}
FACADE = "momentum"


def room(path: Path) -> str:
    """The room of a module: the folder of the package in which it stands, or its own file name."""
    return path.relative_to(PACKAGE).parts[0]


def module_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """Dotted names that a module imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path}: imports are absolute"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def rooms(names: set[str]) -> set[str]:
    """The rooms of the package among imported names; what is taken from the package's own facade counts as engine."""
    found = set()
    for name in names:
        if name.startswith(f"{FACADE}."):
            part = name.split(".")[1]
            found.add(
                part if (PACKAGE / part).is_dir() else f"{part}.py" if (PACKAGE / f"{part}.py").exists() else "engine"
            )
    return found


def foreign(names: set[str]) -> set[str]:
    """The packages of others among imported names."""
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"momentum", "__future__"}


def below(place: str) -> set[str]:
    """The rooms that a room may import: all on lower floors, or those that it is narrowed down to."""
    floor = next(number for number, names in enumerate(FLOORS) if place in names)
    return MAY.get(place, {name for names in FLOORS[:floor] for name in names})


@cache
def all_imported() -> dict[Path, set[str]]:
    """What each module of the package imports; read once, by the one process that asks."""
    return {path: imported(path) for path in MODULES}


def in_rooms() -> dict[Path, set[str]]:
    """The same without the package's own facade, which stands in no room."""
    return {path: names for path, names in all_imported().items() if path != PACKAGE / "__init__.py"}


def test_every_room_stands_on_a_floor() -> None:
    assert len(in_rooms()) > 200
    assert {room(path) for path in in_rooms()} == {name for names in FLOORS for name in names}


def test_an_import_leads_down() -> None:
    up = {identify(path): rooms(names) - {room(path)} - below(room(path)) for path, names in in_rooms().items()}
    assert not {path: found for path, found in up.items() if found}


def test_a_room_knows_the_libraries_it_needs_and_no_others() -> None:
    strange = {identify(path): foreign(names) - FOREIGN[room(path)] for path, names in in_rooms().items()}
    assert not {path: found for path, found in strange.items() if found}


def test_authoring_knows_the_names_of_methods_and_no_more_of_the_engine() -> None:
    taken = {name for path, names in in_rooms().items() if room(path) == "authoring" for name in names}
    assert {name for name in taken if name.startswith("momentum.engine.")} == {
        "momentum.engine.methods", "momentum.engine.methods.METHODS"
    }  # fmt: skip


def test_no_import_goes_round_in_a_circle() -> None:
    sources = {module_of(path): names for path, names in all_imported().items()}
    graph = {name: {other for other in names if other in sources} - {name} for name, names in sources.items()}
    # What a facade gathers is read through it; the facade itself is nobody's part.
    graph = {name: others for name, others in graph.items() if name != FACADE}
    tuple(TopologicalSorter({name: others - {FACADE} for name, others in graph.items()}).static_order())


def test_no_chapter_imports_another() -> None:
    for path in (PACKAGE / "chapters").glob("*/*.py"):
        others = {
            name.split(".")[2]
            for name in all_imported()[path]
            if name.count(".") > 1 and name.startswith("momentum.chapters.")
        }
        folders = {name for name in others if (PACKAGE / "chapters" / name).is_dir()}
        assert folders <= {path.parent.name}, path


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("__init__.py")), ids=identify)
def test_a_facade_names_what_it_hands_on(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    taken = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    listed = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    for node in listed:
        assert set(ast.literal_eval(node.value)) <= taken


def test_the_colours_need_the_standard_library_alone() -> None:
    assert foreign(imported(PACKAGE / "rendering" / "style.py")) == set()


@pytest.mark.parametrize(
    "module", ["momentum", "momentum.store.store", "momentum.build.build", "momentum.site.policy", "momentum.site.card"]
)
def test_an_import_does_not_bring_matplotlib(module: str) -> None:
    code = f"import sys, {module}; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
