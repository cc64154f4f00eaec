"""Makes the faces that are committed: `python -m tools.fonts text`, and `signs` or `maths` with the path of a font.

Both those that figures are drawn with and those that a reader's browser gets are cut from the whole ones beside this
file: the former to two fixed weights, as Matplotlib wants them, the latter to the letters and weights of the site.
"""

from __future__ import annotations

import io
import sys
from itertools import product
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib.instancer import instantiateVariableFont

from momentum.authoring import mathfont
from momentum.authoring.fonts import FONT
from momentum.authoring.mathfont import FAMILY
from momentum.rendering import fonts
from momentum.site import fonts as site_fonts

WHOLE = Path(__file__).parent / "faces"
LEAN = Path(site_fonts.__file__).parent
WEIGHTS = (400, 650)
FEATURES = ("kern", "liga", "tnum", "locl", "ccmp", "mark")
# What the Latin face lacks of what the site says; raised ones, twos and threes it has, of the same drawing.
SIGNS = "⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃√←→∞≈≤≥≠"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω"


def drawn(family: str, weight: int) -> bytes:
    """One weight of the variable face behind `family`, named so, as TrueType."""
    font = TTFont(WHOLE / f"{fonts.FACES[family]}.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def lean(path: Path) -> bytes:
    """The variable face at `path` with the site's weights and letters, as WOFF2."""
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(layout_features=list(FEATURES), notdef_outline=True)
    subsetter = subset.Subsetter(options)
    if path.stem.endswith("-greek"):
        subsetter.populate(text=GREEK)
    else:
        subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def signs(source: Path) -> bytes:
    """A WOFF2 of `SIGNS` out of the whole variable font, in all its weights."""
    options = subset.Options(layout_features=[], flavor="woff2")
    out = io.BytesIO()
    with subset.load_font(io.BytesIO(source.read_bytes()), options) as font:
        if "fvar" not in font or not {*SIGNS} <= {*map(chr, font.getBestCmap() or ())}:
            raise KeyError(SIGNS)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=SIGNS)
        subsetter.subset(font)
        subset.save_font(font, out, options)
    return out.getvalue()


def _keep_small_forms(font: Any) -> None:
    """Drops the script-size alternates of all but the characters in `SMALL`, and keeps one size of those."""
    names = font.getBestCmap()
    wanted = {names[ord(character)] for character in mathfont.SMALL}
    table = font["GSUB"].table
    indices = {i for f in table.FeatureList.FeatureRecord if f.FeatureTag == "ssty" for i in f.Feature.LookupListIndex}
    for subtable in (part for i in indices for part in table.LookupList.Lookup[i].SubTable):
        alternates = getattr(subtable, "ExtSubTable", subtable).alternates
        for glyph in list(alternates):
            if glyph in wanted:
                alternates[glyph] = alternates[glyph][:1]
            else:
                del alternates[glyph]


def roots(font: Any) -> list[str]:
    """The glyphs of a maths font that a radical sign may be drawn with: the plain one, taller ones and their parts."""
    plain, variants = font.getBestCmap()[ord("√")], font["MATH"].table.MathVariants
    taller = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(plain)]
    parts = [part.glyph for part in taller.GlyphAssembly.PartRecords]
    return list(dict.fromkeys([plain, *(one.VariantGlyph for one in taller.MathGlyphVariantRecord), *parts]))


def _even_roots(font: Any) -> None:
    """Makes every radical sign as wide as the plain one.

    Chromium leaves room for the widest of them behind each root, and the full stop after it would stand apart.
    """
    names, glyphs, top = roots(font), font.getGlyphSet(), font["CFF "].cff.topDictIndex[0]
    wide = font["hmtx"][names[0]][0]
    for name in names[1:]:
        advance, left = font["hmtx"][name]
        share = wide / advance
        pen = T2CharStringPen(wide - top.Private.nominalWidthX, glyphs)
        glyphs[name].draw(TransformPen(pen, (share, 0, 0, 1, 0, 0)))
        top.CharStrings[name] = pen.getCharString(top.Private, top.GlobalSubrs)
        font["hmtx"][name] = (wide, round(left * share))


def _rename(font: Any) -> None:
    """Gives the derived work a name of its own; the copyright line stays."""
    post_script = FAMILY.replace(" ", "") + "-Regular"
    for record in font["name"].names:
        named = {1: FAMILY, 3: post_script, 4: post_script, 6: post_script, 16: FAMILY}.get(record.nameID)
        if named:
            record.string = named
    cff = font["CFF "].cff
    cff.fontNames[0] = post_script
    cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = FAMILY


def cut(source: Path) -> bytes:
    """A WOFF2 of `CHARACTERS` out of an OpenType maths font, with their variants, constants and renamed."""
    options = subset.Options(
        layout_features=["ssty", "dtls"], hinting=False, glyph_names=False, flavor="woff2", name_IDs=[0, 1, 2, 3, 4, 6]
    )
    options.drop_tables += ["GPOS", "DSIG", "FFTM"]
    out = io.BytesIO()
    whole = io.BytesIO(source.read_bytes())  # given a path that is no font's, fontTools leaves the file open
    with subset.load_font(whole, options) as font:
        _keep_small_forms(font)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, mathfont.CHARACTERS)))
        subsetter.subset(font)
        _even_roots(font)
        _rename(font)
        subset.save_font(font, out, options)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Writes the faces that the first argument names; 2 with a sentence for anything else."""
    match arguments:
        case ["text"]:
            for path in sorted(WHOLE.glob("*.woff2")):
                (LEAN / path.name).write_bytes(lean(path))
            for family, weight in product(fonts.FACES, fonts.WEIGHTS):
                fonts.path(family, weight).write_bytes(drawn(family, weight))
        case ["signs", source]:
            try:
                (WHOLE / "source-sans-3-signs.woff2").write_bytes(signs(Path(source)))
            except (OSError, TTLibError, KeyError):  # not there, not a font, of one weight, or without one of the signs
                print(f"The font must be a variable one with {' '.join(SIGNS)}; got {source}.", file=sys.stderr)
                return 2
        case ["maths", source]:
            try:
                FONT.write_bytes(cut(Path(source)))
            except (OSError, TTLibError, KeyError):  # not there, not a font, or a font without maths
                print(f"The maths font must be a file of OpenType with a table MATH; got {source}.", file=sys.stderr)
                return 2
            mathfont.coverage.cache_clear()
            if lacking := sorted(mathfont.CHARACTERS - set(map(chr, mathfont.coverage()))):
                print(f"The font lacks {' '.join(lacking)}.", file=sys.stderr)
                return 1
        case _:
            said = "Say `text`; or `signs` and the path of SourceSans3VF-Upright.ttf.woff2; or `maths` and that of"
            print(f"{said} latinmodern-math.otf.", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
