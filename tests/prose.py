"""What a built page says, for tests that read it as a reader does: its words, its pictures' words, its tables."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from built import where

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
SEEN_NOT_READ = re.compile(
    r'<(svg|script|style|button|annotation)\b.*?</\1>|<details class="sm-(?:data|take)">.*?</details>', re.DOTALL
)


def plain(html: str) -> str:
    """HTML as one line: no tags, no pictures and their data, every space a plain one, every minus sign a hyphen."""
    apart = re.sub(r"(?=</?(?:p|td|th|li|h\d|tr|div)\b)", " ", SEEN_NOT_READ.sub("", html))
    return SPACES.sub(" ", unescape(re.sub(r"<[^>]*>", "", apart))).replace("−", "-").strip()


def article(site: Path, page: str) -> str:
    """The HTML of the article of a built page such as "ravine.md"."""
    html = (site / where(page) / "index.html").read_text("utf-8")
    return html[html.index("<article") : html.index("</article>")]


def said(site: Path, page: str) -> str:
    """Everything that a built page says, in one line."""
    return plain(article(site, page))


def printed(site: Path, page: str) -> str:
    """The words of a built page's article in one line as its file has them: formulas as their letters and digits."""
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", article(site, page), flags=re.DOTALL).split())


def described(site: Path, page: str, figure: str) -> str:
    """The alternative text of a figure on a built page."""
    match = re.search(rf'<figure[^>]*id="{figure}".*?aria-label="([^"]*)"', article(site, page), re.DOTALL)
    assert match, f"{page} shows no figure {figure}"
    return plain(match[1])


def rows(html: str) -> list[list[str]]:
    """The cells of every row of the tables in a piece of HTML, figures' tables of data left out."""
    tables = re.findall(r'<table class="sm-rows">.*?</table>', html, re.DOTALL)
    found = [row for table in tables for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]
    return [[plain(cell) for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in found]
