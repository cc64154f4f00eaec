"""The formulas of pages as they are written: the TeX of each, its lines, and sums whose numbers are quoted."""

from __future__ import annotations

import re

from built import PAGES, ROOT
from retold import records

QUOTED = re.compile(r"\[\[(?:=(?P<typed>[^\]:]+)|(?P<name>[\w-]+)\.(?P<key>\w+))(?::[^\]]*)?\]\]")


def source(page: str) -> str:
    """A page as it is written, code left out."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def formulas(page: str) -> list[str]:
    """The formulas of a page, those on lines of their own and those in sentences."""
    return [one or other for one, other in re.findall(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", source(page), re.DOTALL)]


def lines(formula: str) -> list[str]:
    """The lines of a formula that has several, without what aligns them."""
    inside = re.sub(r"\\(begin|end)\{aligned\}", "", formula).rstrip(" .,")
    return [
        line.replace("&", "").rstrip(" .,") for line in re.split(r"\\\\|\\qquad\\text\{leaves\}\\qquad|\\qquad", inside)
    ]


def relation(page: str, *parts: str) -> str:
    """The one line of a page's formulas that has all these parts."""
    found = {line.strip() for one in formulas(page) for line in lines(one) if all(part in line for part in parts)}
    assert len(found) == 1, f"{page}: {sorted(found)}"
    return found.pop()


def value(match: re.Match[str]) -> str:
    """What a quoted number comes to, in brackets if it is negative."""
    number = float(match["typed"] or records()[match["name"]]["numbers"][match["key"]])
    text = f"{abs(number):.12f}"
    return f"(-{text})" if number < 0 else text


ARITHMETIC = [
    (page, line)
    for page in PAGES
    for one in formulas(page)
    for line in lines(one)
    if "=" in line
    and "[[" in line
    and not re.search(r"[A-Za-z]", re.sub(r"\\(frac|sqrt|cdot|times|left|right)\b", "", QUOTED.sub("1", line)))
]


def plain(tex: str) -> str:
    """TeX without what only spaces and ends it."""
    return re.sub(r"\s+", " ", tex).strip().rstrip(".,").strip()


def displayed(page: str) -> list[str]:
    """The lines of a page's formulas on lines of their own, matrices kept whole."""
    found = []
    for tex in re.findall(r"\$\$(.+?)\$\$", source(page), re.DOTALL):
        parts = [tex] if "pmatrix" in tex else lines(tex)
        found += [plain(part) for part in parts if part.strip()]
    return found


def inline(page: str) -> list[str]:
    """The formulas of a page's sentences."""
    text = re.sub(r"\$\$.+?\$\$", "", source(page), flags=re.DOTALL)
    return [plain(tex) for tex in re.findall(r"\$([^$\n]+)\$", text)]
