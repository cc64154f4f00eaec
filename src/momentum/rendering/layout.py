"""Where a scene's panels stand when they are composed into one picture."""

from __future__ import annotations

from momentum.rendering.scene import SPANS, Scene

GAP = 20


def place(scene: Scene) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """The size of the whole, and each panel's upper left corner, in CSS pixels; rows fill from the left."""
    rows: list[list[int]] = []
    used = SPANS["full"]
    for index, panel in enumerate(scene.panels):
        span = SPANS[panel.span]
        if used + span > SPANS["full"]:
            rows.append([])
            used = 0
        rows[-1].append(index)
        used += span
    sizes = [panel.size for panel in scene.panels]
    spots = [(0, 0)] * len(sizes)
    y, widest = GAP, 0
    for row in rows:
        x = GAP
        for index in row:
            spots[index] = (x, y)
            x += sizes[index][0] + GAP
        widest = max(widest, x)
        y += max(sizes[index][1] for index in row) + GAP
    return (widest, y), spots
