"""A figure, made from its module: as pages show it, and the PNG and the GIF that readers take away."""

from __future__ import annotations

from momentum.build.draft import drawn
from momentum.rendering.backdrop import drawing_settings
from momentum.rendering.gif import gif
from momentum.rendering.png import png
from momentum.store import record


def make(name: str, module: str) -> tuple[record.Figure, dict[str, bytes]]:
    """The record of the figure that `module` defines, and its files; FigureError says what it lacks."""
    with drawing_settings():
        made, files, scene = drawn(name, module)
        files[f"{name}.png"] = png(scene)
        if scene.ticks:
            files[f"{name}.gif"] = gif(scene)
    return made, files
