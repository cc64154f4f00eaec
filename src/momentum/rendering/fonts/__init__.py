"""The faces that figures are drawn with: TrueType files of fixed weights; README.md says how they were cut."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
# The names are the project's own: a face of the same name on the machine must not stand in for these.
FACES = {
    "Seeing Momentum Sans": "source-sans-3",
    "Seeing Momentum Greek": "source-sans-3-greek",
    "Seeing Momentum Signs": "source-sans-3-signs",
}
WEIGHTS = (400, 600)
FAMILIES = [*FACES, "DejaVu Sans"]


def path(family: str, weight: int) -> Path:
    """The file of one weight of a face."""
    return HERE / f"{FACES[family]}-{weight}.ttf"


@cache
def _letters() -> frozenset[str]:
    from matplotlib.ft2font import FT2Font

    return frozenset(map(chr, FT2Font(path(FAMILIES[0], WEIGHTS[0])).get_charmap()))


def families(words: str) -> list[str]:
    """Those that words need: the first where it has all their letters, since Matplotlib looks up each one of a list."""
    return FAMILIES[:1] if _letters().issuperset(words) else FAMILIES


@cache
def register() -> None:
    """Makes the faces known to Matplotlib."""
    from matplotlib import font_manager

    # A family that is asked for and lacks a letter or a weight is no news: the next one in the list has it.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for family in FACES:
        for weight in WEIGHTS:
            font_manager.fontManager.addfont(path(family, weight))
