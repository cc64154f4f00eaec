"""The explorer's presets show what their sentences say, and are states that an address allows."""

import numpy as np
import pytest

import explored
from momentum import (
    LOSSES,
    METHODS,
    crossings,
    descend,
    distance_along_and_across,
    overshoot,
    ravine,
    steps_to,
    theory,
)
from momentum.chapters._presets import presets


def test_the_presets_show_what_their_sentences_say():
    def runs(name):
        state = presets()[name].state
        loss = ravine(state["condition"]) if state["condition"] else LOSSES[state["loss"]]
        made = [(METHODS[run["method"]].make(**run["values"]), run) for run in state["runs"]]
        return loss, [descend(loss, rule, state["start"], state["steps"]) for rule, _ in made]

    loss, (plain_run, heavy) = runs("another-valley")
    minima = np.array(loss.minimizers)
    nearest, *ends = (
        int(np.linalg.norm(minima - place, axis=1).argmin())
        for place in (plain_run.theta[0], plain_run.theta[-1], heavy.theta[-1])
    )
    assert ends[0] == nearest
    assert ends[1] != nearest
    _, (plain_run, heavy) = runs("cycle")
    assert plain_run.loss[-1] < 1e-4
    # The three places of the cycle, as Lessard, Recht and Packard (2016) give them.
    assert sorted(heavy.theta[-3:, 0]) == pytest.approx([-2208 / 1225, 792 / 1225, 2592 / 1225], abs=1e-9)
    _, (plain_run, heavy) = runs("room")
    assert plain_run.loss[-1] > 1e3 * plain_run.loss[0]
    assert heavy.loss[-1] < 1e-6
    _, (plain_run, heavy) = runs("calm")
    across = [distance_along_and_across(run)[1] for run in (plain_run, heavy)]
    assert across[1] < across[0] / 3
    assert 0.7 < steps_to(heavy, 0.01) / steps_to(plain_run, 0.01) < 1
    _, (plain_run, heavy) = runs("price")
    others = [runs(name)[1][1] for name in ("duel", "calm", "too-large")]
    assert max(heavy.loss) > 1.2 * heavy.loss[0]
    assert steps_to(heavy, 1e-6) < min(steps_to(run, 1e-6) for run in (plain_run, *others) if steps_to(run, 1e-6) > 0)
    swings = [distance_along_and_across(run)[1] for run in (heavy, plain_run, *others)]
    assert swings[0] == max(swings)
    learning_rate, beta = presets()["price"].state["runs"][1]["values"].values()
    assert learning_rate > theory.stable_product(beta - 0.05, dampening=beta - 0.05) / 25  # a little less beta diverges
    loss, (plain_run, heavy) = runs("too-large")
    assert overshoot(heavy) > 3
    assert crossings(heavy, 0) >= 3
    loss, (plain_run, heavy) = runs("too-small")
    assert 0.8 < steps_to(heavy, 0.01) / steps_to(plain_run, 0.01) < 1.1


def test_every_preset_is_a_state_that_the_address_allows():
    whole = explored.model()
    for name, preset in presets().items():
        assert whole["presets"][name]["state"] == preset.state
        low, high = whole["limits"]["steps"]
        assert low <= preset.state["steps"] <= high
        view = whole["losses"][preset.state["loss"]]["view"]
        assert all(a <= place <= b for place, (a, b) in zip(preset.state["start"], view, strict=True))
        loss = ravine(preset.state["condition"]) if preset.state["condition"] else LOSSES[preset.state["loss"]]
        low, high = np.transpose(view) * 0.97
        for run in preset.state["runs"]:
            path = descend(
                loss, METHODS[run["method"]].make(**run["values"]), preset.state["start"], preset.state["steps"]
            )
            leaves = not ((low < path.theta) & (path.theta < high)).all()
            assert leaves == ((name, run["method"]) == ("room", "gradient descent")), (
                "one explodes, the others are seen"
            )
        for run in preset.state["runs"]:
            knobs = {knob.name: knob for knob in METHODS[run["method"]].settings}
            assert set(run["values"]) == set(knobs), name
            assert all(knobs[key].low <= value <= knobs[key].high for key, value in run["values"].items()), name
