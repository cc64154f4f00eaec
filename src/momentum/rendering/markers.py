"""The looks of marks, in one place for SVG, GIF, PNG, pages and explorer: shapes, and sizes in CSS pixels."""

from __future__ import annotations

import numpy as np

_EIGHTH = np.pi / 4 * np.arange(8)
_ARM, _REACH = 0.4, 1.15
# Outlines for a unit size, y downwards, each as heavy to the eye as the disc of radius 1. A round mark is an octagon:
# browsers measure small arcs and straight lines differently, and a trail would fall behind its head.
SHAPES: dict[str, np.ndarray] = {
    "round": np.column_stack([np.sin(_EIGHTH), -np.cos(_EIGHTH)]),
    "diamond": 1.2 * np.array([(0, -1), (1, 0), (0, 1), (-1, 0)]),
    "square": 0.88 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]),
    "triangle": 1.3 * np.array([(0, -1), (0.9, 0.62), (-0.9, 0.62)]),
    "wedge": 1.3 * np.array([(0, 1), (-0.9, -0.62), (0.9, -0.62)]),
    "cross": np.array([
        (-_ARM, -_REACH), (_ARM, -_REACH), (_ARM, -_ARM), (_REACH, -_ARM), (_REACH, _ARM), (_ARM, _ARM),
        (_ARM, _REACH), (-_ARM, _REACH), (-_ARM, _ARM), (-_REACH, _ARM), (-_REACH, -_ARM), (-_ARM, -_ARM),
    ]),
}  # fmt: skip

TRAIL = 3.4
CASING = 1.5
DOT = 4.5
HEAD, RIM = 7.5, 2.0
# Steps nearer to the marked one before than this, in pixels, get no mark of their own.
SPACING = 8.0
GHOST = 1.2
# How wide the memory of the newest step is, and how strong.
MEMORY, MEMORY_OPACITY = 15, 0.5
# An arrow: its head's length, at most a share of the whole arrow, and half its width as a share of that.
ARROW, ARROW_SHARE, ARROW_WING = 11.0, 0.6, 0.42
ARROW_WIDTH, AREA_WIDTH = 2.5, 1.5
VEIL = 0.78
# The dotted line at the time of the clock: how wide, and its dash and gap.
CURSOR, CURSOR_DASHES = 1.2, (2, 3)
# Contour lines, and every fifth of them; the ring of casing round words on a map; a map's corners.
CONTOUR, STRONG = 0.8, 1.8
HALO = 4
# Half the height of a capital letter, in ems: how far below its middle a text's baseline lies.
RISE = 0.33
RADIUS = 8
# What style sheets read as `--mark-<name>`, a length unless it is an opacity.
VARIABLES: dict[str, float] = {
    "trail": TRAIL, "case": TRAIL + 2 * CASING, "ghost": GHOST, "rim": RIM, "memory": MEMORY, "cursor": CURSOR,
    "contour": CONTOUR, "strong": STRONG, "halo": HALO, "memory-opacity": MEMORY_OPACITY,
}  # fmt: skip


_TURN = np.pi / 12 * np.arange(24)
_DISC = np.column_stack([np.sin(_TURN), -np.cos(_TURN)])


def solid(shape: str | None, size: float) -> np.ndarray:
    """The corners (n, 2) of a shape that is filled at once, not drawn by a pen: round is nearly a circle."""
    return _DISC * size if shape in (None, "round") else outline(shape, size)


def outline(shape: str | None, size: float) -> np.ndarray:
    """The corners (n, 2) of a shape of this size round (0, 0); None is round."""
    return SHAPES[shape or "round"] * size


def variables() -> str:
    """The CSS declarations of the sizes that style sheets share with the writers of pictures."""
    return "".join(f"--mark-{name}:{size:g}{'' if 'opacity' in name else 'px'};" for name, size in VARIABLES.items())
