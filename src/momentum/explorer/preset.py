"""A preset: a picture of the explorer that a lesson links to, as what a reader could have chosen by hand."""

from __future__ import annotations

from typing import Any, NamedTuple


class Preset(NamedTuple):
    """A name for a button, a sentence on what there is to see, and the state."""

    title: str
    lesson: str
    state: dict[str, Any]


def run(method: str, learning_rate: float, **values: float) -> dict[str, Any]:
    """A run of a state: the name of an entry of METHODS, and its settings."""
    return {"method": method, "values": {"learning_rate": learning_rate, **values}}


def state(
    loss: str, start: tuple[float, float], *runs: dict[str, Any], steps: int, condition: float | None = None
) -> dict[str, Any]:
    """A state as the browser has it: the loss, the start, up to three runs, and the steps they take."""
    return {"loss": loss, "condition": condition, "start": list(start), "runs": list(runs), "steps": steps}
