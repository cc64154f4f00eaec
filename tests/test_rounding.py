"""One rule rounds what a built page says: its readouts, its tables of data, its captions and its pictures' words."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from built import PAGES, where
from momentum.store.rounding import show

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# A share in per cent is rounded by its own format, a version or an address is no measure.
DECIMAL = re.compile(r"(?<![\w./])\d+\.\d+(?![\u202f\u00a0 ]?%)(?![\w/])")


class Shown(NamedTuple):
    """A figure on a page: its readouts and its table's cells as texts, its caption and its alternative text."""

    name: str
    values: list[str]
    words: list[str]


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<math.*?</math>|<[^>]+>", "", markup, flags=re.S))


def figures(site: Path, page: str) -> list[Shown]:
    text = (site / where(page) / "index.html").read_text("utf-8")
    found = []
    for figure in re.findall(r'<figure class="sm-figure.*?</figure>', text, re.S):
        clock = re.search(r'data-clock="([^"]*)"', figure)
        readouts = json.loads(html.unescape(clock[1]))["readouts"] if clock else []
        caption = re.search(r"<figcaption>\s*<p>(.*?)</p>", figure, re.S)
        alt = re.search(r'aria-label="([^"]*)"', figure)
        name = re.search(r'data-figure="([^"]*)"', figure)
        assert caption
        assert alt
        assert name
        values = [value for readout in readouts for value in readout["values"]]
        found.append(Shown(name[1], values, [plain(caption[1]), html.unescape(alt[1])]))
    return found


def number(text: str) -> float:
    """What a printed number says: "1.23 × 10⁻⁵" is 1.23e-5."""
    text = text.replace("−", "-").replace("\u202f", "")
    mantissa, times, power = text.rpartition("10") if re.search("10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]", text) else (text, "", "")
    if not times:
        return float(text)
    factor = float(mantissa.replace("×", "").strip() or 1) if mantissa.strip() not in ("", "-") else 1.0
    return factor * 10.0 ** int(power.translate(RAISED))


def test_a_printed_number_is_read_back() -> None:
    for value in (0.0, 0.5, -2.345, 1234.4, 12345.0, 3.21e-7, 1e-6, 2.5e6):
        assert number(show(value)) == pytest.approx(value, rel=5e-3, abs=1e-12)


@pytest.mark.parametrize("page", PAGES)
def test_readouts_round_as_the_prose_does(site_dir: Path, page: str) -> None:
    for figure in figures(site_dir, page):
        for value in figure.values:
            assert show(number(value)) == value, figure.name


def follows(numeral: str, others: list[str]) -> bool:
    """Whether a numeral is as the rule prints it, or has idle zeros because it is compared with another one."""
    places = len(numeral.partition(".")[2])
    compared = any(len(other.partition(".")[2]) == places for other in others)
    return show(float(numeral)) == (numeral.rstrip("0").rstrip(".") if compared else numeral)


def test_what_follows_the_rule() -> None:
    assert follows("0.123", [])
    assert follows("0.10", ["0.25"])
    assert not follows("0.10", ["0.3"])
    assert not follows("0.1234", ["0.5678"])
    assert not follows("123.4", [])


@pytest.mark.parametrize("page", PAGES)
def test_captions_and_alternative_texts_round_as_the_prose_does(site_dir: Path, page: str) -> None:
    wrong = []
    for figure in figures(site_dir, page):
        for text in figure.words:
            numerals = DECIMAL.findall(text)
            for at, numeral in enumerate(numerals):
                if not follows(numeral, numerals[:at] + numerals[at + 1 :]):
                    wrong.append((figure.name, numeral, show(float(numeral))))
    assert wrong == []


def test_somewhere_there_is_something_to_round(site_dir: Path) -> None:
    every = [figure for page in PAGES for figure in figures(site_dir, page)]
    assert sum(len(figure.values) for figure in every) > 1000
    assert sum(len(DECIMAL.findall(text)) for figure in every for text in figure.words) > 100
