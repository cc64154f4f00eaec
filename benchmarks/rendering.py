"""Pictures against Matplotlib's own ways: two runs of 60 steps over a ravine, the same picture drawn by each.

Bytes are compared too; the GIF's goals are 60 kB at 640 pixels and 100 kB at 1280, the SVG's 8 kB gzip.
"""

from __future__ import annotations

import gzip
import io
import tempfile
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from benchmarks.table import Row, race
from momentum import Momentum, descend, ravine
from momentum.rendering.gif import gif
from momentum.rendering.parts import band, plane
from momentum.rendering.scene import Run, Scene
from momentum.rendering.style import colour
from momentum.rendering.svg import bodies, standalone

STEPS, FRAMES = 60, 121
SAME, DEFAULT = "FuncAnimation and PillowWriter", "the same in Matplotlib's default axes"
XLIM, YLIM = (-10.2, 2.6), (-1.6, 1.6)
LEVELS = tuple(np.linspace(1, 9, 9) ** 2 / 1.6)
LOSS = ravine(25.0)
RUNS = [
    ("gradient-descent", descend(LOSS, Momentum(0.074), (-9.0, 1.0), STEPS).theta),
    ("momentum", descend(LOSS, Momentum(0.04, 0.7), (-9.0, 1.0), STEPS).theta),
]


def scene() -> Scene:
    """The picture as this project describes it: 600 x 380 pixels and a margin of 20."""
    marks = tuple(Run(points, role) for role, points in RUNS)
    panel = plane(LOSS.value, XLIM, YLIM, levels=LEVELS, size=(600, 380), marks=marks, minimizers=[(0, 0)])
    return Scene((panel,), ticks=STEPS, seconds=0.16)


def naive(*, default: bool = False) -> FuncAnimation:
    """The same picture as Matplotlib's documentation animates one: everything drawn anew for each frame.

    With `default`, in Matplotlib's default dress: axes with ticks, a colour map, the step counted in the title.
    """
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    x, y = np.meshgrid(np.linspace(*XLIM, 241), np.linspace(*YLIM, 161))
    z = LOSS.value(np.stack([x, y], axis=-1))
    axes: Any
    if default:
        axes = figure.add_subplot(xlim=XLIM, ylim=YLIM)
        axes.contourf(x, y, z, levels=30)
    else:
        axes = figure.add_axes((20 / 640, 20 / 420, 600 / 640, 380 / 420), xlim=XLIM, ylim=YLIM)
        axes.set_axis_off()
        for rank, level in enumerate(sorted(LEVELS, reverse=True)):
            axes.contourf(x, y, z, [-1, level], colors=[colour(band(rank + 1, len(LEVELS) + 1))])
    axes.plot([0], [0], "o", color=colour("minimum"), ms=9, mec=colour("card"), mew=1.5)
    axes.annotate("minimum", (0, 0), xytext=(13, 0), textcoords="offset points", va="center", weight=600,
                  path_effects=[withStroke(linewidth=3, foreground=colour("card"))])  # fmt: skip
    lines = [axes.plot([], [], color=colour(role), marker="o", ms=4, lw=2)[0] for role, _ in RUNS]
    heads = [axes.plot([], [], "o", color=colour(role), ms=10, mec=colour("card"), mew=1.5)[0] for role, _ in RUNS]

    def draw(frame: int) -> list[Any]:
        if default:
            axes.set_title(f"step {frame // 2}")
        for line, head, (_, points) in zip(lines, heads, RUNS, strict=True):
            step, part = divmod(frame, 2)
            here = (points[step] + points[min(step + part, STEPS)]) / 2
            shown = np.vstack([points[: step + 1], here])
            line.set_data(*shown.T)
            head.set_data(*here[:, None])
        return [*lines, *heads]

    return FuncAnimation(figure, draw, frames=FRAMES, interval=80)


def _pillow(default: bool = False) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "naive.gif"
        naive(default=default).save(path, writer=PillowWriter(fps=12))
        return path.read_bytes()


def _page() -> bytes:
    with mpl.rc_context({"animation.embed_limit": 200}):
        return naive().to_jshtml(default_mode="once").encode()


def _contours() -> bytes:
    stream = io.BytesIO()
    animation = naive()
    animation._draw_frame(FRAMES - 1)
    animation._draw_was_started = True
    animation._fig.savefig(stream, format="svg")
    return stream.getvalue()


def _svg() -> bytes:
    what = scene()
    return standalone(what, bodies(what), "duel", "The duel", "Two runs.").encode()


def rows() -> list[Row]:
    """Time and bytes of the GIF and of the animated SVG."""
    made: dict[str, bytes] = {}

    def keep(name: str, make: Any) -> Any:
        def run() -> None:
            made[name] = make()

        return run

    what = scene()
    timed = [
        race("GIF, 640 x 420, 121 frames", keep("gif", lambda: gif(what, 1.0)),
             {SAME: keep("pillow", _pillow), DEFAULT: keep("default", lambda: _pillow(default=True))},
             dict.fromkeys((SAME, DEFAULT), 30), rounds=2),
        race("animated SVG", keep("svg", _svg),
             {"FuncAnimation.to_jshtml": keep("page", _page), "savefig of the last frame": keep("still", _contours)},
             {}, rounds=1),
    ]  # fmt: skip
    made["large"] = gif(what, 2.0)
    pillow, dressed, page, still = (float(len(made[name])) for name in ("pillow", "default", "page", "still"))
    packed = {name: float(len(gzip.compress(made[name], 9))) for name in ("svg", "page", "still")}
    return [
        *timed,
        Row("GIF, bytes (goal: 60 kB)", len(made["gif"]), {SAME: pillow, DEFAULT: dressed}, {SAME: 10}, size=True),
        Row("GIF, 1280 x 840, bytes (goal: 100 kB)", len(made["large"]), {f"{SAME}, 640 x 420": pillow}, {}, size=True),
        Row("animated SVG, bytes (goal: 30 kB)", len(made["svg"]),
            {"FuncAnimation.to_jshtml": page, "savefig of the last frame": still}, {}, size=True),
        Row("animated SVG, gzip, bytes (goal: 8 kB)", packed["svg"],
            {"FuncAnimation.to_jshtml": packed["page"], "savefig of the last frame": packed["still"]}, {}, size=True),
    ]  # fmt: skip
