"""What a module imports, read from its source: at its top or inside a function, and what a facade leads on to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

Reference = tuple[str, str | None]  # a module, and the name that is taken from it


class Source(NamedTuple):
    """A module's imports, whether it is a facade, and if so which name of it is bound to what."""

    imports: tuple[Reference, ...]
    facade: bool
    exports: dict[str, Reference]


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


@cache
def parsed(path: Path, module: str, _size: int, _changed: int) -> Source:
    """The imports of a module's file, read again only when its size or time stamp is another."""
    package = path.name == "__init__.py"
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:  # whoever imports it will say so, with its line; until then it is read like any other file
        return Source((), facade=False, exports={})
    named = list(_references(tree, module, package=package))
    return Source(tuple(reference for _, reference in named), package and _holds_imports_alone(tree), dict(named))
