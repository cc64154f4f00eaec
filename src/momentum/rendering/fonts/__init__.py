"""The faces that figures are drawn with, handed to Matplotlib as TrueType files of fixed weights."""

from __future__ import annotations

import io
import logging
import os
import tempfile
from functools import cache
from pathlib import Path

from momentum.store import keys, store

HERE = Path(__file__).parent
# The names are the project's own: a face of the same name on the machine must not stand in for these.
FACES = {
    "Seeing Momentum Sans": "source-sans-3.woff2",
    "Seeing Momentum Greek": "source-sans-3-greek.woff2",
    "Seeing Momentum Signs": "source-sans-3-signs.woff2",
}
WEIGHTS = (400, 600)
FAMILIES = [*FACES, "DejaVu Sans"]


def _instance(family: str, weight: int) -> bytes:
    """One weight of a variable WOFF2 face as TrueType."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(HERE / FACES[family], recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


@cache
def path(family: str, weight: int) -> Path:
    """The TrueType file of one weight of a face, made on first use and whole.

    It is kept in the store or, where that can't be written, in a private folder that ends with the process.
    """
    name = f"{Path(FACES[family]).stem}-{weight}.ttf"
    try:
        record = store.kept(keys.key(__name__, salt=name), name, lambda: {name: _instance(family, weight)})
        return store.path(record, name)
    except store.StoreError:
        target = Path(_private().name) / name
        target.write_bytes(_instance(family, weight))
        return target


@cache
def _private() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="seeing-momentum-")


@cache
def register() -> None:
    """Makes the faces known to Matplotlib."""
    from matplotlib import font_manager

    # A family that is asked for and lacks a letter or a weight is no news: the next one in the list has it.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    faces = [(family, weight) for family in FACES for weight in WEIGHTS]
    # Of two processes that begin with an empty store, each makes about half: they come from opposite ends.
    for face in faces[:: -1 if os.getpid() % 2 else 1]:
        path(*face)
    for face in faces:
        font_manager.fontManager.addfont(str(path(*face)))
