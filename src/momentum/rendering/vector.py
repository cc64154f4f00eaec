"""Matplotlib's SVG of a backdrop, rewritten: few short elements, classes for colours, text as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from xml.etree import ElementTree

from momentum.rendering.backdrop import MIDDLE, markup
from momentum.rendering.markers import RISE
from momentum.rendering.outline import shorten
from momentum.rendering.powers import EXPONENT, lowered
from momentum.rendering.scene import Panel
from momentum.rendering.style import ROLES, colour

SVG = "{http://www.w3.org/2000/svg}"
# A character that no text holds: "§" in a label stays as it is.
PREFIX = "\ue000"
# Where two roles share a colour, the first names it.
_ROLE_OF = {role.light: name for name, role in reversed(ROLES.items())}
_BAND = re.compile(
    r'<path d="(?P<d>[^"]*)" class="(?P<role>f-band-\d) s-contour w" fill="(?P<fill>#\w+)"'
    r' (?P<look>stroke="[^"]*" stroke-width="(?P<width>[\d.]+)".*)/>'
)
_NUMBER = re.compile(r"-?\d+\.\d+")


def fragment(panel: Panel) -> tuple[str, str]:
    """Panel -> its shapes and its texts as SVG, with classes `f-<role>` for fills and `s-<role>` for strokes."""
    root = ElementTree.fromstring(markup(panel))
    shapes = {f"#{path.get('id')}": path for defs in root.iter(f"{SVG}defs") for path in defs.iter(f"{SVG}path")}
    defined = {id(path) for defs in root.iter(f"{SVG}defs") for path in defs.iter()}
    out: list[tuple[str, str]] = []
    words: list[str] = []
    middle = False
    for element in root.iter():
        if id(element) in defined:
            continue
        if element.tag == f"{SVG}path":
            out.append((_clip(element), _path(element.get("d", ""), _style(element))))
        elif element.tag == f"{SVG}use":
            shape = shapes[element.get("{http://www.w3.org/1999/xlink}href", "")]
            x, y = (_short(element.get(axis, "0")) for axis in "xy")
            marker = _path(shape.get("d", ""), _style(shape) | _style(element), "m")
            out.append(("", f'<g transform="translate({x} {y})">{marker}</g>'))
        elif element.tag == f"{SVG}text":
            words.append(_text(element, panel, middle))
        elif element.tag == f"{SVG}g":
            middle = element.get("id", "").startswith(MIDDLE)
    shown = ""
    for cut, group in groupby(out, key=itemgetter(0)):
        inside = "".join(_shared(_merge([element for _, element in group])))
        shown += f"<g{cut}>{inside}</g>" if cut else inside
    return shown, "".join(words)


def _style(element: ElementTree.Element) -> dict[str, str]:
    pairs = (item.split(":", 1) for item in element.get("style", "").split(";") if ":" in item)
    return {key.strip(): value.strip() for key, value in pairs}


def _short(text: str) -> str:
    """Numbers to one decimal, without trailing zeros."""
    return _NUMBER.sub(lambda m: f"{float(m[0]):.1f}".rstrip("0").rstrip("."), text)


def _paint(style: dict[str, str], kind: str) -> str:
    """Fill and stroke as plain attributes, with a class beside them for the colour scheme."""
    classes, attributes = [kind] if kind else [], []
    for key, letter in (("fill", "f"), ("stroke", "s")):
        value = style.get(key, "none" if key == "stroke" else "#000000")
        if value in _ROLE_OF:
            classes.append(f"{letter}-{_ROLE_OF[value]}")
        if not (key == "stroke" and value == "none"):
            attributes.append(f'{key}="{value}"')
    for key in ("stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "fill-opacity", "stroke-opacity"):
        if key in style and style[key] not in ("none", "butt"):
            attributes.append(f'{key}="{style[key]}"')
    if style.get("stroke", "none") != "none":
        classes.append("w")
        attributes.append(f'style="--lw:{float(style.get("stroke-width", "1")):g}px"')
    return (f' class="{" ".join(classes)}"' if classes else "") + "".join(f" {item}" for item in attributes)


def _path(d: str, style: dict[str, str], kind: str = "") -> str:
    d = re.sub(r"\s*([MLCQZz])\s*", r"\1", shorten(d.replace("\n", " "))).strip()
    return f'<path d="{d}"{_paint(style, kind)}/>' if d else ""


def _shared(elements: list[str]) -> Iterator[str]:
    """Bands that follow one another say once, round all of them, how the contour lines on their edges look."""
    for banded, group in groupby(elements, key=lambda element: bool(_BAND.fullmatch(element))):
        members = list(group)
        if not banded:
            yield from members
            continue
        found = [match for element in members if (match := _BAND.fullmatch(element))]
        usual = found[-1]["look"]
        yield f'<g class="s-contour w" {usual}>'
        for band in found:
            own = "" if band["look"] == usual else f' stroke-width="{band["width"]}" style="--lw:{band["width"]}px"'
            yield f'<path class="{band["role"]}{" w" if own else ""}" fill="{band["fill"]}"{own} d="{band["d"]}"/>'
        yield "</g>"


def _merge(elements: list[str]) -> list[str]:
    """Opaque paths that follow one another and are painted alike become one path."""
    merged: list[str] = []
    for element in elements:
        d, _, paint = element.removeprefix('<path d="').partition('"')
        if merged and element.startswith("<path") and "opacity" not in paint and merged[-1].endswith(f'"{paint}'):
            before = merged[-1].removeprefix('<path d="').partition('"')[0]
            merged[-1] = f'<path d="{before}{d}"{paint}'
        else:
            merged.append(element)
    return merged


def _clip(element: ElementTree.Element) -> str:
    return f' clip-path="url(#{PREFIX}clip)"' if "clip-path" in element.attrib else ""


def _text(element: ElementTree.Element, panel: Panel, middle: bool) -> str:
    style = _style(element)
    font = style.get("font", "")
    size = re.search(r"([\d.]+)px", font + style.get("font-size", ""))
    bold = style.get("font-weight", "") in ("600", "bold") or "600" in font
    place = element.get("transform", "")
    spot = re.search(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", place)
    x, y = spot.groups() if spot else (element.get("x", "0"), element.get("y", "0"))
    turn = re.search(r"rotate\((-?[\d.]+)", place)
    angle = float(turn[1]) if turn else 0.0
    left, top, right, bottom = panel.area
    inside = left <= float(x) <= right and top <= float(y) <= bottom  # beside it words stand on the card
    x, y = _short(f"{float(x):.2f}"), _short(f"{float(y):.2f}")
    role = _ROLE_OF.get(style.get("fill", ""), "ink")
    return label(
        "".join(element.itertext()).strip(),
        x,
        y,
        role,
        anchor=style.get("text-anchor", "start"),
        size=float(size[1]) if size else 13.0,
        bold=bold,
        halo=panel.rounded and inside,
        angle=angle,
        middle=middle,
    )


def label(
    text: str,
    x: str,
    y: str,
    role: str,
    *,
    anchor: str = "start",
    size: float = 13.0,
    bold: bool = False,
    halo: bool = True,
    angle: float = 0.0,
    middle: bool = False,
) -> str:
    """A line of text as SVG, anchored at (x, y) pixels; `halo` rings it with the colour that cases what is on a map.

    `middle` sets its height about y, whatever size the page gives it.
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    escaped = EXPONENT.sub(lambda high: f'<tspan dy="-.36em" font-size="75%">{lowered(high[0])}</tspan>', escaped)
    return (
        f'<text class="t f-{role}{" halo" if halo else ""}" x="{x}" y="{y}" fill="{colour(role)}" font-size="{size:g}"'
        f' style="--f:{size:g}px"'
        + (f' text-anchor="{anchor}"' if anchor != "start" else "")
        + (f' dy="{RISE:g}em"' if middle else "")
        + (' font-weight="600"' if bold else "")
        + (f' transform="rotate({angle:g} {x} {y})"' if angle else "")
        + f">{escaped}</text>"
    )
