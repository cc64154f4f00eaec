"""What the explorer's table says of quadratic valleys that lie askew: along the valley and across it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from explored import SEEN, size, told
from explorer_page import shown
from momentum import LOSSES, settled, theory
from momentum.explorer.words import WORDS


@pytest.mark.parametrize("query", ["?loss=rotated+ravine", "?loss=matyas&start=4,-7&a=averaged&a.learning_rate=1.1"])
def test_in_a_valley_that_lies_askew_the_numbers_are_along_it_and_across(window: Page, query: str) -> None:
    found: dict[str, Any] = shown(window, query).evaluate(SEEN)
    state, loss = found["state"], LOSSES[found["state"]["loss"]]
    table = {key: cells for key, *cells in found["table"]}
    centre = np.array(loss.minimizers[0])
    curvatures, ways = np.linalg.eigh(loss.hessian(centre))
    rows = WORDS["rows"]
    for place, (method, values, run) in enumerate(told(state)):
        along, across = ((run.theta - centre) @ ways * np.sign((run.theta[0] - centre) @ ways)).T
        steps = settled(run.loss, state["tolerance"], loss.minimum)
        last = int(steps) if np.isfinite(steps) else state["steps"]
        sides = np.sign(across[: last + 1])
        rule: Any = method.make(**values)
        expected = {
            "crossings": (np.diff(sides[sides != 0]) != 0).sum(),
            "overshoot": max(0.0, -along[: max(last, state["steps"]) + 1].min()),
            "across": np.abs(np.diff(across)).sum(),
            "predicted": theory.rate(curvatures, rule.learning_rate, rule.beta, dampening=rule.dampening,
                                     nesterov=rule.nesterov),
        }  # fmt: skip
        for key, value in expected.items():
            assert size(table[rows[key]][place]) == pytest.approx(value, rel=6e-3, abs=6e-4), key
