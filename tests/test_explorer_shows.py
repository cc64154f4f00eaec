"""What the explorer draws and prints is what the engine has: its map, charts, bars, table and words, in some states."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from explored import SEEN, Told, bars, loss_of, model, numbers, points, power, size, told, walked
from explorer_page import shown
from momentum import crossings, distance_along_and_across, overshoot, settled, theory
from momentum.chapters._presets import presets
from momentum.explorer.words import WORDS

QUERIES = (
    "?step=7",
    # Its first run swings slowly, so that the rate measured between two of its steps is not the one predicted.
    "?loss=ravine&kappa=60&start=-7,1.2&a=heavy+ball&a.learning_rate=0.02&a.beta=0.75"
    "&b=nesterov&b.learning_rate=0.008&b.beta=0.7&steps=40&step=14&tolerance=20&direction=across",
    "?preset=another-valley&step=12",
    "?loss=styblinski-tang&step=9",
    # The first step goes past the minimum.
    "?kappa=1&a=averaged&a.learning_rate=1.8&a.beta=0.1&steps=30&step=5",
)  # fmt: skip
VALLEY = {"overshoot", "crossings", "across"}
Seen = dict[str, Any]


@pytest.fixture(
    scope="module", params=QUERIES, ids=["the duel", "two others", "no valley", "a minimum below 0", "past it at once"]
)
def seen(request: pytest.FixtureRequest, window: Page) -> Seen:
    """All that one state shows."""
    found: Seen = shown(window, request.param).evaluate(SEEN)
    return found | {"told": told(found["state"])}


def pixel(seen: Seen, places: Any) -> np.ndarray:
    """Places (..., 2) of the loss as pixels of the map."""
    (x0, x1), (y0, y1) = model()["losses"][seen["state"]["loss"]]["view"]
    (width, height), places = seen["plane"]["size"], np.asarray(places, dtype=float)
    return np.stack([(places[..., 0] - x0) / (x1 - x0) * width, (y1 - places[..., 1]) / (y1 - y0) * height], axis=-1)


def test_the_map_has_every_run_in_its_colour_to_where_it_is(seen: Seen) -> None:
    state, plane = seen["state"], seen["plane"]
    step, tolerance = state["step"], state["tolerance"]
    for drawn, one, (name, *_) in zip(plane["runs"], seen["told"], plane["names"], strict=True):
        assert drawn["role"] == f"var(--fig-{one.method.role})"
        way = pixel(seen, one.run.theta)
        np.testing.assert_allclose(points(drawn["trail"]), way[: step + 1], atol=0.1)
        np.testing.assert_allclose(points(drawn["ghost"]), way[: state["steps"] + 1], atol=0.1)
        np.testing.assert_allclose(points(drawn["head"].partition("m")[0]), [way[step]], atol=0.1)
        arrived = settled(one.run.loss, tolerance, loss_of(state).minimum)
        assert name == one.method.label + (f", {arrived:g}" if arrived <= step else "")


def test_the_arrows_are_the_gradient_turned_round_and_the_next_step(seen: Seen) -> None:
    step = seen["state"]["step"]
    for drawn, one in zip(seen["plane"]["runs"], seen["told"], strict=True):
        here, rate = one.run.theta[step], one.values["learning_rate"]
        ends = {"gradient": here - rate * one.run.gradient[step], "velocity": one.run.theta[step + 1]}
        for kind, end in ends.items():
            way = pixel(seen, end) - pixel(seen, here)
            length = np.hypot(*way)
            if not drawn[kind]:
                assert length < 13
                continue
            corners = points(drawn[kind])
            arrow = corners[3] - corners[0]
            assert arrow @ way == pytest.approx(np.hypot(*arrow) * length, rel=1e-2)
            assert np.hypot(*arrow) == pytest.approx(min(length, 160), abs=1)


def test_the_band_behind_a_head_fades_as_its_weights_do(seen: Seen) -> None:
    for shades, one in zip(seen["plane"]["memory"], seen["told"], strict=True):
        beta = one.values.get("beta", 0.0)
        steps = min(int(1 / (1 - beta) + 0.5), seen["state"]["step"]) if beta else 0
        weights = {np.floor((1 - beta**back) * 10) for back in range(steps)}
        assert [opacity for opacity, _ in shades] == pytest.approx(
            [0.6 * (1 - shade / 10) for shade in sorted(weights)], abs=0.06
        )
        assert sum(path.count("M") for _, path in shades) == steps


def test_the_ground_and_what_is_marked_on_it_belong_to_the_loss(seen: Seen) -> None:
    state, plane, loss = seen["state"], seen["plane"], loss_of(seen["state"])
    np.testing.assert_allclose([one[:2] for one in plane["minima"]], pixel(seen, loss.minimizers), atol=0.1)
    np.testing.assert_allclose([numbers(plane["start"])], [pixel(seen, state["start"])], atol=0.1)
    kappa = state["condition"]
    assert (kappa is not None) == bool(plane["rings"]) == bool(plane["finish"])
    view = [high - low for low, high in model()["losses"][state["loss"]]["view"]]
    for _, _, *radii in plane["rings"]:
        across, up = (radius / whole * span for radius, whole, span in zip(radii, plane["ground"], view, strict=True))
        assert across / up == pytest.approx(np.sqrt(kappa), rel=0.02)
    for _, _, *radii in plane["finish"]:
        ends = [radius / whole * span for radius, whole, span in zip(radii, plane["size"], view, strict=True)]
        for place in ((ends[0], 0.0), (0.0, ends[1])):
            assert loss.value(np.array(place)) == pytest.approx(state["tolerance"], rel=0.1)


def test_the_losses_stand_at_their_heights_on_their_axis(seen: Seen) -> None:
    chart, state = seen["losses"], seen["state"]
    step, steps = state["step"], state["steps"]
    decades = {text: y - 4 for text, _, y in chart["ticks"] if re.match(r"10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]", text)}
    across = {text: x for text, x, _ in chart["ticks"] if text not in decades}
    assert list(across) == ["0", str(int(steps / 2 + 0.5)), str(steps)]
    heights = np.array([*decades.values()])
    slope, first = np.polyfit(heights, [power(text) for text in decades], 1)

    def tick(x: Any) -> Any:
        return (x - across["0"]) / (across[str(steps)] - across["0"]) * steps

    for drawn, one in zip(chart["runs"], seen["told"], strict=True):
        assert drawn["role"] == f"var(--fig-{one.method.role})"
        left = one.run.loss - loss_of(state).minimum
        for kind, last in (("ghost", steps), ("trail", step)):
            x, y = points(drawn[kind]).T
            inside = (y > heights.min()) & (y < heights.max())
            np.testing.assert_allclose(tick(x), np.arange(len(x)), atol=0.2)
            np.testing.assert_allclose((slope * y + first)[inside], np.log10(left[: len(y)][inside]), atol=0.05)
            assert len(x) == last + 1 or not inside[-1]
    assert tick(numbers(chart["clock"])[0]) == pytest.approx(step, abs=0.2)
    for line in chart["finish"]:
        assert slope * numbers(line)[1] + first == pytest.approx(np.log10(state["tolerance"]), abs=0.02)


def test_the_bars_are_the_gradient_and_what_the_step_used_of_it_along_each_axis(seen: Seen) -> None:
    one: Told = seen["told"][-1]
    step, drawn = seen["state"]["step"], seen["bars"]
    used = (one.run.theta[: step + 1] - one.run.theta[1 : step + 2]) / one.values["learning_rate"]
    valley = seen["state"]["condition"] is not None
    assert [name for name, *_ in drawn["names"]] == (["along the valley", "across it"] if valley else ["x", "y"])
    heights = np.concatenate([bars(path) for path in (*drawn["met"], *drawn["used"])])
    values = np.concatenate([one.run.gradient[: step + 1].T, used.T]).ravel()
    scale = np.median((heights / values)[np.abs(heights) > 2])
    assert scale > 0  # counted downhill: where the loss rises, the bar points down
    np.testing.assert_allclose(heights, scale * values, atol=0.2)


def test_the_table_has_the_numbers_of_the_runs_under_their_names(seen: Seen) -> None:
    state, loss = seen["state"], loss_of(seen["state"])
    (_, *heads), *rows = seen["table"]
    assert heads == [one.method.label for one in seen["told"]]
    assert seen["heads"] == [f"var(--fig-{one.method.role})" for one in seen["told"]]
    filled = {"step": state["step"], "tolerance": f"{state['tolerance']:g}"}
    said = {key: words.format(**filled) for key, words in WORDS["rows"].items()}
    valley = state["condition"] is not None
    assert [name for name, *_ in rows] == [words for key, words in said.items() if valley or key not in VALLEY]
    table = {name: cells for name, *cells in rows}
    for place, (method, values, run) in enumerate(seen["told"]):
        cell = {key: table[words][place] for key, words in said.items() if words in table}
        steps = settled(run.loss, state["tolerance"], loss.minimum)
        centre = min(loss.minimizers, key=lambda at, end=run.theta[-1]: float(np.hypot(*(end - at))))
        off = np.hypot(*(run.theta - centre).T)
        last = np.flatnonzero(off > 1e-12 * off[0])[-1]
        expected = {
            "loss": run.loss[state["step"]], "distance": off[state["step"]],
            "measured": (off[last] / off[last // 2]) ** (1 / (last - last // 2)),
        }  # fmt: skip
        if valley:
            rule: Any = method.make(**values)
            until, whole = (walked(state, method, values, int(end)) for end in (steps, max(steps, state["steps"])))
            expected |= {
                "predicted": theory.rate([1.0, state["condition"]], rule.learning_rate, rule.beta,
                                         dampening=rule.dampening, nesterov=rule.nesterov),
                "crossings": crossings(until), "overshoot": overshoot(whole),
                "across": distance_along_and_across(run)[1],
            }  # fmt: skip
        assert cell["steps"] == (f"not in {model()['limits']['horizon']}" if np.isnan(steps) else f"{steps:g}")
        for key, value in expected.items():
            assert size(cell[key]) == pytest.approx(value, rel=6e-3, abs=6e-4), key


def test_the_clock_and_the_lesson_are_those_of_the_state(seen: Seen) -> None:
    state = seen["state"]
    assert seen["clock"] == f"step {state['step']} of {state['steps']}"
    assert seen["slider"] == str(state["step"])
    lessons = {one.lesson for one in presets().values() if one.state == {key: state[key] for key in one.state}}
    assert seen["lesson"] in (lessons or {WORDS["invitation"]})
