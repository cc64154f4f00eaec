"""A scene as SVG: one inline picture a panel for the page, or all panels composed into one file to take away.

The elements as written are the finished picture; the animations only hold it back. So without animations, in print
or under `prefers-reduced-motion`, the whole run is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from momentum.rendering.layout import place
from momentum.rendering.motion import TRAIL_WIDTH, trail
from momentum.rendering.outline import polyline
from momentum.rendering.scene import Area, Arrow, Mark, Note, Panel, Run, Scene, Veil
from momentum.rendering.shapes import leaves, rings, shaft_and_head, way
from momentum.rendering.style import colour, paints
from momentum.rendering.vector import PREFIX, fragment, label

RADIUS = 8
HEADS = {
    "round": '<circle {} r="7"',
    "diamond": '<path {} d="M0-8.5l8.5 8.5-8.5 8.5-8.5-8.5z"',
    "square": '<path {} d="M-6.4-6.4h12.8v12.8h-12.8z"',
}
FONT = "'Source Sans 3','Source Sans 3 Greek',system-ui,sans-serif"

MOTION = """\
@keyframes sm-draw{from{stroke-dashoffset:1}}
@keyframes sm-ride{from{offset-distance:0%}}
@keyframes sm-sweep{from{transform:none}}
@keyframes sm-hold{from,to{visibility:hidden}}
@keyframes sm-show{from,to{visibility:visible}}
.trail{fill:none;stroke-dasharray:1 2;animation:sm-draw var(--d) var(--e) backwards}
.head{offset-distance:100%;offset-rotate:0deg;animation:sm-ride var(--d) var(--e) backwards}
.sweep{animation:sm-sweep var(--d) var(--e) backwards}
.hold{animation:sm-hold var(--t) linear backwards}
.flash{visibility:hidden;animation:sm-show var(--t) linear var(--b)}
.halo{paint-order:stroke;stroke-width:4px;stroke-linejoin:round}
"""
REST = "@media (prefers-reduced-motion:reduce),print{*{animation:none!important}}"


def stylesheet() -> str:
    """The rules that a stand-alone file carries: motion, and the colours as variables with their light values."""
    return MOTION + f".halo{{stroke:var(--fig-card,{colour('card')})}}" + paints(fallback=True) + REST


def _n(value: float) -> str:
    return f"{value + 0.0:.1f}".removesuffix(".0")


def _span(first: float, last: float | None, scene: Scene) -> tuple[str, str]:
    """Class and timing of something that is there from tick `first` until tick `last`."""
    begin = first * scene.seconds
    if last is not None and last <= scene.ticks:
        return " flash", f"--b:{begin:.4g}s;--t:{(last - first) * scene.seconds:.4g}s"
    return (" hold", f"--t:{begin:.4g}s") if begin > 0 else ("", "")


def _run(run: Run, panel: Panel, scene: Scene) -> str:
    pixels, tone = way(panel, run), colour(run.role)
    bare = trail(pixels, None)
    cut = f' clip-path="url(#{PREFIX}clip)"' if leaves(panel, pixels) else ""
    out = [f'<g class="run s-{run.role}" stroke="{tone}" data-run="{escape(run.name)}"{cut}>']
    if run.trail:
        if run.ghost:
            out.append(f'<path class="ghost" d="{bare.d}" fill="none" stroke-width="1" opacity=".35"/>')
        pen = trail(pixels, run.marker)
        out.append(
            f'<path class="trail" d="{pen.d}" pathLength="1" fill="none" stroke-width="{TRAIL_WIDTH}"'
            f' stroke-linejoin="round" style="--e:{pen.easing()}"/>'
        )
    shape = HEADS[run.marker or "round"].format(f'class="head s-card f-{run.role}"')
    out.append(
        f'{shape} fill="{tone}" stroke="{colour("card")}" stroke-width="2"'
        f" style=\"--e:{bare.easing()};offset-path:path('{bare.d}')\"/></g>"
    )
    return "".join(out)


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
        f' opacity=".78" style="{move}"/></g>'
    )
    if veil.cursor:
        out += (
            f'<path class="sweep cursor w s-muted" d="M{_n(start)} {_n(top)}V{_n(bottom)}" stroke="{colour("muted")}"'
            f' stroke-width="1.2" stroke-dasharray="2 3" style="{move}"/>'
        )
    return out


def _mark(mark: Mark, panel: Panel, scene: Scene) -> str:
    if isinstance(mark, Run):
        return _run(mark, panel, scene)
    if isinstance(mark, Veil):
        return _veil(mark, panel, scene)
    kind, timing = _span(mark.first, mark.last, scene)
    style = f' style="{timing}"' if timing else ""
    if isinstance(mark, Note):
        x, y = panel.pixels(mark.at)
        text = label(mark.text, _n(x), _n(y), mark.role, anchor=mark.anchor, size=mark.size, bold=True)
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
    veils = [mark for mark in panel.marks if isinstance(mark, Veil)]
    others = [mark for mark in panel.marks if not isinstance(mark, Veil)]
    dimmed, moving = ("".join(_mark(mark, panel, scene) for mark in marks) for marks in (veils, others))
    return clip + shapes + dimmed + words + moving


def bodies(scene: Scene) -> list[str]:
    """The elements of every panel, drawn once for the page and for the file to take away."""
    return [body(panel, scene) for panel in scene.panels]


def panel_svg(panel: Panel, scene: Scene, elements: str, prefix: str) -> str:
    """One panel for a page, which brings the style sheet and the colours; hidden from assistive tools."""
    width, height = panel.size
    return (
        f'<svg viewBox="0 0 {width} {height}" style="--w:{width};--d:{scene.duration:.4g}s" aria-hidden="true"'
        f' focusable="false">{elements.replace(PREFIX, f"{prefix}{panel.name}-")}</svg>'
    )


def standalone(scene: Scene, elements: Sequence[str], name: str, title: str, alt: str) -> str:
    """The whole scene as one file, on the card's colour, with title and description."""
    (width, height), spots = place(scene)
    parts = [
        f'<svg x="{x}" y="{y}" width="{panel.size[0]}" height="{panel.size[1]}"'
        f' viewBox="0 0 {panel.size[0]} {panel.size[1]}">{inner.replace(PREFIX, f"{name}-{panel.name}-")}</svg>'
        for panel, inner, (x, y) in zip(scene.panels, elements, spots, strict=True)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}"'
        f' style="--d:{scene.duration:.4g}s">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(alt)}</desc>'
        f"<style>{stylesheet()}</style>"
        f'<rect class="f-card" width="100%" height="100%" fill="{colour("card")}"/>{"".join(parts)}</svg>\n'
    )
