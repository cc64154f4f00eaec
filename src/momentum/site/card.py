"""The picture that others show beside a link to a page: its title over the ravine, one PNG a page, kept by content.

Only a card that the store lacks is drawn, and only then is Matplotlib imported.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data

from momentum.rendering import fonts, style
from momentum.store import keys, store

WIDTH, HEIGHT = 1200, 630
STEPS, CURVATURE, RATE, BETA = 40, 20.0, 0.092, 0.55
START = (-9.0, 1.45)
PICTURE, COLOURS = 0.56, 128
SITE = "Seeing Momentum"
FILE = "card.png"


def titles(docs: Path) -> Iterator[tuple[str, str]]:
    """(page, title) of every page below `docs`: its first heading, or the title it states."""
    for path in sorted(docs.rglob("*.md")):
        text, stated = get_data(path.read_text("utf-8-sig"))
        heading = next((line[2:] for line in text.splitlines() if line.startswith("# ")), path.stem)
        yield path.relative_to(docs).as_posix(), str(stated.get("title") or heading.partition(" {")[0]).strip()


def cards(docs: Path) -> Iterator[tuple[str, bytes]]:
    """(file name, PNG) of every page's card, drawn or out of the store."""
    for page, title in titles(docs):
        record = store.kept(keys.key(__name__, salt=title), f"card: {title}", partial(_files, title))
        yield page.removesuffix(".md").replace("/", "-") + ".png", store.file(record, FILE)


def path_of(beta: float) -> tuple[list[float], list[float]]:
    """x and y of a run of heavy ball in the card's ravine f = (x^2 + CURVATURE y^2) / 2."""
    (x, y), (u, v) = START, (0.0, 0.0)
    xs, ys = [x], [y]
    for _ in range(STEPS):
        u, v = beta * u + x, beta * v + CURVATURE * y
        x, y = x - RATE * u, y - RATE * v
        xs.append(x)
        ys.append(y)
    return xs, ys


def _files(title: str) -> dict[str, bytes]:
    return {FILE: draw(title)}


def draw(title: str) -> bytes:
    """The card of a page with this title, as the bytes of a PNG of WIDTH x HEIGHT pixels."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Ellipse
    from PIL import Image

    fonts.register()
    with mpl.rc_context({"font.family": [*fonts.FACES]}):
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=style.colour("page"))
        canvas = FigureCanvasAgg(figure)
        axes: Any = figure.add_axes((0, 0, 1, PICTURE), xlim=(-10.2, 1.8), ylim=(-1.75, 1.9))
        axes.set_axis_off()
        for rank, band in enumerate(style.BANDS):
            size = 2.6 * (len(style.BANDS) - rank) + 4
            axes.add_patch(Ellipse((0, 0), size, size * 0.25, color=style.colour(band), linewidth=0))
        for role, beta in (("gradient-descent", 0.0), ("momentum", BETA)):
            xs, ys = path_of(beta)
            axes.plot(xs, ys, color=style.colour(role), linewidth=3, marker="o", markersize=5, solid_joinstyle="round")
        axes.plot([0], [0], "o", color=style.colour("minimum"), markersize=15, mec=style.colour("page"), mew=2)
        ink: dict[str, Any] = {"color": style.colour("ink"), "fontweight": 600, "va": "top"}
        figure.text(0.06, 0.92, SITE, fontsize=21, **{**ink, "color": style.colour("muted")})
        size, columns = (46, 30) if len(textwrap.wrap(title, 30)) < 3 else (38, 38)
        lines = textwrap.wrap(title, columns, max_lines=2, placeholder=" …")
        figure.text(0.06, 0.83, "\n".join(lines), fontsize=size, linespacing=0.95, **ink)
        canvas.draw()
        picture = Image.frombuffer("RGBA", (WIDTH, HEIGHT), canvas.buffer_rgba()).convert("RGB")
    buffer = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
