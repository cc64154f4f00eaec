"""The faces as pages need them: the weights and letters that the site uses, kept by content.

Figures are drawn with the whole faces; a reader's browser gets what is left after this, a third less.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from importlib import metadata
from pathlib import Path

WEIGHTS = (400, 650)
FEATURES = ("kern", "liga", "tnum", "locl", "ccmp", "mark")
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"


def lean(path: Path, cache: Path) -> bytes:
    """The face at `path` with the site's weights, as WOFF2; made once for each face and kept in the folder `cache`.

    Faces that don't vary in weight, like that of formulas, come back as they are.
    """
    source = path.read_bytes()
    made_with = f"{metadata.version('fonttools')} {WEIGHTS} {FEATURES} {GREEK}".encode()
    kept = cache / f"{path.stem}-{hashlib.sha256(made_with + source).hexdigest()[:24]}.woff2"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=kept.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(_cut(source, greek=path.stem.endswith("-greek")))
        os.replace(draft, kept)
    return kept.read_bytes()


def _cut(source: bytes, *, greek: bool) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    if "fvar" not in font:
        return source
    options = subset.Options(layout_features=list(FEATURES), notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=GREEK) if greek else subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
