"""Names for listeners that Markdown leaves out: of permalinks, of headings that hold one, of headers with a formula."""

from __future__ import annotations

import re
from html import unescape

_HEADING = re.compile(
    r'<h(?P<level>[1-6])(?P<attributes>[^>]*)>(?P<inside>(?:(?!</h[1-6]>).)*?)<a class="headerlink" (?P<link>[^>]*)>',
    re.S,
)
_HEADER = re.compile(r"<th(?=[ >])[^>]*>(?:(?!</th>).)*<math.*?</th>", re.S)
_FORMULA = re.compile(r'<span class="sm-math"><math>((?:<m[ino]>[^<]*</m[ino]>)+)</math></span>')
_TERM = re.compile(r'<dt id="(?P<id>[^"]+)">(?P<inside>.*?)</dt>', re.S)
_TAG = re.compile(r"<[^>]*>")


def words(html: str) -> str:
    """What a piece of HTML says, on one line, still escaped for an attribute."""
    return " ".join(_TAG.sub("", html).split()).replace('"', "&quot;")


def _heading(match: re.Match[str]) -> str:
    said = words(match["inside"])
    link = re.sub(r'\s*title="[^"]*"', "", match["link"])
    return (
        f'<h{match["level"]}{match["attributes"]} aria-label="{said}">{match["inside"]}'
        f'<a class="headerlink" {link} title="Link to this section" aria-label="Link to: {said}">'
    )


def _letters(formula: re.Match[str]) -> str:
    """A formula on one line as text: letters in italics, as tools that read no MathML need it."""
    inside = formula[1].replace("<mi>", "<i>").replace("</mi>", "</i>")
    inside = re.sub(r"<mo>([=+−<>≤≥×])</mo>", r" \1 ", inside)
    return f'<span class="sm-math">{re.sub("</?m[no]>", "", inside)}</span>'


def named(html: str) -> str:
    """A page's content with a name for every permalink; a heading is named without it, a header in letters.

    >>> named('<h2 id="rule">The rule<a class="headerlink" href="#rule" title="Link">¶</a></h2>').split(">")[1]
    'The rule<a class="headerlink" href="#rule" title="Link to this section" aria-label="Link to: The rule"'
    """
    return _HEADER.sub(lambda match: _FORMULA.sub(_letters, match[0]), _HEADING.sub(_heading, html))


def terms(html: str) -> list[tuple[str, str]]:
    """(id, words) of every term that a page defines."""
    return [(match["id"], unescape(words(match["inside"]))) for match in _TERM.finditer(html)]
