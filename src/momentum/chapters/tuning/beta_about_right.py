"""About the right beta: it swings past the minimum by a little, once, and is there."""

from __future__ import annotations

from momentum.chapters.tuning import _loops as tuning
from momentum.rendering.scene import Figure

FIGURE = Figure(
    title="About right",
    caption=lambda n: (
        f":momentum[Momentum] with β = {n['beta']:g} is at a loss of {n['tolerance']:g} after {n['steps']} steps. It "
        f"runs {n['overshoot']:.2f} past the minimum, {n['overshoot_share']:.1f}% of the way it came."
    ),
    alt=lambda n: (
        f"The same valley and start with β = {n['beta']:g}. The path swings from wall to wall a few times in ever "
        "smaller swings while it runs down the valley, and stops at the minimum; it passes it by "
        f"{n['overshoot']:.2f}. Below, the place along the valley rises quickly and levels out at the minimum; the "
        f"loss falls to {n['tolerance']:g} in {n['steps']} steps, with {n['ripples']} ripples."
    ),
    draw=lambda: tuning.loop(tuning.RIGHT, (-5.7, 0.72), (0.0, -0.62)),
    measure=lambda: tuning.measured(tuning.RIGHT),
)
