"""What a panel draws, as Matplotlib has it: bands, curves, dots, marked minima and words, for tests that look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgba
from matplotlib.patches import PathPatch
from matplotlib.text import Annotation, Text

from momentum.rendering import backdrop
from momentum.rendering.scene import Note, Panel
from momentum.rendering.style import CONTOUR_OPACITY, ROLES, colour
from retold import FIGURES, records, scene


class Panels(Mapping[str, Panel]):
    """Every panel by its figure's name and its own. The records know the names; a scene is drawn for who looks."""

    def __init__(self) -> None:
        self._figures = {f"{name}/{panel['name']}": name for name in FIGURES for panel in records()[name]["panels"]}

    def __getitem__(self, name: str) -> Panel:
        return next(one for one in scene(self._figures[name]).panels if one.name == name.partition("/")[2])

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


PANELS = Panels()
# The marks on an axis.
TICK = ("muted", 1)
CONTOUR = to_rgba(colour("contour"), CONTOUR_OPACITY["light"])
# The gradient has the colour of ink.
TONES = {role.light: name for name, role in reversed(ROLES.items())}


class Words(NamedTuple):
    """A text of a backdrop: what it says, its colour, its place in data, its shift in pixels, its box in pixels."""

    text: str
    tone: str
    at: tuple[float, float]
    shift: tuple[float, float] | None
    box: tuple[float, float, float, float]


class Line(NamedTuple):
    """A curve of a backdrop: the role of its colour, its dashes (None: solid), its points in data, and its width."""

    role: str
    dashes: tuple[float, ...] | None
    points: np.ndarray
    width: float


class Drawn(NamedTuple):
    """A backdrop: bands between contours with their colours, curves, dots by role, marked minima, words, other shapes,
    and of each band, how wide its line is.

    A shape has the roles of its inside and its edge ("none" where there is none), and its corners.
    """

    bands: list[tuple[str, Any]]
    lines: list[Line]
    dots: list[tuple[str, np.ndarray]]
    minima: np.ndarray
    words: list[Words]
    shapes: list[tuple[str, str, np.ndarray]]
    widths: list[float]


@cache
def drawn(name: str) -> Drawn:
    """A panel as Matplotlib has it."""
    panel = PANELS[name]
    with backdrop._drawing(panel) as figure:
        renderer = FigureCanvasAgg(figure).get_renderer()
        axes = figure.axes[0]
        contours = [
            patch
            for patch in axes.patches
            if isinstance(patch, PathPatch) and np.allclose(patch.get_edgecolor(), CONTOUR)
        ]
        bands = [(to_hex(patch.get_facecolor()), patch.get_path()) for patch in contours]
        shapes = []
        for patch in axes.patches:
            points = patch.get_patch_transform().transform_path(patch.get_path()).vertices
            if len(points) and not np.allclose(patch.get_edgecolor(), CONTOUR):
                inside, edge = (
                    TONES.get(to_hex(tone), "none") if tone[3] else "none"
                    for tone in (patch.get_facecolor(), patch.get_edgecolor())
                )
                shapes.append((inside, edge, np.asarray(points)))
        lines, dots, minima = [], [], []
        for line in axes.lines:
            role, points = TONES.get(to_hex(line.get_color()), ""), np.asarray(line.get_xydata(), dtype=float)
            if line.get_marker() not in ("None", None, ""):
                dots += [(role, point) for point in points]
                minima += [points] if role == "minimum" and line.get_marker() == "o" else []
            elif len(points) > 1 and role not in ("hairline", "casing") and (role, line.get_linewidth()) != TICK:
                dashes = line._unscaled_dash_pattern[1]
                look = role, tuple(map(float, dashes)) if dashes else None
                lines.append(Line(*look, points, float(line.get_linewidth())))
        words = [
            Words(
                text.get_text(),
                to_hex(text.get_color()),
                tuple(map(float, text.xy if isinstance(text, Annotation) else text.get_position())),
                tuple(text.xyann) if isinstance(text, Annotation) else None,
                tuple(text.get_window_extent(renderer).extents),
            )
            for text in axes.texts
            if text.get_text()
        ]
        # Words that move are measured in the same fonts.
        for note in (mark for mark in panel.marks if isinstance(mark, Note)):
            x, y = panel.pixels(note.at)
            text = Text(
                x, panel.size[1] - y, note.text, size=note.size, weight=600, figure=figure,
                ha={"start": "left", "middle": "center", "end": "right"}[note.anchor],
            )  # fmt: skip
            extents = text.get_window_extent(renderer).extents
            words.append(Words(note.text, colour(note.role), tuple(note.at), None, tuple(extents)))
        widths = [float(patch.get_linewidth()) for patch in contours]
        return Drawn(bands, lines, dots, np.concatenate([np.empty((0, 2)), *minima]), words, shapes, widths)
