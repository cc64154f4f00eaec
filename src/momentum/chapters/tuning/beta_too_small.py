"""Too small a beta: no overshoot and no ripples, and hardly faster than no momentum at all."""

from __future__ import annotations

from momentum.chapters.tuning import _loops as tuning
from momentum.rendering.scene import Figure

FIGURE = Figure(
    title="Too small",
    caption=lambda n: (
        f":momentum[Momentum] with β = {n['beta']:g} never passes the minimum and needs {n['steps']} steps to a loss "
        f"of {n['tolerance']:g}; :gd[gradient descent] at the same learning rate needs {n['bare_steps']}."
    ),
    alt=lambda n: (
        f"A long valley seen from above, and one path with β = {n['beta']:g}. It drops to the valley floor in a few "
        "steps and creeps along it in ever shorter ones. Below, the place along the valley rises to the minimum "
        f"without passing it, and the loss falls slowly, with {n['ripples']} ripples; it is under {n['tolerance']:g} "
        f"after {n['steps']} steps."
    ),
    draw=lambda: tuning.loop(tuning.SMALL, (-6.6, 0.3), (0.0, -0.62)),
    measure=lambda: tuning.measured(tuning.SMALL),
)
