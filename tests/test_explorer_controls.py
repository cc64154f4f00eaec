"""Every control of the explorer sets what it names, on its page and in a figure."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from explorer_page import READY, STATE, shown, started
from momentum import METHODS
from momentum.chapters._presets import presets
from momentum.explorer.words import WORDS


@pytest.fixture
def explorer(tab: Page) -> Page:
    """The explorer at the duel."""
    return shown(tab, "?preset=duel&step=7")


def test_the_clock_s_buttons_and_slider_move_it(explorer: Page) -> None:
    for name, step in (("One step forward", 8), ("One step forward", 9), ("One step back", 8)):
        explorer.get_by_role("button", name=name).click()
        assert explorer.evaluate(STATE)["step"] == step
    explorer.get_by_role("slider", name="Step", exact=True).fill("31")
    assert explorer.evaluate(STATE)["step"] == 31


def test_a_number_that_is_typed_is_set_where_its_label_says(explorer: Page) -> None:
    wanted = {
        ("gradient descent", "learning rate"): 0.05, ("momentum", "learning rate"): 0.11, ("momentum", "beta"): 0.6,
    }  # fmt: skip
    for (label, knob), value in wanted.items():
        explorer.get_by_label(f"{label}: {knob}, as a number").fill(str(value))
        explorer.keyboard.press("Enter")
    for label, value in (("Condition number", 40), ("Number of steps", 90), ("Seed of the noise", 5)):
        box = explorer.get_by_label(f"{label}, as a number").or_(explorer.get_by_role("spinbutton", name=label)).first
        box.fill(str(value))
        box.press("Enter")
    state = explorer.evaluate(STATE)
    plain, heavy = (run["values"] for run in state["runs"])
    assert plain == {"learning_rate": 0.05}
    assert heavy == {"learning_rate": 0.11, "beta": 0.6}
    assert (state["condition"], state["steps"], state["seed"]) == (40, 90, 5)


def test_what_is_chosen_from_a_list_is_set(explorer: Page) -> None:
    explorer.get_by_label("Method").nth(0).select_option(label="Adam")
    explorer.get_by_label("Tolerance").select_option("0.001")
    explorer.locator("fieldset", has_text="When β moves, keep").get_by_role("radio").nth(1).check()
    state = explorer.evaluate(STATE)
    assert [run["method"] for run in state["runs"]] == ["adam", "averaged"]
    assert set(state["runs"][0]["values"]) == set(METHODS["adam"].defaults)
    assert (state["tolerance"], state["keep"]) == (0.001, "other")
    explorer.locator("label", has=explorer.get_by_text("Loss", exact=True)).locator("select").select_option("beale")
    assert explorer.evaluate(STATE)["loss"] == "beale"


def test_where_the_effective_rate_is_kept_a_sum_s_rate_follows_beta(explorer: Page) -> None:
    explorer.locator("fieldset", has_text="When β moves, keep").get_by_role("radio").nth(1).check()
    box = explorer.get_by_label("momentum: beta, as a number")
    box.fill("0.85")
    box.press("Enter")
    values = explorer.evaluate(STATE)["runs"][1]["values"]
    # What is kept beside an average's rate is that of the same sum, eta (1 - beta).
    assert values["learning_rate"] * (1 - values["beta"]) == pytest.approx(0.133 * (1 - 0.7), rel=1e-6)


def test_a_preset_s_button_opens_its_picture_and_its_lesson(explorer: Page) -> None:
    for preset in presets().values():
        explorer.get_by_role("button", name=preset.title, exact=True).click()
        state = explorer.evaluate(STATE)
        assert {key: state[key] for key in preset.state} == preset.state
        expect(explorer.locator(".mx-lesson")).to_have_text(preset.lesson)
        expect(explorer.get_by_role("button", name=preset.title, exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_button_whose_values_no_slider_reaches_cannot_be_pressed(explorer: Page) -> None:
    # The edge at every beta: 2 (1 + beta) / (1 - beta) over the steepest curvature for the average, 2 (1 + beta) over
    # it for the sum.
    for method, beta, condition, reached in (
        ("averaged", 0.7, 25, True), ("averaged", 0.99, 25, False), ("heavy ball", 0.9, 25, True),
        ("heavy ball", 0.9, 1, False), ("averaged", 0.99, 400, True),
    ):  # fmt: skip
        shown(explorer, f"?kappa={condition}&a={method}&a.beta={beta}")
        high = {knob.name: knob.high for knob in METHODS[method].settings}["learning_rate"]
        edge = 2 * (1 + beta) / (1 - beta if method == "averaged" else 1) / condition
        assert (edge <= high) is reached
        button = explorer.get_by_role("button", name="Edge", exact=True)
        assert button.is_enabled() is reached
        if reached:
            button.click()
            assert explorer.evaluate(STATE)["runs"][0]["values"]["learning_rate"] == pytest.approx(edge, rel=1e-9)


def test_what_is_copied_is_what_the_button_names(explorer: Page) -> None:
    copied = explorer.get_by_role("textbox", name="What was copied")
    expect(copied).to_have_count(0)
    explorer.get_by_role("button", name="Copy Python").click()
    assert "make(learning_rate=0.133, beta=0.7)" in copied.input_value()
    explorer.get_by_role("button", name="Copy embed code").click()
    frame = copied.input_value()
    assert re.match(r'<iframe src="[^"]*/explorer/embed\.html\?loss=ravine&amp;[^"]*&amp;step=7&', frame)
    assert f'title="{WORDS["frame"]}"' in frame
    explorer.get_by_role("button", name="Copy link").click()
    assert re.search(r"/explorer/\?loss=ravine&.*&step=7&", copied.input_value())


def test_where_there_is_no_map_of_rates_it_is_said_why(tab: Page) -> None:
    for query, why in (("?a=adam&b=lion", "other"), ("?loss=ackley", "edge")):
        started(tab, query)
        expect(tab.locator(".mx-aside").first).to_have_text(WORDS[why])


def test_a_wheel_leads_on_to_its_own_state_and_back_to_its_figure(tab: Page) -> None:
    tab.goto("")
    tab.locator("#ravine-duel .sm-wheel").click()
    tab.wait_for_selector(READY)
    tab.get_by_role("button", name="One step forward").locator("visible=true").first.click()
    box = tab.get_by_label("momentum: beta, as a number")
    box.fill("0.5")
    box.press("Enter")
    state, leading = tab.evaluate(STATE), tab.get_by_role("link", name="Open in the explorer")
    expect(leading).to_have_attribute("href", re.compile(r"b\.beta=0\.5"))
    link = parse_qs(urlsplit(leading.get_attribute("href") or "").query)
    assert link["step"] == [str(state["step"])]
    assert float(link["a.learning_rate"][0]) == state["runs"][0]["values"]["learning_rate"]
    tab.get_by_role("button", name="Reset").click()
    assert tab.evaluate(STATE)["runs"][1]["values"]["beta"] == 0.7
    tab.get_by_role("button", name="Back to the figure").click()
    expect(tab.locator("#ravine-duel sm-player")).to_be_visible()
    expect(tab.locator("momentum-explorer")).to_have_count(0)
