"""What a module says and imports, read from its source: at its top or in a function; where a facade leads on to."""

from __future__ import annotations

import ast
import hashlib
import platform
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from momentum.store import store

Reference = tuple[str, str | None]  # a module, and the name that is taken from it
OTHERS = 2  # up to so many times as many modules as a tree has, the store keeps those of other trees


class Source(NamedTuple):
    """A module's imports, whether it is a facade, and if so which name of it is bound to what.

    Its `meaning` is a digest of all that it says to Python: comments and the way lines are laid out are not of it.
    """

    imports: tuple[Reference, ...]
    facade: bool
    exports: dict[str, Reference]
    meaning: str


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement of a tree, at whatever depth; expressions, which are most of it, hold none."""
    left = [tree]
    while left:
        node = left.pop()
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inside = getattr(node, block, None)
            if isinstance(inside, list):
                left += inside
                yield from inside


def _references(tree: ast.AST, module: str, *, package: bool) -> Iterator[tuple[str, Reference]]:
    """Each import of a module as (the name it is bound to, what it refers to)."""
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], (alias.name, None)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level + package or None] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield alias.asname or alias.name, (origin, None if alias.name == "*" else alias.name)


def _holds_imports_alone(tree: ast.Module) -> bool:
    """Whether a module has nothing but a docstring, imports and `__all__`."""
    return all(
        isinstance(node, ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"])
        for node in tree.body
    )


def parsed(path: Path, module: str) -> Source:
    """What a module's file says and imports."""
    package, content = path.name == "__init__.py", path.read_bytes()
    try:
        tree = ast.parse(content)
    except SyntaxError:  # whoever imports it will say so, with its line; until then it is read like any other file
        return Source((), facade=False, exports={}, meaning=hashlib.sha256(content).hexdigest())
    named = list(_references(tree, module, package=package))
    imports, facade = tuple(reference for _, reference in named), package and _holds_imports_alone(tree)
    return Source(imports, facade, dict(named), hashlib.sha256(ast.dump(tree).encode()).hexdigest())


def kept() -> str:
    """The key under which the store has what was read so far."""
    return hashlib.sha256(Path(__file__).read_bytes() + platform.python_version().encode()).hexdigest()[: store.LENGTH]


def every(files: Mapping[str, Path], digests: Mapping[str, str]) -> dict[str, Source]:
    """Module -> what it says and imports; only files are read whose digest the store has not seen with this module.

    What others know that share the store, as trees of two branches do, is left there until it is too much.
    """
    key = kept()
    record = store.read(key)
    known = record["value"] if record else {}
    names = {module: f"{module} {digests[module]}" for module in files}
    found = {module: _source(known[name]) for module, name in names.items() if name in known}
    if len(found) < len(files):
        found |= {module: parsed(path, module) for module, path in files.items() if module not in found}
        others = known if len(known) < OTHERS * len(files) else {}
        with suppress(store.StoreError):
            store.remember(key, "imports", {**others, **{names[module]: source for module, source in found.items()}})
    return found


def _source(value: Any) -> Source:
    """A module as it was kept."""
    imports, facade, exports, meaning = value
    return Source(tuple(map(tuple, imports)), facade, {name: tuple(one) for name, one in exports.items()}, meaning)
