"""What a built page says: its computed numbers, by the name of the quantity, and whether one agrees with a value."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from pathlib import Path

_NUMBER = re.compile(r'<span class="sm-number" data-from="([\w.-]+)">(.*?)</span>')
_POWER = re.compile(r"(?:([−+]?[\d.]+)\s*×\s*)?10<sup>([−\d]+)</sup>")


def numbers(page: Path) -> dict[str, list[str]]:
    """Quantity -> what the page prints for it, once for each place."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, text in _NUMBER.findall(page.read_text("utf-8")):
        found[name].append(html.unescape(text))
    return dict(found)


def agrees(text: str, value: float) -> bool:
    """Whether the printed numeral is `value` rounded to the digits that it shows."""
    scale, power = 1.0, _POWER.search(text)
    if power:
        text, scale = power[1] or "1", 10.0 ** int(power[2].replace("−", "-"))
    if "%" in text:
        text, scale = text.replace("%", ""), 0.01
    plain = re.sub(r"[\s\u202f,]", "", text).replace("−", "-")
    decimals = len(plain.partition(".")[2])
    half = 0.5 * 10.0**-decimals
    return abs(float(plain) - value / scale) <= half * (1 + 1e-6) + 1e-12


def check(page: Path, source: str, expected: dict[str, float], *, all_of_them: bool = True) -> None:
    """Every number that the page quotes from `source` must be among `expected`, and agree with it."""
    quoted = {name.split(".")[1]: texts for name, texts in numbers(page).items() if name.split(".")[0] == source}
    assert quoted, f"the page quotes nothing from {source}"
    if all_of_them:
        assert not set(quoted) - set(expected), f"not recomputed: {sorted(set(quoted) - set(expected))}"
    for name, texts in quoted.items():
        for text in texts if name in expected and re.search(r"\d", texts[0]) else ():
            assert agrees(text, expected[name]), f"{source}.{name}: the page prints {text}, not {expected[name]!r}"
