"""Too small a beta: the steps are too long for so short a memory, and the run bounces from wall to wall."""

from __future__ import annotations

from momentum.chapters.tuning import _loops as loops
from momentum.rendering.scene import Figure
from momentum.store.rounding import show

FIGURE = Figure(
    title="Too small",
    caption=lambda n: (
        f":momentum[Momentum] with β = {show(n['beta'])} crosses the valley at every one of its {n['steps']} steps, "
        f"and walks {show(n['travel_across'])} across it to get {show(-n['along'])} along."
    ),
    alt=lambda n: (
        f"A long valley seen from above, and one path with β = {show(n['beta'])}. It jumps from wall to wall at every "
        "step, hardly lower each time, and only slowly gets along the valley. Below, the place along the valley rises "
        f"to the minimum without passing it; the loss first rises, then falls evenly, and is under "
        f"{show(n['tolerance'])} after {n['steps']} steps."
    ),
    draw=lambda: loops.loop(loops.SMALL, (-2.4, 1.15), (0.0, -0.92)),
    measure=lambda: loops.measure(loops.SMALL),
    wheel=lambda: loops.wheel(loops.SMALL),
)
