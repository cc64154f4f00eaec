"""The faces that pages and figures share, handed to Matplotlib as TrueType files of fixed weights."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FACES = {"Source Sans 3": "source-sans-3.woff2", "Source Sans 3 Greek": "source-sans-3-greek.woff2"}
WEIGHTS = (400, 600)
FAMILIES = [*FACES, "DejaVu Sans"]


def _instance(source: Path, family: str, weight: int, target: Path) -> None:
    """Writes one weight of a variable WOFF2 face as TrueType, under a temporary name first."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    font.save(name)
    os.replace(name, target)


@cache
def register(cache: Path) -> None:
    """Makes the faces known to Matplotlib; the TrueType files are kept in the folder `cache`."""
    from matplotlib import font_manager

    for family, name in FACES.items():
        for weight in WEIGHTS:
            target = cache / f"{Path(name).stem}-{weight}.ttf"
            if not target.exists():
                _instance(HERE / name, family, weight, target)
            font_manager.fontManager.addfont(str(target))
