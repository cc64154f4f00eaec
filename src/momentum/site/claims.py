"""Every number that pages compute, with its value, its file and the test that holds it: a list made of the sources."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from momentum.authoring import scanner
from momentum.build import catalogue
from momentum.store import keys, pinned, store
from momentum.store.record import Lookup

QUOTE = re.compile(r"\[\[(?P<source>[a-z][a-z0-9-]*)\.(?P<key>[A-Za-z_]\w*)(?::[^\]]+)?\]\]")
TITLE = re.compile(r"^title: (?P<title>.+)$", re.M)
ROOT = Path(__file__).resolve().parents[3]
FILE = "claims.md"
PIECE = re.compile(r"[\w-]{8,}?[._](?=.{4})")
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
    """A test function: its file, its name, its plain texts, and the expressions of those that have holes."""

    file: str
    function: str
    texts: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]


def quoted(docs: Path, find: Lookup | None = None) -> dict[str, list[Claim]]:
    """Page -> the numbers it computes, each once, in the order of the page; pages without any are left out.

    With `find`, a number that no record has is left out too: the page that quotes it is told so with its line.
    """
    found = {}
    for path in pinned.files(docs.rglob("*.md")):
        spans = (span.text for span in scanner.spans(path.read_text("utf-8-sig")) if span.kind not in scanner.CODE)
        claims = [Claim(match["source"], match["key"]) for text in spans for match in QUOTE.finditer(text)]
        claims = [claim for claim in claims if find is None or _computed(find, claim)]
        if claims:
            found[path.relative_to(docs).as_posix()] = list(dict.fromkeys(claims))
    return found


def _computed(find: Lookup, claim: Claim) -> bool:
    try:
        return claim.key in find(claim.source)["numbers"]
    except LookupError:
        return False


def _imports(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _texts(function: ast.AST) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The texts of a function that can be names: plain ones, and what can fill the holes of the others."""
    nodes = list(ast.walk(function))
    holed = [node.values for node in nodes if isinstance(node, ast.JoinedStr)]
    inside = {part for parts in holed for part in parts}
    plain = {node.value for node in nodes if isinstance(node, ast.Constant) and node not in inside}
    texts = [[part.value if isinstance(part, ast.Constant) else None for part in parts] for parts in holed]
    # Most texts are sentences: what a name can't hold is not worth an expression.
    able = [parts for parts in texts if all(part is None or re.fullmatch(r"\w*", str(part)) for part in parts)]
    found = ["".join(r"\w+" if part is None else str(part) for part in parts) for parts in able]
    return (
        frozenset(text for text in plain if isinstance(text, str) and text.isidentifier()),
        tuple(map(re.compile, dict.fromkeys(found))),
    )


@cache
def _tests(folder: Path) -> dict[str, tuple[list[str], list[_Test]]]:
    """Module -> the test files that import it, and their functions."""
    found: dict[str, tuple[list[str], list[_Test]]] = {}
    for path in sorted(folder.glob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        tests = [_Test(path.name, node.name, *_texts(node)) for node in functions]
        for module in _imports(tree):
            files, every = found.setdefault(module, ([], []))
            files.append(path.name)
            every.extend(tests)
    return found


def holder(claim: Claim, tests: Path = ROOT / "tests") -> Holder | None:
    """The test that reads this number of the module that computes it; its file alone where none spells the name out.

    None if no test imports the module.
    """
    return _holder(claim, catalogue.module(claim.source), tests)


def _holder(claim: Claim, module: str, tests: Path) -> Holder | None:
    files, functions = _tests(tests).get(module, ([], []))
    best, length = None, SHORTEST - 1
    for test in functions:
        if length < len(claim.key) and claim.key in test.texts:
            best, length = test, len(claim.key)
        for pattern in test.patterns:
            literal = len(pattern.pattern.replace(r"\w+", ""))
            if length < literal and pattern.fullmatch(claim.key):
                best, length = test, literal
    if best is not None:
        return Holder(best.file, best.function)
    return Holder(files[0], None) if files else None


def listed(find: Lookup, docs: Path = ROOT / "docs", tests: Path = ROOT / "tests") -> str:
    """A section for every page: its numbers with their values and their tests, whose names are sentences.

    Kept in the store for as long as pages quote the same numbers and no test changes: to read all tests takes longer
    than to build a page.
    """
    pages = quoted(docs, find)
    titles = {page: TITLE.search((docs / page).read_text("utf-8")) for page in pages}
    named = {page: title["title"] if title else page for page, title in titles.items()}
    known = catalogue.modules()
    modules = {claim.source: known[claim.source] for claims in pages.values() for claim in claims}
    held = [(path.name, keys.digest(path).hex()) for path in sorted(tests.glob("test_*.py"))]
    read = hashlib.sha256(json.dumps([pages, named, modules, held]).encode()).hexdigest()
    key = keys.key(__name__, salt=f"claims {read}")
    record = store.kept(key, "claims", lambda: {FILE: _listed(pages, named, modules, tests).encode()})
    return store.file(record, FILE).decode()


def _listed(pages: Mapping[str, list[Claim]], named: Mapping[str, str], modules: Mapping[str, str], tests: Path) -> str:
    sections = []
    for page, claims in pages.items():
        rows = ["| name | value | held by |", "| --- | ---: | --- |"]
        for claim in claims:
            name = _breaking(f"{claim.source}.{claim.key}")
            told = _told(_holder(claim, modules[claim.source], tests))
            rows.append(f"| {name} | [[{claim.source}.{claim.key}]] | {told} |")
        heading = f"## [{named[page]}]({page}) {{#{Path(page).stem}}}"
        sections.append("\n".join([heading, "", *rows]))
    return "\n\n".join(sections)


def _breaking(name: str) -> str:
    """A name in Markdown that a narrow table may break, into no more pieces than it needs: the page has thousands."""
    return PIECE.sub(r"\g<0><wbr>", name).replace("_", r"\_")


def _told(test: Holder | None) -> str:
    """A test in words: its file, and the sentence that its name is."""
    if test is None:
        return "no test"
    file = _breaking(test.file)
    said = (test.function or "").removeprefix("test_").replace("_s_", "'s_").replace("_", " ")
    return f"{file}: {said}" if said else file
