"""The duel's panels: gradient descent beside momentum in the ravine, with their losses in a chart and in words."""

from __future__ import annotations

from typing import Any

from momentum import Trajectory
from momentum.chapters import _ravine as scenery
from momentum.rendering.charts import Curve, curves
from momentum.rendering.parts import write
from momentum.rendering.scene import Panel, Readout, Run


def paths(plain: Trajectory, heavy: Trajectory, **options: Any) -> Panel:
    """Both paths over the valley, each with its name."""

    def names(axes: Any) -> None:
        write(axes, -6.9, 1.08, "gradient descent", "gradient-descent")
        write(axes, -3.0, -0.93, "with momentum", "momentum")

    marks = (
        Run(plain.theta, "gradient-descent"),
        Run(heavy.theta, "momentum"),
    )
    return scenery.valley(marks, names, **options)


def losses(plain: Trajectory, heavy: Trajectory, **options: Any) -> Panel:
    """Both losses on one clock."""
    series = [
        Curve(plain.loss, "gradient-descent"),
        Curve(heavy.loss, "momentum"),
    ]
    return curves(series, ticks=scenery.STEPS, ylim=(1e-8, 100), **options)


def readouts(plain: Trajectory, heavy: Trajectory) -> tuple[Readout, Readout]:
    """Both losses in words."""
    return (
        Readout("gradient descent", "gradient-descent", plain.loss),
        Readout("momentum", "momentum", heavy.loss),
    )
