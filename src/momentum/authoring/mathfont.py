"""The maths font of the pages: which characters it holds, how it was cut, and what a page's formulas need of it.

The committed font is Latin Modern Math (GUST Font License) cut down to `CHARACTERS` with their stretched forms, and
renamed as that licence asks of derived works. `python -m momentum.authoring.mathfont latinmodern-math.otf` makes it.
"""

from __future__ import annotations

import io
import sys
import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from momentum.authoring import AuthoringError

FONT = Path(__file__).resolve().parent.parent / "rendering" / "fonts" / "seeing-momentum-math.woff2"
FAMILY = "Seeing Momentum Math"
ASCII = "".join(map(chr, range(0x20, 0x7F)))
ITALIC_LATIN = "".join(chr(point) for point in range(0x1D434, 0x1D468) if point != 0x1D455) + "ℎ"
ITALIC_GREEK = "".join(map(chr, range(0x1D6E2, 0x1D71C)))
UPRIGHT_GREEK = "ΓΔΘΛΞΠΣΦΨΩ"
LETTERS = "ℝℕ𝔼𝒪𝟙∂∇∞∅"
OPERATORS = "−×±∓·⋅∗⋆∘÷∑∏∫√∈∉∀∃∧∨¬∖∪∩⊂⊆≈≠≤≥≪≫≡∼≃∝≔→←↔↦⇒⇐⇔⟶⟹⟺⟵⊤⊥⊙⊗⊕⋯…⋮⋱°’‘–\u00a0\u2009"
FENCES = "‖∥∣⟨⟩⌈⌉⌊⌋⏞⏟"
ACCENTS = "′″ˆ˜¯˙¨"
CHARACTERS = frozenset(ASCII + ITALIC_LATIN + ITALIC_GREEK + UPRIGHT_GREEK + LETTERS + OPERATORS + FENCES + ACCENTS)
# Drawn anew for subscripts and superscripts; every other character is only made smaller there.
SMALL = frozenset("0123456789+−=()∗⋆′″𝑖𝑗𝑘𝑛𝑡𝑥𝑦")


def _keep_small_forms(font: Any) -> None:
    """Drops the script-size alternates of all but the characters in `SMALL`, and keeps one size of those."""
    names = font.getBestCmap()
    wanted = {names[ord(character)] for character in SMALL}
    table = font["GSUB"].table
    indices = {i for f in table.FeatureList.FeatureRecord if f.FeatureTag == "ssty" for i in f.Feature.LookupListIndex}
    for subtable in (part for i in indices for part in table.LookupList.Lookup[i].SubTable):
        alternates = getattr(subtable, "ExtSubTable", subtable).alternates
        for glyph in list(alternates):
            if glyph in wanted:
                alternates[glyph] = alternates[glyph][:1]
            else:
                del alternates[glyph]


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
    from fontTools import subset

    options = subset.Options(
        layout_features=["ssty", "dtls"], hinting=False, glyph_names=False, flavor="woff2", name_IDs=[0, 1, 2, 3, 4, 6]
    )
    options.drop_tables += ["GPOS", "DSIG", "FFTM"]
    out = io.BytesIO()
    with subset.load_font(str(source), options) as font:
        _keep_small_forms(font)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, CHARACTERS)))
        subsetter.subset(font)
        _rename(font)
        subset.save_font(font, out, options)
    return out.getvalue()


@cache
def coverage(path: Path = FONT) -> frozenset[int]:
    """The code points that the font draws."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _italic() -> dict[str, int]:
    """A letter -> the slanted letter that browsers put for it where it stands alone in `<mi>`."""
    table: dict[str, int] = {}
    for point in range(0x1D434, 0x1D71C):
        name = unicodedata.name(chr(point), "")
        if name.startswith("MATHEMATICAL ITALIC "):
            table.setdefault(unicodedata.normalize("NFKD", chr(point)), point)
    return table | {"h": 0x210E, "ϵ": 0x1D716, "ϑ": 0x1D717, "ϕ": 0x1D719, "ϱ": 0x1D71A, "ϖ": 0x1D71B}


class _Formulas(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.points: set[int] = set()
        self.inside, self.slanted = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "math"
        self.slanted = tag == "mi" and ("mathvariant", "normal") not in attrs

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "math"
        self.slanted = False

    def handle_data(self, data: str) -> None:
        if not self.inside:
            return
        text = data.strip()
        if self.slanted and len(text) == 1:
            self.points.add(_italic().get(text, ord(text)))
        else:
            self.points.update(ord(letter) for letter in data if not letter.isspace() and not _invisible(letter))


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"


def used(page: str) -> frozenset[int]:
    """The code points that the formulas of a page (or a lone `<math>` element) ask of the font."""
    parser = _Formulas()
    parser.feed(page)
    parser.close()
    return frozenset(parser.points)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Usage: python -m momentum.authoring.mathfont path/to/latinmodern-math.otf")
    made = cut(Path(sys.argv[1]))
    FONT.write_bytes(made)
    if lacking := sorted(CHARACTERS - set(map(chr, coverage()))):
        raise AuthoringError(f"The font lacks {' '.join(lacking)}.")
    print(f"{FONT.name}: {len(made)} bytes, {len(CHARACTERS)} characters")
