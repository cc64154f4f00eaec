"""Too large a beta: fast along the valley, far past the minimum, and back, many times."""

from __future__ import annotations

from momentum.chapters.tuning import _loops as tuning
from momentum.rendering.scene import Figure, Note, Scene


def draw() -> Scene:
    """The loop, and a note where it turns back."""
    path = tuning.run(tuning.LARGE, tuning.CLOCK).theta
    turn = int(path[:, 0].argmax())
    note = Note(f"{path[turn, 0]:.2f} past it", (7.4, -1.2), "momentum", first=turn, anchor="end")
    return tuning.loop(tuning.LARGE, (-5.7, 1.12), (0.0, -1.22), note)


FIGURE = Figure(
    title="Too large",
    caption=lambda n: (
        f":momentum[Momentum] with β = {n['beta']:g} runs {n['overshoot']:.2f} past the minimum, "
        f"{n['overshoot_share']:.0f}% of the way it came, and crosses it {n['crossings']} times. Its loss stays under"
        f" {n['tolerance']:g} only after {n['steps']} steps; :gd[gradient descent] at the same learning rate needs "
        f"{n['bare_steps']}."
    ),
    alt=lambda n: (
        f"The same valley and start with β = {n['beta']:g}. The path races down the valley, rocks from wall to wall, "
        f"runs {n['overshoot']:.2f} past the minimum at step {n['overshoot_step']}, turns back and swings through it "
        f"{n['crossings']} times. Below, the place along the valley swings about the minimum in slowly shrinking "
        f"waves; the loss rises again {n['ripples']} times on its way and stays under {n['tolerance']:g} after "
        f"{n['steps']} steps."
    ),
    draw=draw,
    measure=lambda: tuning.measured(tuning.LARGE),
)
