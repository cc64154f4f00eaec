"""The faces that pages and figures share, handed to Matplotlib as TrueType files of fixed weights."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from momentum.store import store

HERE = Path(__file__).parent
# The names are the project's own: a face of the same name on the machine must not stand in for these.
FACES = {"Seeing Momentum Sans": "source-sans-3.woff2", "Seeing Momentum Greek": "source-sans-3-greek.woff2"}
WEIGHTS = (400, 600)
FAMILIES = [*FACES, "DejaVu Sans"]


def _instance(source: Path, family: str, weight: int, target: Path) -> None:
    """Writes one weight of a variable WOFF2 face as TrueType, under a temporary name first."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

    font = TTFont(source, recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        os.close(handle)
        font.save(name)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


@cache
def _mark(source: Path) -> str:
    """Eight letters that change with the face or with the recipe above."""
    return hashlib.sha256(source.read_bytes() + Path(__file__).read_bytes()).hexdigest()[:8]


def path(family: str, weight: int, cache: Path | None = None) -> Path:
    """The TrueType file of one weight of a face, made on first use.

    It is kept in the folder `cache` (the store's own by default), or, where that can't be written, in a private
    folder that ends with the process.
    """
    source = HERE / FACES[family]
    name = f"{source.stem}-{weight}-{_mark(source)}.ttf"
    target = (cache or store.root() / store.FONTS) / name
    if not target.exists():
        try:
            _instance(source, family, weight, target)
        except OSError:
            target = Path(_private().name) / name
            if not target.exists():
                _instance(source, family, weight, target)
    return target


@cache
def _private() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="seeing-momentum-")


@cache
def register(cache: Path | None = None) -> None:
    """Makes the faces known to Matplotlib; the TrueType files are kept in the folder `cache`."""
    from matplotlib import font_manager

    for family in FACES:
        for weight in WEIGHTS:
            font_manager.fontManager.addfont(str(path(family, weight, cache)))
