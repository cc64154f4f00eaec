"""The maths font: what it holds, what it is asked for, and how it is cut."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from momentum.authoring import AuthoringError, mathfont
from momentum.authoring.fonts import FONT
from momentum.authoring.tex import mathml
from tools import fonts


@pytest.mark.parametrize("tex", ["日", "é", r"\mathbf{v}", r"\mathfrak{g}"])
def test_a_character_that_the_font_lacks_is_named(tex):
    with pytest.raises(AuthoringError, match=r"the maths font lacks . \(U\+"):
        mathml(tex)


def test_the_maths_font_is_the_one_its_readme_describes():
    readme = FONT.with_name("README.md").read_text("utf-8")
    assert hashlib.sha256(FONT.read_bytes()).hexdigest() in readme
    assert FONT.stat().st_size <= 45_000


def test_the_maths_font_holds_every_listed_character_and_stretches():
    assert set(map(ord, mathfont.CHARACTERS)) <= mathfont.coverage()
    with TTFont(FONT) as font:
        assert len({font["hmtx"][name][0] for name in fonts.roots(font)}) == 1, "roots leave no room behind them"
        names, variants = font.getBestCmap(), font["MATH"].table.MathVariants
        stretching = set(variants.VertGlyphCoverage.glyphs)
        assert {names[ord(letter)] for letter in "()[]{}|‖⌊⌋√∑"} <= stretching
        assert font["name"].getDebugName(1) == mathfont.FAMILY


def test_the_stylesheet_names_the_font_that_is_shipped():
    sheet = (Path(__file__).parent.parent / "docs" / "assets" / "formulas.css").read_text("utf-8")
    assert f'url("fonts/{FONT.name}")' in sheet
    assert sheet.count(f'"{mathfont.FAMILY}"') == 2


def test_cutting_a_font_keeps_its_characters_and_its_bytes_are_settled():
    once, again = fonts.cut(FONT), fonts.cut(FONT)
    assert once == again
    assert once[:4] == b"wOF2"


@pytest.mark.parametrize("source", ["nowhere.otf", "README.md", "tools/faces/source-sans-3.woff2"])
def test_what_is_no_maths_font_is_refused_and_the_one_that_is_there_stays(source, capsys):
    before = FONT.read_bytes()
    assert fonts.main(["maths", source]) == 2
    assert f"a table MATH; got {source}." in capsys.readouterr().err
    assert FONT.read_bytes() == before


@pytest.mark.parametrize(
    ("tex", "characters"),
    [
        ("x", "𝑥"),
        ("h", "ℎ"),
        (r"\beta", "𝛽"),
        (r"\partial", "𝜕"),
        (r"\nabla", "∇"),
        (r"\Delta", "Δ"),
        (r"\epsilon\vartheta\phi", "𝜖𝜗𝜙"),
        (r"\sin 10", "sin10"),
        (r"\text{if}", "if"),
        (r"\mathrm{d}", "d"),
    ],
)
def test_lone_letters_count_as_the_slanted_ones_that_browsers_draw(tex, characters):
    assert mathfont.used(mathml(tex)) == set(map(ord, characters))


def test_what_stands_outside_formulas_asks_nothing_of_the_maths_font():
    assert mathfont.used("<p>日 <b>a</b></p><math><mn>1</mn></math> 本") == {ord("1")}


def test_greek_and_latin_are_all_there():
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZαβγδεζηθικλμνξοπρστυφχψω":
        assert mathml(letter), unicodedata.name(letter)
