"""Keeps what a page became under a key of what it was made from: a build renders the pages that changed, and no others.

What a page is made from is known before: its text, the files that it shows parts of, the modules whose docstrings it
lists, the settings, the libraries, and the names of all files that links may lead to. Which figures and numbers it
looks up shows only while it is rendered. They are noted with it, and it is taken again where each is still the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from momentum.authoring import records
from momentum.site import whole
from momentum.store import keys, libraries, pinned, store
from momentum.store.record import Lookup

Render = Callable[[MkDocsConfig, Files], None]

# Files of which a text shows parts: one in quotation marks behind the scissors, or a line each between two of them.
_SNIPPET = re.compile(r"""^[ \t]*-+8<-+[ \t]+(?P<quote>["'])(?P<file>[^\n]+?)(?P=quote)""", re.MULTILINE)
_SNIPPETS = re.compile(r"^[ \t]*-+8<-+[ \t]*\n(?P<files>(?:(?![ \t]*-+8<-).*\n)*)[ \t]*-+8<-+[ \t]*$", re.MULTILINE)
_DOCUMENTED = re.compile(r"^::: (?P<name>[\w.]+)", re.MULTILINE)
_OWN = re.compile(rf"\b{keys.PACKAGE.name}(?:\.\w+)+")


def rendering(page: Page, text: str) -> Render:
    """What makes a page of its source `text`: taken from the store, or rendered, looked through for faults and kept."""
    render = whole.guarded(page.file.src_uri, text, page.render, lambda: page.content or "")

    def run(config: MkDocsConfig, files: Files) -> None:
        key = page_key(page, config, files)
        lookup = records.lookup_of(config.mdx_configs)
        found: Any = store.read(key)
        if found is not None and all(_read(lookup, name) == made for name, made in found["reads"].items()):
            _restore(page, found["value"], files)
            return
        with _noted(config, lookup) as reads, _heard() as said:
            render(config, files)
        # What a build complains of is to be said again by the next one; a quiet build hears no complaints, and one
        # that tells all looks for no anchors.
        heard = logging.getLogger("mkdocs").isEnabledFor(logging.WARNING)
        if heard and not said and page.links_to_anchors is not None and pinned.unchanged():
            with contextlib.suppress(store.StoreError):
                store.remember(key, page.file.src_uri, _outcome(page), reads)

    return run


def page_key(page: Page, config: MkDocsConfig, files: Files) -> str:
    """The key of all that a page reads, but for the records that it looks up."""
    folder = Path(config.config_file_path).parent
    settings, text = _settings(config).replace(str(folder), ""), page.markdown or ""
    sources = keys.own()
    documented = sorted({_module(sources, match["name"]) for match in _DOCUMENTED.finditer(text)})
    modules = {*documented, *(_module(sources, name) for name in _OWN.findall(settings))}
    facades = [path for module in documented if (path := sources.file(module)) is not None]  # they have docstrings too
    total = hashlib.sha256(sources.key(__name__, *sorted(modules), salt=page.file.src_uri).encode())
    for piece in (text, settings, *libraries.installed(), *_names(files)):
        total.update(b"\0" + piece.encode())
    for path in [*facades, *_shown(text, folder), *_named(config.mdx_configs)]:
        total.update(b"\0" + keys.digest(path))
    return total.hexdigest()[: store.LENGTH]


def _settings(config: MkDocsConfig) -> str:
    """The settings that decide what Markdown becomes, as text."""
    own = {name: {**(setting or {}), "lookup": None} for name, setting in config.mdx_configs.items()}
    plugins = {name: dict(getattr(plugin, "config", {})) for name, plugin in config.plugins.items()}
    read = [config.markdown_extensions, own, plugins, dict(config.validation), config.use_directory_urls]
    return json.dumps(read, sort_keys=True, default=_said)


def _said(value: object) -> str:
    """A setting that JSON has no form for: a path, or something else by its kind."""
    return os.fspath(value) if isinstance(value, os.PathLike) else type(value).__name__


def _module(sources: keys.Sources, name: str) -> str:
    """The module in which something with a dotted name stands."""
    while sources.file(name) is None and "." in name:
        name = name.rpartition(".")[0]
    return name


def _names(files: Files) -> Iterator[str]:
    """What links may lead to."""
    for file in sorted(files, key=lambda file: file.src_uri):
        yield f"{file.src_uri} {file.url} {file.inclusion.name}"


def _shown(text: str, folder: Path) -> Iterator[Path]:
    """The files of which a text shows parts, and those of which these do."""
    named = [match["file"] for match in _SNIPPET.finditer(text)]
    named += [line for match in _SNIPPETS.finditer(text) for line in match["files"].splitlines()]
    for name in named:
        path = folder / name.partition(":")[0].strip()
        if path.is_file():
            yield path
            yield from _shown(path.read_text("utf-8"), folder)


def _named(settings: dict[str, Any]) -> Iterator[Path]:
    """The files that the extensions' settings name."""
    for setting in settings.values():
        for value in (setting or {}).values():
            if isinstance(value, str | os.PathLike) and Path(value).is_file():
                yield Path(value)


def _read(lookup: Lookup, name: str) -> str | None:
    """The key under which a record is found now."""
    try:
        return lookup(name)["key"]
    except LookupError:
        return None


@contextlib.contextmanager
def _noted(config: MkDocsConfig, lookup: Lookup) -> Iterator[dict[str, str]]:
    """Notes what the extensions look up: name -> key of the record."""
    reads: dict[str, str] = {}

    def noting(name: str) -> Any:
        record = lookup(name)
        reads[name] = record["key"]
        return record

    before = {name: config.mdx_configs.get(name) for name in records.EXTENSIONS}
    try:
        for name, setting in before.items():
            config.mdx_configs[name] = {**(setting or {}), "lookup": noting}
        yield reads
    finally:
        for name, setting in before.items():
            config.mdx_configs[name] = setting or {}


@contextlib.contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs and its plugins say meanwhile."""
    said: list[logging.LogRecord] = []
    handler, logger = _Ear(said), logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


class _Ear(logging.Handler):
    def __init__(self, said: list[logging.LogRecord]) -> None:
        super().__init__(logging.INFO)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record)


def _outcome(page: Page) -> dict[str, Any]:
    links = page.links_to_anchors or {}
    return {
        "content": page.content,
        "toc": _tokens(page.toc),
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: anchors for file, anchors in links.items()},
    }


def _tokens(links: Iterable[AnchorLink]) -> list[dict[str, Any]]:
    return [
        {"name": link.title, "id": link.id, "level": link.level, "children": _tokens(link.children)} for link in links
    ]


def _restore(page: Page, outcome: dict[str, Any], files: Files) -> None:
    """Makes a page what rendering it made of it."""
    page.content, page._title_from_render = outcome["content"], outcome["title"]
    page.toc = get_toc(outcome["toc"])
    page.present_anchor_ids = set(outcome["anchors"])
    page.links_to_anchors = {files.src_uris[name]: anchors for name, anchors in outcome["links"].items()}
