"""A run as SVG: the path that one pen draws with its casing, the memory that fades behind the head, and the head."""

from __future__ import annotations

from xml.sax.saxutils import escape

import numpy as np

from momentum.rendering.markers import GHOST, HEAD, RIM, outline
from momentum.rendering.motion import trail
from momentum.rendering.outline import polyline
from momentum.rendering.scene import Panel, Run, Scene
from momentum.rendering.shapes import leaves, way
from momentum.rendering.style import colour
from momentum.rendering.vector import PREFIX

# A step shorter than this, in pixels, leaves no trace in a memory: it lies under the head.
SHORTEST = 2.0


def drawn(run: Run, panel: Panel, scene: Scene, identifier: str) -> str:
    """A run with its memory, its trail and its head; its path is known to the document as `identifier`."""
    pixels, tone = way(panel, run), colour(run.role)
    bare = trail(pixels, None)
    cut = f' clip-path="url(#{PREFIX}clip)"' if leaves(panel, pixels) else ""
    out = [f'<g class="run s-{run.role}" stroke="{tone}" data-run="{escape(run.name)}"{cut}>']
    if run.trail:
        if run.ghost:
            out.append(f'<path class="ghost" d="{bare.d}" fill="none" stroke-width="{GHOST:g}"/>')
        pen = trail(pixels, run.marker)
        # Dashes are inherited: the casing and the line are one path, and one animation draws both.
        out.append(
            f'<g class="pen" style="--e:{pen.easing()}"><g class="case s-casing"><path id="{identifier}" d="{pen.d}"'
            f' pathLength="1"/></g><use class="trail" href="#{identifier}"/></g>'
        )
        if run.memory:
            out.append(_memory(run, pixels, scene))
    corners = polyline(outline(run.marker, HEAD), closed=True)
    shape = f'<circle class="head s-casing f-{run.role}" r="{HEAD:g}"'
    if run.marker not in (None, "round"):
        shape = f'<path class="head s-casing f-{run.role}" d="{corners}"'
    out.append(
        f'{shape} fill="{tone}" stroke="{colour("casing")}" stroke-width="{RIM:g}"'
        f" style=\"--e:{bare.easing()};offset-path:path('{bare.d}')\"/></g>"
    )
    return "".join(out)


def _memory(run: Run, pixels: np.ndarray, scene: Scene) -> str:
    """The last steps, each beta times as strong as the one after it: every step is drawn, fades step by step, goes."""
    faded = ",".join(f"{1 - run.beta**age:.3g}" for age in range(run.memory + 1))
    out = f'<g class="memory" style="--p:{scene.seconds:.4g}s;--n:{run.memory};--e:linear({faded})">'
    for step in range(1, scene.ticks + 1):
        age = scene.ticks - step
        left = f";--o:{run.beta**age:.2g}" if age < run.memory else ""
        if np.hypot(*(pixels[step] - pixels[step - 1])) >= SHORTEST:
            d = polyline(pixels[step - 1 : step + 1])
            out += f'<path pathLength="1" d="{d}" style="--i:{step}{left}"/>'
    return out + "</g>"
