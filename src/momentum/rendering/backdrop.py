"""A panel's still backdrop: drawn once by Matplotlib, read as pixels or as Matplotlib's own SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any, cast

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from momentum.rendering import fonts, markers
from momentum.rendering.scene import Panel
from momentum.rendering.style import colour

HALO = "sm-halo"
MIDDLE = "sm-middle"
LEGIBLE = 0.9
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": fonts.FAMILIES,
    "font.size": 13,
    "path.simplify": False,
    "text.usetex": False,
    "axes.unicode_minus": True,
}
# The latest panels with their figures: every picture of a scene is made before the next scene begins.
_DRAWN: dict[int, tuple[Panel, Figure]] = {}
# And the latest pixels of theirs: a GIF draws the first moment and the last over the same ones.
_PIXELS: dict[tuple[int, float, bool], tuple[Panel, np.ndarray]] = {}
_KEPT = 8


_HERE = local()


@contextmanager
def drawing_settings() -> Iterator[None]:
    """Matplotlib's settings as figures are drawn with them, until the outermost of these ends.

    Every drawing puts them in place for itself; who makes several does it once, round all.
    """
    if getattr(_HERE, "in_place", False):
        yield
        return
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **_SETTINGS}):
        _HERE.in_place = True
        try:
            yield
        finally:
            _HERE.in_place = False


@contextmanager
def _drawing(panel: Panel) -> Iterator[Figure]:
    """The panel as a Matplotlib figure at 72 dots per inch, so that a point is a CSS pixel.

    Every picture of a panel is made from the same figure, which has to be left as it was: setting up Matplotlib's axes
    takes longer than drawing them.
    """
    fonts.register()
    with drawing_settings():
        known = _DRAWN.pop(id(panel), None)
        figure = known[1] if known else _figure(panel)
        while len(_DRAWN) >= _KEPT:
            del _DRAWN[next(iter(_DRAWN))]
        yield figure
        _DRAWN[id(panel)] = panel, figure


class _Unmarked:
    """An axis without marks: Matplotlib would make the first of them, several times over, to cut them off."""

    def set_clip_path(self, *where: Any) -> None:
        """Cuts the axis alone."""
        Artist.set_clip_path(cast(Artist, self), *where)


class _X(_Unmarked, XAxis): ...


class _Y(_Unmarked, YAxis): ...


class _Bare(Axes):
    """Axes with neither marks nor a grid: panels draw their own, and Matplotlib spends most of an axes on its marks."""

    def _init_axis(self) -> None:  # as projections of one's own do it
        self.xaxis, self.yaxis = _X(self, clear=False), _Y(self, clear=False)

    def grid(self, *_: Any, **__: Any) -> None:
        """Nothing."""

    def tick_params(self, *_: Any, **__: Any) -> None:
        """Nothing."""


def _figure(panel: Panel) -> Figure:
    width, height = panel.size
    left, top, right, bottom = panel.area
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    figure.patch.set_visible(False)
    place = left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height
    axes = figure.add_axes(_Bare(figure, place))
    axes.set_axis_off()
    axes.patch.set_visible(False)
    axes.set_xlim(*panel.xlim)
    axes.set_ylim(*panel.ylim)
    panel.draw(axes)
    axes.set_xlim(*panel.xlim)
    axes.set_ylim(*panel.ylim)
    for text in axes.texts:
        text.set_fontfamily(fonts.families(text.get_text()))
    return figure


def raster(panel: Panel, scale: float, *, words: bool = True) -> np.ndarray:
    """Panel -> (height, width, 4) uint8, opaque, on the card's colour, `scale` device pixels a CSS pixel; read-only.

    Below `LEGIBLE` device pixels a CSS pixel, text keeps the size it has there; `words=False` leaves it out.
    """
    kept = _PIXELS.get((id(panel), scale, words))
    if kept is not None and kept[0] is panel:
        return kept[1]
    picture = _raster(panel, scale, words=words)
    picture.flags.writeable = False
    while len(_PIXELS) >= _KEPT:
        del _PIXELS[next(iter(_PIXELS))]
    _PIXELS[id(panel), scale, words] = panel, picture
    return picture


def _raster(panel: Panel, scale: float, *, words: bool) -> np.ndarray:
    with _drawing(panel) as figure:
        texts = [text for axes in figure.axes for text in axes.texts]
        before = [(text.get_fontsize(), text.get_path_effects()) for text in texts]
        figure.patch.set_visible(True)
        figure.patch.set_facecolor(colour("card"))
        for text, (size, _) in zip(texts, before, strict=True):
            text.set_visible(words)
            text.set_fontsize(float(size) * max(1.0, LEGIBLE / scale))
            if text.get_gid() == HALO:
                text.set_path_effects([withStroke(linewidth=markers.HALO, foreground=colour("card"))])
        figure.set_dpi(72 * scale)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        picture = np.asarray(canvas.buffer_rgba())
        figure.patch.set_visible(False)
        figure.set_dpi(72)
        for text, (size, effects) in zip(texts, before, strict=True):
            text.set(visible=True, fontsize=size, path_effects=effects)
        return picture


def markup(panel: Panel) -> str:
    """Panel -> Matplotlib's SVG, its text kept as text; the same every time.

    Text that is centred upright keeps the height it is centred on, in a group named MIDDLE: how far its baseline lies
    below that is for a page to say, which sets it in another size.
    """
    with _drawing(panel) as figure:
        stream = io.StringIO()
        centred = [
            text for axes in figure.axes for text in axes.texts if text.get_verticalalignment() == "center_baseline"
        ]
        names = [text.get_gid() for text in centred]
        for text in centred:
            text.set(va="baseline", gid=MIDDLE)
        matplotlib.rcParams["svg.hashsalt"] = panel.name
        FigureCanvasSVG(figure).print_svg(stream, metadata={"Date": None})
        for text, name in zip(centred, names, strict=True):
            text.set(va="center_baseline", gid=name)
    return stream.getvalue()
