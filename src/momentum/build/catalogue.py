"""What there is to make: every figure and every set of numbers by its file, and the measurements that they share."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from momentum.engine.losses import LOSSES
from momentum.store import pinned
from momentum.store.keys import PACKAGE, Sources, own
from momentum.store.record import Kind

CHAPTERS, NUMBERS = "chapters", "numbers"
MAKERS: dict[Kind, str] = {"figure": "momentum.build.figure", "numbers": "momentum.build.numbers"}
DRAFT = "momentum.build.draft"
# A file of such a name draws a figure for every entry of a registry: `figure(name)` in place of FIGURE.
FAMILIES: dict[str, Collection[str]] = {"loss": LOSSES}
STUDY, KEPT = "study", "momentum.study.kept"
SOUGHT = "momentum.store.remembered"


class CatalogueError(RuntimeError):
    """Two files claim one name; the message names both."""


class Item(NamedTuple):
    """One thing to make: the module that defines it, what must be there before, and whether it seeks on a grid."""

    name: str
    kind: Kind
    module: str
    key: str
    needs: frozenset[str]
    draft: bool = False
    seeks: bool = False

    @property
    def maker(self) -> str:
        """The dotted name of the module that makes it."""
        return DRAFT if self.draft else MAKERS[self.kind]


def files(folder: Path | None = None) -> dict[str, Path]:
    """Page name -> file, for every figure and every set of numbers of the package (or of another `folder`).

    A figure has the name of its file, a chapter's numbers that of the chapter, a figure of FAMILIES that of its file
    and its entry. Raises CatalogueError where two files claim one name.
    """
    found: dict[str, Path] = {}
    for path in pinned.files((folder or PACKAGE).glob(f"{CHAPTERS}/*/*.py")):
        if path.stem.startswith("_"):
            continue
        for name in _names(path):
            if name in found:
                one, other = (f"{place.parent.name}/{place.name}" for place in (found[name], path))
                raise CatalogueError(
                    f"A name must belong to one file of the chapters; {one} and {other} claim {name!r}."
                )
            found[name] = path
    return dict(sorted(found.items()))


def family(stem: str) -> dict[str, str]:
    """Page name -> entry, for every figure of a file that draws a registry."""
    return {slug(f"{stem} {entry}"): entry for entry in FAMILIES[stem]}


def _names(path: Path) -> list[str]:
    """The page names of what a file of a chapter defines."""
    if path.stem in FAMILIES:
        return list(family(path.stem))
    return [slug(path.parent.name if path.stem == NUMBERS else path.stem)]


def slug(name: str) -> str:
    """A name as addresses and pages have it."""
    return name.replace("_", "-").replace(" ", "-")


def items(names: Iterable[str] | None = None) -> dict[str, Item]:
    """Page name -> item, for all figures and sets of numbers or for `names`; LookupError for a name that nobody has."""
    known = files()
    chosen = list(known if names is None else names)
    for name in chosen:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3)
            hint = f" Near it: {', '.join(near)}." if near else ""
            raise LookupError(f"There is no figure or set of numbers named {name!r}.{hint}")
    sources = own()
    return {name: _item(name, known[name], sources) for name in chosen}


def draft(item: Item) -> Item:
    """A figure without the files that take most of its time."""
    return item._replace(draft=True, key=own().key(item.module, DRAFT, salt=item.name))


def current(item: Item) -> bool:
    """Whether the key of an item is still what its sources give."""
    sources = own()
    path = sources.file(item.module)
    if path is None:
        return False
    now = _item(item.name, path, sources)
    return (draft(now) if item.draft else now).key == item.key


def names(kind: Kind | None = None) -> list[str]:
    """The page names of all figures and sets of numbers, or of one kind ("figure" or "numbers")."""
    return list(chapters(kind))


def chapters(kind: Kind | None = None) -> dict[str, str]:
    """Page name -> its chapter, as the folder is named, for all figures and sets of numbers, or for one kind."""
    return {name: path.parent.name for name, path in files().items() if kind in (None, _kind(path))}


def modules() -> dict[str, str]:
    """Page name -> the dotted name of the module that defines the figure or the set of numbers."""
    return {name: _module(path) for name, path in files().items()}


def module(name: str) -> str:
    """The dotted name of the module that defines a figure or a set of numbers."""
    return modules()[name]


def _module(path: Path) -> str:
    return f"{PACKAGE.name}.{CHAPTERS}.{path.parent.name}.{path.stem}"


def _kind(path: Path) -> Kind:
    return "numbers" if path.stem == NUMBERS else "figure"


def _item(name: str, path: Path, sources: Sources) -> Item:
    kind, module = _kind(path), _module(path)
    read = sources.reads(module).files
    needs = frozenset({STUDY} if sources.file(KEPT) in read else ())
    key = sources.key(module, MAKERS[kind], salt=name)
    return Item(name, kind, module, key, needs, seeks=sources.file(SOUGHT) in read)
