"""The outlines of arrows and areas in a panel's pixels: what every writer draws."""

from __future__ import annotations

import numpy as np

from momentum.rendering.markers import ARROW, ARROW_SHARE, ARROW_WING
from momentum.rendering.scene import Area, Arrow, Panel, Run

EDGE = 8.0
FAR = 4.0


def shaft_and_head(panel: Panel, arrow: Arrow) -> tuple[np.ndarray, np.ndarray]:
    """An arrow's shaft (2, 2) and its triangular head (3, 2), in pixels; short arrows have smaller heads."""
    tail, tip = panel.pixels(np.array([arrow.tail, arrow.tip], dtype=float))
    length = float(np.hypot(*(tip - tail)))
    if length < 1e-9:
        return np.array([tail, tail]), np.array([tip, tip, tip])
    along = (tip - tail) / length
    across = np.array([-along[1], along[0]])
    size = min(ARROW, ARROW_SHARE * length)
    base = tip - along * size
    wing = across * size * ARROW_WING
    return np.array([tail, base]), np.array([tip, base + wing, base - wing])


def rings(panel: Panel, area: Area) -> list[np.ndarray]:
    """An area's closed rings in pixels."""
    return [panel.pixels(ring) for ring in area.rings]


def way(panel: Panel, run: Run) -> np.ndarray:
    """A run in pixels (ticks + 1, 2); one that flees far beyond its panel stops there, on its straight line."""
    pixels = panel.pixels(run.places)
    reach = FAR * max(panel.size)
    if (np.abs(pixels) <= reach).all():
        return pixels
    shown = np.empty_like(pixels)
    shown[0] = np.clip(pixels[0], -reach, reach)
    for k in range(1, len(pixels)):
        before, there = shown[k - 1], pixels[k]
        if (np.abs(there) <= reach).all():
            shown[k] = there
        elif (np.abs(before) >= reach).any():
            shown[k] = before
        else:
            step = there - before
            with np.errstate(divide="ignore", invalid="ignore"):
                shares = np.where(step != 0, (np.sign(step) * reach - before) / step, np.inf)
            shown[k] = before + step * float(np.nanmin(shares))
    return shown


def leaves(panel: Panel, pixels: np.ndarray) -> bool:
    """Whether a run in pixels goes beyond its panel's plotting area by more than the size of a head."""
    left, top, right, bottom = panel.area
    inside = (pixels >= (left - EDGE, top - EDGE)) & (pixels <= (right + EDGE, bottom + EDGE))
    return not bool(inside.all())


def simplify(points: np.ndarray, tolerance: float) -> np.ndarray:
    """Douglas and Peucker's simplification (1973): (n, 2) -> (m, 2), nowhere off by more than `tolerance`."""
    points = np.asarray(points, dtype=float)
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        start, chord = points[first], points[last] - points[first]
        inner = points[first + 1 : last] - start
        length = float(np.hypot(*chord))
        if length > 0:
            distance = np.abs(chord[0] * inner[:, 1] - chord[1] * inner[:, 0]) / length
        else:
            distance = np.hypot(inner[:, 0], inner[:, 1])
        far = int(np.argmax(distance))
        if distance[far] > tolerance:
            middle = first + 1 + far
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return points[keep]
