"""The style sheet that a stand-alone SVG carries: how its parts move, and its colours."""

from __future__ import annotations

from momentum.rendering.markers import CASING, HALO, MEMORY, MEMORY_OPACITY, TRAIL
from momentum.rendering.style import colour, paints

MOTION = f"""\
@keyframes sm-pen{{from{{stroke-dashoffset:1}}}}
@keyframes sm-ride{{from{{offset-distance:0%}}}}
@keyframes sm-sweep{{from{{transform:none}}}}
@keyframes sm-hold{{from,to{{visibility:hidden}}}}
@keyframes sm-show{{from,to{{visibility:visible}}}}
.pen,.memory{{fill:none;stroke-linejoin:round}}
.pen{{stroke-width:{TRAIL:g}px;stroke-dasharray:1 2;animation:sm-pen var(--d) var(--e) backwards}}
.case{{stroke:var(--fig-casing,{colour("casing")});stroke-width:{TRAIL + 2 * CASING:g}px}}
.head{{offset-distance:100%;offset-rotate:0deg;animation:sm-ride var(--d) var(--e) backwards}}
.sweep{{animation:sm-sweep var(--d) var(--e) backwards}}
.hold{{animation:sm-hold var(--t) linear backwards}}
.flash{{visibility:hidden;animation:sm-show var(--t) linear var(--b)}}
.halo{{paint-order:stroke;stroke-width:{HALO}px;stroke-linejoin:round;stroke:var(--fig-casing,{colour("casing")})}}
"""
# What a run with a memory needs besides.
MEMORY_MOTION = f"""\
@keyframes sm-draw{{from{{stroke-dashoffset:1.01}}}}
@keyframes sm-fade{{from{{opacity:{MEMORY_OPACITY:g};stroke-width:{MEMORY}px}}to{{opacity:0;stroke-width:0}}}}
.memory path{{--b:calc(var(--i)*var(--p));opacity:calc(var(--o,0)*{MEMORY_OPACITY:g});\
stroke-width:calc(var(--o,0)*{MEMORY}px);stroke-dasharray:1 2;animation:\
sm-draw var(--p) linear calc(var(--b) - var(--p)) backwards,\
sm-fade calc(var(--n)*var(--p)) var(--e) var(--b) backwards}}
"""
REST = "@media (prefers-reduced-motion:reduce),print{*{animation:none!important}}"


def stylesheet(used: str | None = None) -> str:
    """The rules that a stand-alone file carries: motion, and the colours as variables with their light values.

    With `used`, the file's elements, only what these need.
    """
    memory = MEMORY_MOTION if used is None or 'class="memory"' in used else ""
    return MOTION + memory + paints(fallback=True, used=used) + REST
