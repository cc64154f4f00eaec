"""About the right beta: it swings past the minimum, but only by a little."""

from __future__ import annotations

from momentum.chapters.tuning import _loops as loops
from momentum.rendering.scene import Figure
from momentum.store.rounding import show

FIGURE = Figure(
    title="About right",
    caption=lambda n: (
        f":momentum[Momentum] with β = {show(n['beta'])} is at a loss of {show(n['tolerance'])} after {n['steps']} "
        f"steps. It runs {show(n['overshoot'])} past the minimum, {show(n['overshoot_share'] / 100, '.1%')} of the "
        "way it came."
    ),
    alt=lambda n: (
        f"The same valley and start with β = {show(n['beta'])}. The path swings from wall to wall a few times in ever "
        "smaller swings while it runs down the valley, and stops at the minimum; it passes it by "
        f"{show(n['overshoot'])}. Below, the place along the valley rises quickly and levels out at the minimum; the "
        f"loss falls to {show(n['tolerance'])} in {n['steps']} steps, with {n['ripples']} "
        f"ripple{'s' if n['ripples'] != 1 else ''}."
    ),
    draw=lambda: loops.loop(loops.RIGHT, (-5.7, 0.72), (0.0, -0.62)),
    measure=lambda: loops.measure(loops.RIGHT),
    wheel=lambda: loops.wheel(loops.RIGHT),
)
