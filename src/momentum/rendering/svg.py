"""A scene as SVG: one inline picture a panel for the page, or all panels composed into one file to take away.

The elements as written are the finished picture; the animations only hold it back. So without animations, in print
or under `prefers-reduced-motion`, the whole run is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from momentum.rendering import runs
from momentum.rendering.layout import place
from momentum.rendering.markers import CURSOR, CURSOR_DASHES, RADIUS, VEIL
from momentum.rendering.outline import polyline
from momentum.rendering.scene import Area, Arrow, Mark, Note, Panel, Run, Scene, Veil
from momentum.rendering.shapes import rings, shaft_and_head
from momentum.rendering.sheet import stylesheet
from momentum.rendering.style import colour
from momentum.rendering.vector import PREFIX, fragment, label

FONT = "'Source Sans 3','Source Sans 3 Greek',system-ui,sans-serif"


def _n(value: float) -> str:
    return f"{value + 0.0:.1f}".removesuffix(".0")


def _span(first: float, last: float | None, scene: Scene) -> tuple[str, str]:
    """Class and timing of something that is there from tick `first` until tick `last`."""
    begin = first * scene.seconds
    if last is not None and last <= scene.ticks:
        return " flash", f"--b:{begin:.4g}s;--t:{(last - first) * scene.seconds:.4g}s"
    return (" hold", f"--t:{begin:.4g}s") if begin > 0 else ("", "")


def _veil(veil: Veil, panel: Panel, scene: Scene) -> str:
    _, top, right, bottom = panel.area
    shift = 0.5 if veil.stepped else 0.0
    start = float(panel.pixels((shift, 0))[0])
    travel = float(panel.pixels((scene.ticks + shift, 0))[0]) - start
    easing = f"steps({scene.ticks})" if veil.stepped else "linear"
    move = f"transform:translateX({_n(travel)}px);--e:{easing}"
    out = (
        f'<g clip-path="url(#{PREFIX}clip)"><rect class="sweep f-card" x="{_n(start)}" y="{_n(top - 4)}"'
        f' width="{_n(max(right - start, travel) + 12)}" height="{_n(bottom - top + 8)}" fill="{colour("card")}"'
        f' opacity="{VEIL:g}" style="{move}"/></g>'
    )
    if veil.cursor:
        dashes = " ".join(map(str, CURSOR_DASHES))
        out += (
            f'<path class="sweep cursor w s-muted" d="M{_n(start)} {_n(top)}V{_n(bottom)}" stroke="{colour("muted")}"'
            f' stroke-width="{CURSOR:g}" stroke-dasharray="{dashes}" style="{move}"/>'
        )
    return out


def _mark(mark: Mark, panel: Panel, scene: Scene, identifier: str) -> str:
    if isinstance(mark, Run):
        return runs.drawn(mark, panel, scene, identifier)
    if isinstance(mark, Veil):
        return _veil(mark, panel, scene)
    kind, timing = _span(mark.first, mark.last, scene)
    style = f' style="{timing}"' if timing else ""
    if isinstance(mark, Note):
        x, y = panel.pixels(mark.at)
        text = label(
            mark.text,
            _n(x),
            _n(y),
            mark.role,
            anchor=mark.anchor,
            size=mark.size,
            bold=True,
            halo=panel.rounded,
            middle=mark.middle,
        )
        return f'<g class="note{kind}"{style}>{text}</g>'
    tone = colour(mark.role)
    if isinstance(mark, Arrow):
        shaft, head = shaft_and_head(panel, mark)
        inside = "card" if mark.hollow else mark.role
        paint = f'class="arrow w s-{mark.role} f-{inside}{kind}" fill="{colour(inside)}" stroke="{tone}"'
        d = polyline(shaft) + polyline(head, closed=True)
        style = f'style="--lw:{mark.width:g}px;{timing}"'
        return f'<path {paint} stroke-width="{mark.width}" stroke-linejoin="round" d="{d}" {style}/>'
    assert isinstance(mark, Area)
    d = "".join(polyline(ring, closed=True) for ring in rings(panel, mark))
    if mark.hollow:
        paint = f'class="area w s-{mark.role}{kind}" fill="none" stroke="{tone}" stroke-width="{mark.width}"'
        style = f' style="--lw:{mark.width:g}px;{timing}"'
    else:
        paint = f'class="area f-{mark.role}{kind}" fill="{tone}"'
    opacity = f' opacity="{mark.opacity:g}"' if mark.opacity < 1 else ""
    return f'<path {paint}{opacity} d="{d}"{style}/>'


def body(panel: Panel, scene: Scene) -> str:
    """The elements of a panel; every id begins with `PREFIX`, for which whoever places it puts a name of its own."""
    left, top, right, bottom = panel.area
    clip = (
        f'<clipPath id="{PREFIX}clip"><rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}"'
        f' height="{_n(bottom - top)}"{f" rx={chr(34)}{RADIUS}{chr(34)}" if panel.rounded else ""}/></clipPath>'
    )
    shapes, words = fragment(panel)
    marks = [(_mark(mark, panel, scene, f"{PREFIX}{k}"), isinstance(mark, Veil)) for k, mark in enumerate(panel.marks)]
    dimmed, moving = ("".join(text for text, veil in marks if veil is kind) for kind in (True, False))
    return clip + shapes + dimmed + words + moving


def bodies(scene: Scene) -> list[str]:
    """The elements of every panel, drawn once for the page and for the file to take away."""
    return [body(panel, scene) for panel in scene.panels]


def panel_svg(panel: Panel, scene: Scene, elements: str, prefix: str) -> str:
    """One panel for a page, which brings the style sheet and the colours; hidden from assistive tools."""
    width, height = panel.size
    crop = f";--h:{height};--a:{panel.crop:g}" if panel.crop else ""
    fit = ' preserveAspectRatio="xMidYMid slice"' if panel.crop else ""
    inside = elements.replace(PREFIX, f"{prefix}{panel.name}-").replace(f' rx="{RADIUS}"', "")
    return (
        f'<svg viewBox="0 0 {width} {height}"{fit} style="--w:{width};--d:{scene.duration:.4g}s{crop}"'
        f' aria-hidden="true" focusable="false">{inside}</svg>'
    )


def standalone(scene: Scene, elements: Sequence[str], name: str, title: str, alt: str) -> str:
    """The whole scene as one file, on the card's colour, with title and description."""
    (width, height), spots = place(scene)
    parts = [
        f'<svg x="{x}" y="{y}" width="{panel.size[0]}" height="{panel.size[1]}"'
        f' viewBox="0 0 {panel.size[0]} {panel.size[1]}">{inner.replace(PREFIX, f"{name}-{panel.name}-")}</svg>'
        for panel, inner, (x, y) in zip(scene.panels, elements, spots, strict=True)
    ]
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}"'
        f' style="--d:{scene.duration:.4g}s">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
        f"<style>{stylesheet(inside + 'f-card')}</style>"
        f'<rect class="f-card" width="100%" height="100%" fill="{colour("card")}"/>{inside}</svg>\n'
    )
