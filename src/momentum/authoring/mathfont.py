"""The maths font of the pages: which characters it holds, and what a page's formulas need of it.

The committed font is Latin Modern Math (GUST Font License) cut down to `CHARACTERS` with their stretched forms, and
renamed as that licence asks of derived works. `python -m tools.fonts maths latinmodern-math.otf` makes it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from momentum.authoring.fonts import FONT

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
