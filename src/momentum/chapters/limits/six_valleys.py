"""Six losses that are no bowls, each with gradient descent and momentum from one start, at one effective rate."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from momentum import LOSSES, Momentum, Trajectory, descend
from momentum.chapters._chart import dot, line
from momentum.rendering.frame import put
from momentum.rendering.parts import plane
from momentum.rendering.scene import Figure, Panel, Scene
from momentum.rendering.shapes import simplify

BETA = 0.9
STEPS = 3000
SIZE = (346, 250)
TOLERANCE = 1e-2
# The loss, its learning rate, and where its name stands.
CASES = (
    ("rosenbrock", 0.0016),
    ("beale", 0.01),
    ("himmelblau", 0.01),
    ("styblinski-tang", 0.02),
    ("double well", 0.1),
    ("saddle", 0.3),
)


TITLES = {
    "rosenbrock": "Rosenbrock", "beale": "Beale", "himmelblau": "Himmelblau", "styblinski-tang": "Styblinski–Tang",
}  # fmt: skip


@cache
def run(name: str, beta: float) -> Trajectory:
    """The moving average from the loss's own start; beta = 0 is gradient descent."""
    # --8<-- [start:six-valleys]
    loss, rate = LOSSES[name], dict(CASES)[name]
    rule = Momentum(rate, beta, dampening=beta)
    return descend(loss, rule, loss.start, STEPS)
    # --8<-- [end:six-valleys]


def _levels(name: str) -> list[float]:
    """Rings that are even in the root of the loss above its minimum."""
    loss = LOSSES[name]
    x, y = (np.linspace(*side, 60) for side in loss.extent)
    values = loss.value(np.stack(np.meshgrid(x, y), axis=-1))
    top = np.sqrt(np.quantile(values, 0.97) - values.min())
    return [float(values.min() + (share * top) ** 2) for share in (0.14, 0.34, 0.54, 0.76)]


def _panel(name: str) -> Panel:
    loss = LOSSES[name]

    def paths(axes: Any) -> None:
        scale = np.array([SIZE[i] / (side[1] - side[0]) for i, side in enumerate(loss.extent)])
        for beta, role, style in ((0.0, "gradient-descent", "-"), (BETA, "momentum", (0, (5, 1.6)))):
            way = simplify(run(name, beta).theta * scale, 0.8) / scale
            line(axes, way[:, 0], way[:, 1], role, lw=2.6, ls=style)
            dot(axes, run(name, beta).theta[-1], role, 8, "o" if beta == 0 else "D")
        dot(axes, loss.start, "ink", 9)
        put(axes, (loss.extent[0][0], loss.extent[1][1]), TITLES.get(name, name), "ink", (8, -19), size=15)

    return plane(
        loss.value, *loss.extent, levels=_levels(name), size=SIZE, minimizers=loss.minimizers, minimum_label=None,
        extra=paths, name=name.replace(" ", "-"), span="third", label=f"Two paths over {name}", grid=(61, 45),
    )  # fmt: skip


def draw() -> Scene:
    """Six small maps, still."""
    return Scene(tuple(_panel(name) for name, _ in CASES))


def measure() -> dict[str, Any]:
    """For each loss: where both runs end, and the steps to within the tolerance of their end."""
    numbers: dict[str, Any] = {"beta": BETA, "tolerance": TOLERANCE, "steps": STEPS}
    for name, rate in CASES:
        key = name.replace(" ", "_").replace("-", "_")
        numbers[f"{key}_rate"] = rate
        for who, beta in (("gd", 0.0), ("momentum", BETA)):
            path = run(name, beta)
            above = path.loss - LOSSES[name].minimum > TOLERANCE
            numbers |= {
                f"{key}_{who}_x": float(path.theta[-1, 0]),
                f"{key}_{who}_y": float(path.theta[-1, 1]),
                f"{key}_{who}_loss": float(path.loss[-1] - LOSSES[name].minimum),
                f"{key}_{who}_steps": int(np.flatnonzero(above)[-1]) + 1,
            }
    return numbers


FIGURE = Figure(
    title="Six losses that are no bowls",
    caption=lambda n: (
        f":gd[Gradient descent], solid, and :momentum[momentum] with β = {n['beta']:g}, dashed, from one start and "
        "at one effective rate. In the double well momentum rolls through the shallow valley and over the barrier "
        f"and ends {n['double_well_gd_loss']:.2f} lower; on Styblinski and Tang's loss it ends where gradient "
        f"descent does, {n['styblinski_tang_momentum_loss']:.0f} above the lowest point."
    ),
    alt=lambda n: (
        "Six small maps with two paths each. On Rosenbrock's bent valley and on Beale's plain the two paths lie on "
        "each other. On Himmelblau's four valleys both end in the same one, momentum after a loop. On Styblinski and "
        "Tang's four valleys both end in one that is not the lowest. In the double well gradient descent stops in "
        f"the shallow valley at x = {n['double_well_gd_x']:.0f}, and momentum goes on to the deep one at "
        f"{n['double_well_momentum_x']:.0f}. At the saddle both stay on the ridge for a while and end in the same "
        "valley."
    ),
    draw=draw,
    measure=measure,
)
