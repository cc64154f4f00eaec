"""The faces of text: how they are cut, which come first, and that they have every character that a page shows."""

from __future__ import annotations

import html
import io
import json
import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from built import ROOT
from momentum.rendering import fonts
from momentum.site import fonts as site_fonts
from tools import fonts as faces

RULE = re.compile(r"@font-face\s*{([^}]*fonts/([\w-]+\.woff2)[^}]*)}")


def face(content: bytes) -> TTFont:
    return TTFont(io.BytesIO(content))


@cache
def covered(name: str) -> frozenset[int]:
    """The characters of one of the site's faces."""
    return frozenset(face((faces.LEAN / f"{name}.woff2").read_bytes()).getBestCmap())


def test_a_reader_s_face_has_every_letter_of_the_whole_one_and_the_site_s_weights() -> None:
    whole = faces.WHOLE / "source-sans-3.woff2"
    lean = face((faces.LEAN / whole.name).read_bytes())
    assert set(lean.getBestCmap()) >= set(face(whole.read_bytes()).getBestCmap()) - {0x200B, 0xFEFF}
    axis = lean["fvar"].axes[0]
    assert (axis.minValue, axis.maxValue) == faces.WEIGHTS


def test_a_reader_s_greek_face_has_the_greek_letters() -> None:
    lean = (faces.LEAN / "source-sans-3-greek.woff2").read_bytes()
    assert set(face(lean).getBestCmap()) >= {ord(letter) for letter in faces.GREEK}
    assert len(lean) <= 11_000


def test_the_faces_that_every_header_is_set_in_are_asked_for_first(site_dir: Path) -> None:
    """They are optional: one that comes late is not shown at all, and the header has a beta in it."""
    sheet = (site_dir / "assets" / "style.css").read_text("utf-8")
    first = {
        name
        for rule, name in RULE.findall(sheet)
        if "math" not in name and re.search(r"font-display:\s*optional", rule)
    }
    assert first == {"source-sans-3.woff2", "source-sans-3-greek.woff2"}
    for page in site_dir.rglob("*.html"):
        text = page.read_text("utf-8")
        if "sm-header" in text:
            assert first <= set(re.findall(r'<link rel="preload" href="[^"]*fonts/([^"]+)"', text)), page


def assert_same(once: TTFont, kept: TTFont, *tables: str) -> None:
    """The same glyphs and tables: other versions of what writes and compresses them may order the bytes otherwise."""
    assert once.getGlyphOrder() == kept.getGlyphOrder()
    for table in (*tables, "glyf", "cmap", "GSUB", "GPOS"):
        assert (table in once) == (table in kept)
        assert table not in once or once.getTableData(table) == kept.getTableData(table), table


@pytest.mark.parametrize("path", sorted(faces.WHOLE.glob("*.woff2")), ids=lambda path: path.stem)
def test_readers_faces_are_cut_from_the_whole_ones(path: Path) -> None:
    assert_same(face(faces.lean(path)), face((faces.LEAN / path.name).read_bytes()), "gvar", "fvar")


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
@pytest.mark.parametrize("family", fonts.FACES)
def test_the_faces_of_figures_are_cut_from_the_whole_ones_and_say_which_they_are(family: str, weight: int) -> None:
    kept = face(fonts.path(family, weight).read_bytes())
    assert_same(face(faces.drawn(family, weight)), kept, "hmtx", "fvar")
    assert kept["name"].getBestFamilyName() == family
    assert kept["OS/2"].usWeightClass == weight


def test_the_site_gets_faces_of_letters_of_signs_and_of_formulas() -> None:
    assert {path.name for path in site_fonts.FACES} == {
        "source-sans-3.woff2", "source-sans-3-greek.woff2", "source-sans-3-signs.woff2", "seeing-momentum-math.woff2"
    }  # fmt: skip


def test_the_face_of_signs_has_what_the_letters_lack_and_a_page_asks_for_it_where_it_shows_one() -> None:
    letters, greek, signs = (covered(f"source-sans-3{part}") for part in ("", "-greek", "-signs"))
    assert signs == {*map(ord, faces.SIGNS)}
    assert not signs & (letters | greek)
    sheet = (ROOT / "docs/assets/base.css").read_text("utf-8")
    (asked,) = [rule for rule, name in RULE.findall(sheet) if "signs" in name]
    ranges = [part.split("-") for part in re.findall(r"U\+([0-9A-F-]+)", asked)]
    assert signs == {code for part in ranges for code in range(int(part[0], 16), int(part[-1], 16) + 1)}


@pytest.mark.parametrize("source", ["nowhere.woff2", "README.md", "tools/faces/source-sans-3.woff2"])
def test_a_font_without_the_signs_is_refused_and_the_one_that_is_there_stays(source, capsys) -> None:
    kept = faces.WHOLE / "source-sans-3-signs.woff2"
    before = kept.read_bytes()
    assert faces.main(["signs", source]) == 2
    assert f"√ ← → ∞ ≈ ≤ ≥ ≠; got {source}." in capsys.readouterr().err
    assert kept.read_bytes() == before


def test_a_face_of_signs_is_cut_from_a_whole_one_and_its_bytes_are_settled() -> None:
    kept = faces.WHOLE / "source-sans-3-signs.woff2"
    once, again = faces.signs(kept), faces.signs(kept)
    assert once == again
    assert set(face(once).getBestCmap()) == {*map(ord, faces.SIGNS)}


def test_every_character_that_a_page_shows_as_text_is_in_a_face(site_dir: Path) -> None:
    """Else it comes from whatever face the reader's machine has: a raised three of one drawing, a four of another."""
    known = covered("source-sans-3") | covered("source-sans-3-greek") | covered("source-sans-3-signs")
    lacking = set()
    for path in sorted(site_dir.rglob("*.html")):
        # Spaces have no drawing, and code is in a face of the machine's.
        text = re.sub(r"(?s)<(math|script|style|code|pre)\b.*?</\1>|<[^>]*>", " ", path.read_text("utf-8"))
        lacking |= {(path.parent.name, sign) for sign in html.unescape(text) if ord(sign) not in known}
    for path in sorted((site_dir / "assets" / "explorer").iterdir()):
        text = path.read_text("utf-8")
        said = json.dumps(json.loads(text), ensure_ascii=False) if path.suffix == ".json" else text
        lacking |= {(path.name, sign) for sign in said if ord(sign) not in known}
    assert {(name, sign) for name, sign in lacking if not sign.isspace()} == set()
