"""What the explorer begins with on a loss: a learning rate that suits each method, and a map that shows the loss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import explored
from momentum import LOSSES, METHODS, descend
from momentum.explorer.losses import ASPECT, suits


@pytest.fixture(params=LOSSES)
def loss_and_told(request):
    return LOSSES[request.param], explored.model()["losses"][request.param]


def test_a_rate_that_suits_falls_on_the_map_and_farther_than_its_neighbours_whatever_the_memory(loss_and_told):
    loss, told = loss_and_told
    (x0, x1), (y0, y1) = told["view"]
    for name, method in METHODS.items():
        rate, knob = told["suits"][name], method.settings[0]
        rates = np.clip([rate, rate / 3, rate * 3], knob.low, knob.high)
        worst = np.full(3, -np.inf)
        for memory in [{"beta": 0.7}, {"beta": 0.9}] if "beta" in method.defaults else [{}]:
            run = descend(loss, method.make(learning_rate=rates, **memory), loss.start, 100)
            x, y = run.theta[..., 0], run.theta[..., 1]
            away = ~((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).all(axis=0)
            worst = np.maximum(worst, np.where(away | (run.loss.max(axis=0) > run.loss[0]), np.inf, run.loss[-1]))
            assert not away[0], name
            assert run.loss[-1, 0] < run.loss[0, 0], name
        # A finer grid may have a rate that is a little better; of the start's height it would leave as much.
        height = float(loss.value(np.array(loss.start))) - loss.minimum
        assert worst[0] <= worst.min() + 0.02 * height or np.isinf(worst).all(), name


def test_the_map_holds_what_a_picture_of_the_loss_shows(loss_and_told):
    loss, told = loss_and_told
    (x0, x1), (y0, y1) = told["view"]
    if loss.name != "ravine":  # whose map is drawn as on the pages
        assert (x1 - x0) / (y1 - y0) == pytest.approx(ASPECT)
        for (low, high), (least, most) in zip(told["view"], loss.extent, strict=True):
            assert low <= least + 1e-9
            assert high >= most - 1e-9
    for x, y in (loss.start, *loss.minimizers):
        assert x0 < x < x1
        assert y0 < y < y1
    assert told["minimum"] == pytest.approx(
        min(float(loss.value(np.array(place))) for place in loss.minimizers), abs=1e-9
    )


# Sums, products and roots are rounded alike everywhere; sin, cos and exp are not. The patched valley has none of these.
ROUNDED = [loss.name for loss in LOSSES.values() if loss.polynomial is None and loss.name != "patched valley"]


@pytest.mark.parametrize("away", [-1e-13, 3e-12])
@pytest.mark.parametrize("name", ROUNDED)
def test_what_suits_is_the_same_where_a_machine_rounds_otherwise(name, away):
    nudged = replace(LOSSES[name], start=tuple(place * (1 + away) for place in LOSSES[name].start))
    for method in METHODS.values():
        assert suits(nudged, method) == explored.model()["losses"][name]["suits"][method.name], method.name
