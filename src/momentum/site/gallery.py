"""The gallery: every figure with a small picture, its caption, its files and the command that makes it, by chapter.

Choosing a chapter is a matter of radio buttons and one style rule for each: it needs no script, and a browser without
`:has()` shows all figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from momentum.authoring.picture import powers
from momentum.build.catalogue import chapters, slug
from momentum.site.marks import given
from momentum.site.registries import LISTS, filled
from momentum.site.rows import pictured
from momentum.store import store
from momentum.store.record import Record

FOLDER = "figures/thumbnails"
HOME = "home"
FORMATS = {"svg": "SVG", "gif": "GIF", "png": "PNG"}
FIGURE = re.compile(r"^\s*!\[[^\]]*\]\((?:\.\./)*figures/(?P<name>[\w-]+)\.svg\)[ ]*$", re.M)
_STEP = re.compile(r":step\[([^\]]*)\]\([^)]*\)")


def page_of(folder: str) -> str:
    """The page that a chapter's figures stand on."""
    return "index.md" if folder == HOME else f"{slug(folder)}.md"


def pages_in(nav: Any, name: str = "") -> dict[str, str]:
    """Page -> its name, for the pages of MkDocs' `nav` in their order: a page, a list, or names with what they hold."""
    if isinstance(nav, str):
        return {nav: name}
    inner = nav.items() if isinstance(nav, dict) else [(name, part) for part in nav or []]
    return {page: title for title, part in inner for page, title in pages_in(part, title).items()}


def by_chapter(figures: Iterable[Record], pages: Iterable[str]) -> dict[str, list[Record]]:
    """Chapter -> its figures, the chapters in the order of their pages."""
    found: dict[str, list[Record]] = {}
    folders = chapters("figure")
    for figure in figures:
        found.setdefault(folders[figure["name"]], []).append(figure)
    places = {page: place for place, page in enumerate(pages)}
    return dict(sorted(found.items(), key=lambda item: (places.get(page_of(item[0]), len(places)), item[0])))


def shown_on(docs: Path, pages: Iterable[str]) -> dict[str, str]:
    """Figure -> the first of these pages that shows it."""
    found: dict[str, str] = {}
    for page in pages:
        if (docs / page).is_file():
            text = filled((docs / page).read_text("utf-8"), {**LISTS, "claims": str, "gallery": str}, page)
            for match in FIGURE.finditer(text):
                found.setdefault(match["name"], page)
    return found


def gallery(figures: Iterable[Record], pages: Mapping[str, str], docs: Path) -> str:
    """The Markdown of the gallery; `pages` has the pages below `docs` and their names, as the navigation has them."""
    grouped = by_chapter(figures, pages)
    shown = {folder: pages.get(page_of(folder), folder.replace("_", " ").capitalize()) for folder in grouped}
    places = shown_on(docs, pages)
    cards = [
        _card(record, folder, places.get(record["name"])) for folder, figures in grouped.items() for record in figures
    ]
    return "\n\n".join([_choice(shown, grouped), '<div class="sm-shots" markdown>', *cards, "</div>"])


def _choice(shown: Mapping[str, str], grouped: Mapping[str, list[Record]]) -> str:
    """The buttons by which a reader chooses a chapter, with how many figures it has."""
    total = sum(map(len, grouped.values()))
    buttons = [_button("all", "All", total, checked=True)]
    buttons += [_button(slug(folder), shown[folder], len(figures)) for folder, figures in grouped.items()]
    return f'<fieldset class="sm-choice"><legend>Chapter</legend>{"".join(buttons)}</fieldset>'


def _button(value: str, name: str, count: int, *, checked: bool = False) -> str:
    state = " checked" if checked else ""
    return (
        f'<label><input type="radio" name="sm-chapter" value="{value}"{state}> '
        f"<span>{escape(name)} <small>{count}</small></span></label>"
    )


def _card(record: Record, folder: str, page: str | None) -> str:
    name = record["name"]
    target = f"{page}#{name}" if page else f"figures/{name}.svg"
    leads = "on its page" if page else "the picture alone"
    caption = powers(given(_STEP.sub(r"\1", record["caption"])))
    files = " ".join(
        f"[{label}, {_size(record, f'{name}.{kind}')}](figures/{name}.{kind}){{ download }}"
        for kind, label in FORMATS.items()
        if f"{name}.{kind}" in record["files"]
    )
    small = f"{FOLDER}/{name}.png" if pictured(record) else f"figures/{name}.svg"
    picture = f"![{given(record['title'])}, {leads}]({small}){{ loading=lazy }}"
    return (
        f'<div class="sm-shot" data-chapter="{slug(folder)}" markdown>\n\n[{picture}]({target})\n\n'
        f"**{given(record['title'])}.** {caption}\n\n{files}\n\n`{record['command']}`\n\n</div>"
    )


def _size(record: Record, filename: str) -> str:
    return f"{max(1, round(store.path(record, filename).stat().st_size / 1000))} kB"


def stylesheet() -> str:
    """One rule a chapter: while its button is chosen, what belongs to another is not shown."""
    chosen, shown = ".sm-page:has([name=sm-chapter][value={0}]:checked)", ".sm-shot:not([data-chapter={0}])"
    folders = dict.fromkeys(map(slug, chapters("figure").values()))
    return "".join(f"{chosen} {shown}{{{{display:none}}}}".format(folder) for folder in folders)
