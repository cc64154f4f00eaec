"""The picture that others show beside a link to a page: its title over its first figure, one PNG a page, kept by key.

A card is composed from the figure's own PNG in the store, so it shows what the page shows.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from mkdocs.utils.meta import get_data

from momentum.rendering import style
from momentum.rendering.layout import GAP
from momentum.store import keys, store
from momentum.store.record import Lookup, Record

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT, HEADER = 1200, 630, 206
LEFT, COLOURS, DOUBLE = 56, 48, 2
SITE = "Seeing Momentum"
FILE = "card.png"
# A page without a figure of its own shows the first page's.
USUAL = "ravine-duel"
FIGURE = re.compile(r"^!\[[^\]]*\]\((?:\.\./)*figures/(?P<name>[\w-]+)\.svg\)", re.MULTILINE)
VIEW = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')


def pages(docs: Path) -> Iterator[tuple[str, str, str]]:
    """(page, title, figure) of every page below `docs`: its first heading or the title it states, its first figure."""
    for path in sorted(docs.rglob("*.md")):
        text, stated = get_data(path.read_text("utf-8-sig"))
        heading = next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)
        title = str(stated.get("title") or heading.partition(" {")[0]).strip()
        shown = FIGURE.search(text)
        yield path.relative_to(docs).as_posix(), title, shown["name"] if shown else USUAL


def cards(docs: Path, find: Lookup) -> Iterator[tuple[str, bytes]]:
    """(file name, PNG) of every page's card, composed or out of the store; `find` gives the record of a figure."""
    for page, title, figure in pages(docs):
        try:
            record = find(figure)
        except LookupError:  # when the page itself is read, it says so with its line
            record = find(USUAL)
        key = keys.key(__name__, salt=title + record["key"])
        made = store.kept(key, f"card: {title}", partial(_files, title, record))
        yield page.removesuffix(".md").replace("/", "-") + ".png", store.file(made, FILE)


def _files(title: str, record: Record) -> dict[str, bytes]:
    panel = record["panels"][0]
    view = VIEW.search(panel["svg"])
    size = (float(view["width"]), float(view["height"])) if view and "sm-map" in panel["looks"] else None
    # A small map would be coarse at this size, and it is one of several.
    size = size if size and size[0] >= WIDTH / DOUBLE else None
    return {FILE: draw(title, store.file(record, f"{record['name']}.png"), size)}


def draw(title: str, figure: bytes, panel: tuple[float, float] | None = None) -> bytes:
    """The card of a page with this title, as the bytes of a PNG of WIDTH x HEIGHT pixels.

    `figure` is the figure's PNG. If its first panel is a map of the size `panel`, in CSS pixels, that map fills the
    card from edge to edge; else the whole figure is shown.
    """
    from PIL import Image

    from momentum.rendering.paint import Sheet, rgb
    from momentum.rendering.palette import Palette

    sheet = Sheet(WIDTH, HEIGHT)
    sheet.image[:] = rgb(style.colour("page"))
    with Image.open(io.BytesIO(figure)) as opened:
        _place(sheet.image[HEADER:], opened.convert("RGB"), panel)
    page, columns = style.colour("page"), 36
    lines = textwrap.wrap(title, columns, max_lines=2, placeholder=" …")
    size, first, apart = (60, 138, 0) if len(lines) == 1 else (46, 118, 54)
    sheet.text(np.array([LEFT, 54]), SITE, 24, style.colour("muted"), page, 1, "start")
    for row, line in enumerate(lines):
        sheet.text(np.array([LEFT, first + row * apart]), line, size, style.colour("ink"), page, 1, "start")
    buffer = io.BytesIO()
    # The palette keeps the colour of every role.
    palette = Palette(sheet.image, most=COLOURS)
    picture = Image.fromarray(palette.indices(sheet.image))
    picture.putpalette(palette.flat)
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _place(room: np.ndarray, figure: Image, panel: tuple[float, float] | None) -> None:
    """Puts a map over the whole room (height, width, 3), or a figure of charts into its middle on the card's ground."""
    from PIL import Image

    from momentum.rendering.paint import rgb

    high, wide = room.shape[:2]
    room[:] = rgb(style.colour("card"))
    if panel is not None:
        corner, inset = GAP * DOUBLE, 8
        width, height = (int(side * DOUBLE) for side in panel)
        # Rounded corners stay outside.
        figure = figure.crop((corner + inset, corner + inset, corner + width - inset, corner + height - inset))
    shares = wide / figure.width, high / figure.height
    share = max(shares) if panel is not None else min(shares)
    small = figure.resize((round(figure.width * share), round(figure.height * share)), Image.Resampling.LANCZOS)
    left, top = (small.width - wide) // 2, (small.height - high) // 2
    if panel is not None:
        room[:] = np.asarray(small.crop((left, top, left + wide, top + high)))
    else:
        room[-top : small.height - top, -left : small.width - left] = np.asarray(small)
