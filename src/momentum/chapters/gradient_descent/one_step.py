"""One step of gradient descent being built: where you stand, the gradient, the step it becomes, where you land."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from momentum import Momentum, Trajectory, descend, quadratic
from momentum.rendering.frame import hairline
from momentum.rendering.parts import plane, write
from momentum.rendering.scene import Arrow, Figure, Mark, Note, Panel, Readout, Run, Scene
from momentum.rendering.style import colour
from momentum.store.rounding import show

LOSS = quadratic([0.2, 1.0])
RULE = Momentum(learning_rate=0.8)
START = (-6.0, 1.4)
BUILT = 3
STEPS = 15
MOMENTS = 4
TICKS = BUILT * MOMENTS + STEPS - BUILT
SIZE = (712, 420)
YLIM = (-1.7, 3.76)
# The same number of pixels a unit both ways: only then does the gradient look as square to the rings as it is.
XLIM = (-8.2, -8.2 + (YLIM[1] - YLIM[0]) * SIZE[0] / SIZE[1])
LEVELS = tuple(half_length**2 / 10 for half_length in np.arange(1.1, 12.2, 1.0))
ROWS = {"point": 228.0, "gradient": 178.0, "step": 128.0, "new point": 62.0}
COLUMNS = (226.0, 334.0)
TALL = 340
ASKED = ("you stand here", "the gradient", "the step", "you land here")


def run() -> Trajectory:
    """The walk: every step of it, of which the first `BUILT` are taken apart."""
    return descend(LOSS, RULE, START, STEPS)


def step_at(tick: int) -> int:
    """How many steps have been taken at a tick of the clock."""
    if tick >= BUILT * MOMENTS:
        return tick - BUILT * MOMENTS + BUILT
    return (tick + 1) // MOMENTS


def moments() -> tuple[str, ...]:
    """What every tick shows: the parts of a step that is being built, then whole steps."""
    built = [f"step {step + 1}: {what}" for step in range(BUILT) for what in ASKED]
    return (*built, *(f"step {step}" for step in range(BUILT + 1, STEPS + 1)), f"after step {STEPS}")[: TICKS + 1]


def arrows(walk: Trajectory) -> Iterator[Mark]:
    """The gradient and the step of each step that is built; those of the first stay."""
    for step in range(BUILT):
        here, there = walk.theta[step], walk.theta[step + 1]
        first, last = MOMENTS * step, MOMENTS * (step + 1) if step else None
        yield Arrow(here, here + LOSS.gradient(here), "ink", first=first + 1, last=last)
        yield Arrow(here, there, "gradient-descent", first=first + 2, last=last, width=4)
    here = walk.theta[0]
    yield Note("gradient", here + LOSS.gradient(walk.theta[0]) + (0.24, -0.1), "ink", first=1)
    yield Note("step", (here + walk.theta[1]) / 2 + (0.16, 0.1), "gradient-descent", first=2)


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _notes(texts: Sequence[tuple[str, int]], at: tuple[float, float], role: str, anchor: str) -> Iterator[Mark]:
    """One note for each text and the tick from which it holds; a text that stays the same is one note."""
    changes = [entry for index, entry in enumerate(texts) if not index or entry[0] != texts[index - 1][0]]
    for index, (text, first) in enumerate(changes):
        last = changes[index + 1][1] if index + 1 < len(changes) else None
        if text:
            yield Note(text, at, role, first=first, last=last, anchor=anchor, size=17)


def sums(walk: Trajectory) -> Iterator[Mark]:
    """The numbers of the step in hand, column by column; a step that is built gets them one row a moment."""
    begins = [min(step, BUILT) * MOMENTS + max(step - BUILT, 0) for step in range(STEPS)]
    yield from _notes([(f"step {step + 1}", begin) for step, begin in enumerate(begins)], (12, 286), "ink", "start")
    rows = (walk.theta[:-1], LOSS.gradient(walk.theta[:-1]), np.diff(walk.theta, axis=0), walk.theta[1:])
    for delay, (name, values) in enumerate(zip(ROWS, rows, strict=True)):
        role = "gradient-descent" if name == "step" else "ink"
        for axis, column in enumerate(COLUMNS):
            texts: list[tuple[str, int]] = []
            for step, begin in enumerate(begins):
                if step < BUILT and delay:
                    texts.append(("", begin))
                texts.append((_number(values[step, axis]), begin + (delay if step < BUILT else 0)))
            yield from _notes(texts, (column, ROWS[name]), role, "end")


def ledger(walk: Trajectory) -> Panel:
    """A small table beside the plane that adds point and step."""

    def draw(axes: Any) -> None:
        for column, text in zip(COLUMNS, "xy", strict=True):
            axes.text(column, 286, text, color=colour("muted"), size=15, ha="right")
        for name, height in ROWS.items():
            role = "gradient-descent" if name == "step" else "ink"
            write(axes, 12, height, name, role, size=16, weight=600 if name == "step" else 400)
        rate = f"minus {RULE.learning_rate:g} times the gradient"
        axes.text(12, ROWS["step"] - 23, rate, color=colour("muted"), size=14)
        axes.text(12, 26, "rounded to two decimals", color=colour("muted"), size=14)
        for height in (270, 94):
            hairline(axes, [12, COLUMNS[1]], [height, height], 1.5)

    return Panel(
        "ledger", "The numbers of the step in hand", (346, TALL), (0, 346), (0, TALL), draw,
        tuple(sums(walk)), span="third",
    )  # fmt: skip


def draw() -> Scene:
    """The bowl with the step being built, and its numbers."""
    walk = run()
    taken = [step_at(tick) for tick in range(TICKS + 1)]
    path = Run(walk.theta[taken], "gradient-descent")

    def name(axes: Any) -> None:
        write(axes, 0.2, 0.3, "minimum", ha="right")

    view = plane(
        LOSS.value, XLIM, YLIM, levels=LEVELS, size=SIZE, marks=(path, *arrows(walk)), minimizers=[(0.0, 0.0)],
        minimum_label=None, extra=name, span="two-thirds", crop=1.48,
        label="A step being built over the level sets of the loss",
    )  # fmt: skip
    return Scene(
        (view, ledger(walk)),
        ticks=TICKS,
        seconds=0.45,
        readouts=(Readout("gradient descent", "gradient-descent", walk.loss[taken]),),
        tick="moment",
        moments=moments(),
    )


def measure() -> dict[str, Any]:
    """The first step's numbers, and where the walk is after all of them."""
    walk = run()
    move = walk.theta[1] - walk.theta[0]
    named = {"start": walk.theta[0], "gradient": LOSS.gradient(walk.theta[0]), "move": move, "landing": walk.theta[1],
             "end": walk.theta[-1]}  # fmt: skip
    numbers: dict[str, Any] = {
        f"{name}_{axis}": float(value[i]) for name, value in named.items() for i, axis in enumerate("xy")
    }
    return numbers | {
        "rate": float(RULE.learning_rate),
        "steps": STEPS,
        "loss_start": float(walk.loss[0]),
        "loss_first": float(walk.loss[1]),
        "loss_end": float(walk.loss[-1]),
        "gradient_length": float(np.hypot(*LOSS.gradient(walk.theta[0]))),
        "move_length": float(np.hypot(*move)),
        "last_length": float(np.hypot(*(walk.theta[-1] - walk.theta[-2]))),
    }


def _caption(n: dict[str, Any]) -> str:
    return (
        f"The first step of :gd[gradient descent] brings the loss from {show(n['loss_start'])} to "
        f"{show(n['loss_first'])}, all {n['steps']} steps bring it to {show(n['loss_end'])}."
    )


def _alt(n: dict[str, Any]) -> str:
    start, gradient, move, landing, end = (
        f"({_number(n[f'{name}_x'])}, {_number(n[f'{name}_y'])})"
        for name in ("start", "gradient", "move", "landing", "end")
    )
    return (
        f"A bowl seen from above, its minimum at (0, 0). At the start, {start}, an arrow appears: the gradient, "
        f"{gradient}. It points outward, square to the rings. A second arrow, the step {move}, points the opposite "
        f"way and is {n['rate']:g} times as long. The point moves along it to {landing}, and the same begins again. "
        f"After {n['steps']} steps, each shorter than the one before, it has come to {end}. A table beside it adds "
        f"point and step."
    )


FIGURE = Figure(title="One step, built", caption=_caption, alt=_alt, draw=draw, measure=measure)
