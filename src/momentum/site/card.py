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
import yaml  # type: ignore[import-untyped]
from mkdocs.utils.meta import get_data

from momentum.rendering import style
from momentum.rendering.layout import GAP
from momentum.site.rows import pictured, rows, seen, size
from momentum.store import keys, pinned, store
from momentum.store.record import Lookup, Record

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH, HEIGHT, LEFT = 1200, 630, 56
# How large a title is, where its first line stands and how far apart its lines, how many letters one holds, and where
# the figure begins: of one line above a figure, of two, and beside a figure that is nearly as high as wide.
ONE, TWO, BESIDE = (60, 138, 0, 36, 172), (46, 118, 54, 36, 206), (60, 300, 70, 16, 0)
SQUARE = 1.5
COLOURS, DOUBLE, INSET, LETTER = 48, 2, 4, 24
SITE = "Seeing Momentum"
Box = tuple[float, float, float, float]
FILE = "card.png"
# A page without a figure of its own shows the first page's.
USUAL = "ravine-duel"
FIGURE = re.compile(r"^!\[[^\]]*\]\((?:\.\./)*figures/(?P<name>[\w-]+)\.svg\)", re.MULTILINE)
WORD = re.compile(r'<text [^>]*?\by="([\d.]+)"')


_STATED = re.compile(r"^card:", re.MULTILINE)


class CardError(ValueError):
    """A page's header names a figure that there is not; the message says which, with page and line."""


def pages(docs: Path) -> Iterator[tuple[str, str, str]]:
    """(page, title, figure) of every page below `docs`: its first heading and figure, or what its header states."""
    for path in pinned.files(docs.rglob("*.md")):
        try:
            text, stated = get_data(path.read_text("utf-8-sig"))
        except (yaml.YAMLError, ValueError):  # when the page itself is read, it says so with its line
            continue
        heading = next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)
        title = str(stated.get("title") or heading.partition(" {")[0]).strip()
        shown = FIGURE.search(text)
        yield path.relative_to(docs).as_posix(), title, str(stated.get("card") or (shown["name"] if shown else USUAL))


def cards(docs: Path, find: Lookup) -> Iterator[tuple[str, bytes]]:
    """(file name, PNG) of every page's card, composed or out of the store; `find` gives the record of a figure.

    A card whose figure has no picture yet follows with it. Raises CardError where a header names no figure.
    """
    for page, title, figure in pages(docs):
        try:
            record = find(figure)
        except LookupError as error:
            if line := _line(docs / page):
                raise CardError(f"{page}:{line}: card: {error.args[0]}") from None
            record = find(USUAL)  # when the page itself is read, it says so with its line
        if record["kind"] != "figure":
            raise CardError(f"{page}:{_line(docs / page)}: card: {figure!r} is a set of numbers, not a figure.")
        if not pictured(record):
            continue
        key = keys.key(__name__, salt=title + seen(record))
        made = store.kept(key, f"card: {title}", partial(_files, title, record))
        yield page.removesuffix(".md").replace("/", "-") + ".png", store.file(made, FILE)


def _line(page: Path) -> int:
    """The line of a page's header that states its card, or 0."""
    text = page.read_text("utf-8-sig")
    stated = _STATED.search(text) if get_data(text)[1].get("card") else None
    return text.count("\n", 0, stated.start()) + 1 if stated else 0


def _files(title: str, record: Record) -> dict[str, bytes]:
    panel = record["panels"][0]
    (width, height), figure = size(panel["svg"]), store.file(record, f"{record['name']}.png")
    # A small map would be coarse at this size, and it is one of several.
    if "sm-map" in panel["looks"] and "s-contour" in panel["svg"] and width >= WIDTH / DOUBLE:
        box = (GAP + INSET, GAP + INSET, GAP + width - INSET, GAP + height - INSET)
        words = [float(y) - LETTER for y in WORD.findall(panel["svg"])]
        return {FILE: draw(title, figure, box, max(0.0, min(words, default=height)) / height)}
    row = rows(record)[0]
    return {FILE: draw(title, figure, (0, 0, row.width, row.bottom))}


def draw(title: str, figure: bytes, box: Box, top: float | None = None) -> bytes:
    """The card of a page with this title, as the bytes of a PNG of WIDTH x HEIGHT pixels.

    `figure` is the figure's PNG and `box` the part of it in question, in CSS pixels. Charts are shown whole: below the
    title, or beside it if they are nearly as high as wide. A map, which has a `top`, fills the card from edge to edge,
    and shows what is below that share of its height.
    """
    from PIL import Image

    from momentum.rendering.paint import Sheet, rgb
    from momentum.rendering.palette import reduced

    sheet = Sheet(WIDTH, HEIGHT)
    sheet.image[:] = rgb(style.colour("page"))
    with Image.open(io.BytesIO(figure)) as opened:
        left, above, right, below = (round(DOUBLE * side) for side in box)
        part = opened.convert("RGB").crop((left, above, right, below))
    beside, page = top is None and part.width < SQUARE * part.height, style.colour("page")
    lines = textwrap.wrap(title, (BESIDE if beside else ONE)[3], max_lines=2, placeholder=" …")
    size, first, apart, _, header = BESIDE if beside else ONE if len(lines) == 1 else TWO
    _place(sheet.image[:, WIDTH // 2 :] if beside else sheet.image[header:], part, top)
    sheet.text(np.array([LEFT, first - 84 if beside else LEFT]), SITE, 24, style.colour("muted"), page, 1, "start")
    for row, line in enumerate(lines):
        sheet.text(np.array([LEFT, first + row * apart]), line, size, style.colour("ink"), page, 1, "start")
    buffer = io.BytesIO()
    # The palette keeps the colour of every role.
    reduced(sheet.image, COLOURS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _place(room: np.ndarray, figure: Image, top: float | None) -> None:
    """Puts a map over the whole room (height, width, 3), or charts into its middle on the card's ground."""
    from PIL import Image

    from momentum.rendering.paint import rgb

    high, wide = room.shape[:2]
    room[:] = rgb(style.colour("card"))
    shares = wide / figure.width, high / figure.height
    share = max(shares) if top is not None else min(shares)
    small = figure.resize((round(figure.width * share), round(figure.height * share)), Image.Resampling.LANCZOS)
    left, above = (small.width - wide) // 2, (small.height - high) // 2
    if top is not None:
        above = min(above, round(top * small.height))
        room[:] = np.asarray(small.crop((left, above, left + wide, above + high)))
    else:
        room[-above : small.height - above, -left : small.width - left] = np.asarray(small)
