"""Every number that pages compute, with its value, its file and the test that holds it: a list made of the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from momentum.build import catalogue

QUOTE = re.compile(r"\[\[(?P<source>[a-z][a-z0-9-]*)\.(?P<key>[A-Za-z_]\w*)(?::[^\]]+)?\]\]")
TITLE = re.compile(r"^title: (?P<title>.+)$", re.M)
ROOT = Path(__file__).resolve().parents[3]
SHORTEST = 4  # letters that a name must share with a test's pattern to count as held there


class Claim(NamedTuple):
    """A computed number: the record that has it, and its key there."""

    source: str
    key: str


class Holder(NamedTuple):
    """The file of a test, and its function where the name stands in it."""

    file: str
    function: str | None


class _Test(NamedTuple):
    """A test function: its file, its name, and the expressions of the names that its texts can be."""

    file: str
    function: str
    patterns: tuple[re.Pattern[str], ...]


def quoted(docs: Path) -> dict[str, list[Claim]]:
    """Page -> the numbers it computes, each once, in the order of the page; pages without any are left out."""
    found = {}
    for path in sorted(docs.rglob("*.md")):
        claims = [Claim(match["source"], match["key"]) for match in QUOTE.finditer(path.read_text("utf-8"))]
        if claims:
            found[path.relative_to(docs).as_posix()] = list(dict.fromkeys(claims))
    return found


def _imports(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _patterns(function: ast.AST) -> Iterator[re.Pattern[str]]:
    """What the texts of a function can be: a plain one itself, one with holes anything that fills them."""
    inside = {part for node in ast.walk(function) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield re.compile(re.escape(node.value))
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            yield re.compile("".join(r"\w+" if part is None else re.escape(str(part)) for part in parts))


@cache
def _tests(folder: Path) -> dict[str, tuple[list[str], list[_Test]]]:
    """Module -> the test files that import it, and their functions."""
    found: dict[str, tuple[list[str], list[_Test]]] = {}
    for path in sorted(folder.glob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        tests = [_Test(path.name, node.name, tuple(_patterns(node))) for node in functions]
        for module in _imports(tree):
            files, every = found.setdefault(module, ([], []))
            files.append(path.name)
            every.extend(tests)
    return found


def holder(claim: Claim, tests: Path = ROOT / "tests") -> Holder | None:
    """The test that reads this number of the module that computes it; its file alone where none spells the name out.

    None if no test imports the module.
    """
    files, functions = _tests(tests).get(catalogue.module(claim.source), ([], []))
    best, length = None, SHORTEST - 1
    for test in functions:
        for pattern in test.patterns:
            literal = len(pattern.pattern.replace(r"\w+", "").replace("\\", ""))
            if length < literal and pattern.fullmatch(claim.key):
                best, length = test, literal
    if best is not None:
        return Holder(best.file, best.function)
    return Holder(files[0], None) if files else None


def listed(docs: Path = ROOT / "docs") -> str:
    """A section for every page: its numbers with their values and their tests, whose names are sentences."""
    sections = []
    for page, claims in quoted(docs).items():
        title = TITLE.search((docs / page).read_text("utf-8"))
        rows = ["| name | value | held by |", "| --- | ---: | --- |"]
        for claim in claims:
            name = "_<wbr>".join(f"{claim.source}.<wbr>{claim.key}".split("_")).replace("_", r"\_")
            rows.append(f"| {name} | [[{claim.source}.{claim.key}]] | {_told(holder(claim))} |")
        heading = f"## [{title['title'] if title else page}]({page}) {{#{Path(page).stem}}}"
        sections.append("\n".join([heading, "", *rows]))
    return "\n\n".join(sections)


def _told(test: Holder | None) -> str:
    """A test in words: its file, and the sentence that its name is."""
    if test is None:
        return "no test"
    file = test.file.replace("_", r"\_<wbr>")
    return file if test.function is None else f"{file}: {test.function.removeprefix('test_').replace('_', ' ')}"
