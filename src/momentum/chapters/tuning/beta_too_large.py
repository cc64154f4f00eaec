"""Too large a beta: fast along the valley, far past the minimum, and back, again and again."""

from __future__ import annotations

from momentum.chapters.tuning import _loops as loops
from momentum.rendering.scene import Figure, Note, Scene
from momentum.store.rounding import show


def draw() -> Scene:
    """The loop, and a note where it turns back."""
    path = loops.run(loops.LARGE, loops.CLOCK).theta
    turn = int(path[:, 0].argmax())
    note = Note(f"{show(path[turn, 0])} past it", (3.6, -0.95), "momentum", first=turn, anchor="end")
    return loops.loop(loops.LARGE, (-5.7, 1.12), (0.0, -1.22), note)


FIGURE = Figure(
    title="Too large",
    caption=lambda n: (
        f":momentum[Momentum] with β = {show(n['beta'])} runs {show(n['overshoot'])} past the minimum, "
        f"{show(n['overshoot_share'] / 100, '.0%')} of the way it came, and crosses it {n['crossings']} times before "
        f"its loss stays under {show(n['tolerance'])}, after {n['steps']} steps."
    ),
    alt=lambda n: (
        f"The same valley and start with β = {show(n['beta'])}. The path sways from wall to wall in long waves, runs "
        f"{show(n['overshoot'])} past the minimum at step {n['overshoot_step']}, turns back and swings through it "
        f"{n['crossings']} times. Below, the place along the valley swings about the minimum in slowly shrinking "
        f"waves; the loss rises again {n['ripples']} times on its way and stays under {show(n['tolerance'])} after "
        f"{n['steps']} steps."
    ),
    draw=draw,
    measure=lambda: loops.measure(loops.LARGE),
    wheel=lambda: loops.wheel(loops.LARGE),
)
