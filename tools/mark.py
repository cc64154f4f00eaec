"""The mark of the site, drawn from a real run: `python -m tools.mark` writes its icon, the favicon and the touch icon.

It is momentum's memory on the ravine: where a run stands across the valley, step by step, each step beta times as
strong as the one after it, the head that drags them, and the minimum ahead.
"""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from momentum.chapters import _ravine as scenery
from momentum.rendering.markers import outline
from momentum.rendering.outline import polyline
from momentum.rendering.style import ROLES, colour

ROOT = Path(__file__).resolve().parent.parent
FIRST, LAST = 0, 4
WIDEST, THINNEST, HEAD, MINIMUM, GAP = 4.4, 1.6, 4.2, 3.0, 0.35
TOUCH, OVER, INSET = 180, 4, 0.14


def drawing(width: float, height: float) -> tuple[np.ndarray, np.ndarray]:
    """The points (LAST - FIRST + 1, 2) of the run and the place of the minimum (2,), fitted into a box."""
    across = scenery.runs(LAST)[1].theta[FIRST:, 1]
    points = np.vstack([np.column_stack([np.arange(len(across)), across]), [(len(across) + 0.6, 0.0)]])
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.array([3.2, 2.6 if width > height else 6.0])
    fitted = margin + (points - low) / (high - low) * (np.array([width, height]) - 2 * margin)
    fitted[:, 1] = height - fitted[:, 1]
    return fitted[:-1], fitted[-1]


def strokes(points: np.ndarray) -> list[tuple[np.ndarray, float, float]]:
    """The steps from the oldest to the newest, apart from one another, with width and opacity."""
    steps = len(points) - 1
    shares = scenery.BETA ** np.arange(steps - 1, -1, -1.0)
    found = []
    for share, (begin, end) in zip(shares, pairwise(points), strict=True):
        wide = THINNEST + (WIDEST - THINNEST) * share
        inset = (end - begin) / np.hypot(*(end - begin)) * (wide / 2 + GAP)
        found.append((np.array([begin + inset, end - inset]), float(wide), float(share)))
    return found


def svg(width: int, height: int, *, alone: bool) -> str:
    """The mark as SVG; alone it brings its colours for both schemes, in the page the style sheet does."""
    points, minimum = drawing(width, height)
    momentum, green = ROLES["momentum"], ROLES["minimum"]
    style = (
        f"<style>.c{{stroke:{momentum.light}}}.h{{fill:{momentum.light}}}.m{{fill:{green.light}}}"
        f"@media(prefers-color-scheme:dark){{.c{{stroke:{momentum.dark}}}.h{{fill:{momentum.dark}}}"
        f".m{{fill:{green.dark}}}}}</style>"
    )
    names = {"c": 'class="c"', "h": 'class="h"', "m": 'class="m"'}
    if not alone:
        style = ""
        names = {
            "c": f'class="sm-mark-curve" stroke="{momentum.light}"',
            "h": f'class="sm-mark-head" fill="{momentum.light}"',
            "m": f'class="sm-mark-minimum" fill="{green.light}"',
        }
    tail = "".join(
        f'<path d="{polyline(line)}" stroke-width="{wide:.1f}" opacity="{share:.2g}"/>'
        for line, wide, share in strokes(points)
    )
    head = polyline(points[-1] + outline("diamond", HEAD), closed=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{style}'
        f'<g {names["c"]} fill="none" stroke-linecap="round">{tail}</g>'
        f'<circle {names["m"]} cx="{minimum[0]:.1f}" cy="{minimum[1]:.1f}" r="{MINIMUM}"/>'
        f'<path {names["h"]} d="{head}"/></svg>\n'
    )


def touch() -> bytes:
    """The mark as a telephone shows it: a PNG of 180 x 180 pixels on low ground."""
    size = TOUCH * OVER
    scale = size * (1 - 2 * INSET) / 32
    image = Image.new("RGB", (size, size), colour("band-6"))
    small, minimum = drawing(32, 32)
    points, minimum = (part * scale + INSET * size for part in (small, minimum))
    for step, wide, share in strokes(small):
        line = step * scale + INSET * size
        sheet = Image.new("L", image.size)
        pen, reach = ImageDraw.Draw(sheet), wide * scale / 2
        pen.line([tuple(map(float, point)) for point in line], fill=round(255 * share), width=round(2 * reach))
        for x, y in line:
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=round(255 * share))
        image.paste(colour("momentum"), mask=sheet)
    pen = ImageDraw.Draw(image)
    x, y, reach = float(minimum[0]), float(minimum[1]), MINIMUM * scale
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour("minimum"))
    corners = points[-1] + outline("diamond", HEAD * scale)
    pen.polygon([tuple(map(float, corner)) for corner in corners], fill=colour("momentum"))
    stream = io.BytesIO()
    image.reduce(OVER).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def files() -> dict[Path, bytes]:
    """Where each copy of the mark belongs, and its bytes."""
    return {
        ROOT / "overrides" / ".icons" / "sm" / "mark.svg": svg(40, 24, alone=False).encode(),
        ROOT / "docs" / "assets" / "favicon.svg": svg(32, 32, alone=True).encode(),
        ROOT / "docs" / "assets" / "touch-icon.png": touch(),
    }


if __name__ == "__main__":
    for path, content in files().items():
        path.write_bytes(content)
