"""The explorer by keyboard: the focus stays, typed numbers are left alone, a held key is one way back, one clock."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explorer_page import READY, RETURN, STATE, drawn, shown, started
from momentum import LOSSES, METHODS
from tabs import until

HELD = "[document.activeElement.localName, document.activeElement.textContent]"
PLAYS = "document.querySelector('button.mx-play').ariaLabel"
SPEAKS = """[...document.querySelectorAll('momentum-explorer :is(output, [role=status], [role=alert], [aria-live])')]
  .map((one) => one.className)"""


def test_who_chooses_a_method_by_keyboard_can_choose_on(tab: Page) -> None:
    shown(tab, "?preset=duel")
    tab.get_by_label("Method").nth(1).focus()
    seen = []
    for _ in range(2):
        tab.keyboard.press("ArrowDown")
        drawn(tab)
        seen.append(tab.evaluate(STATE)["runs"][1]["method"])
        assert tab.evaluate("document.activeElement.localName") == "select"
    names = list(METHODS)
    assert seen == names[names.index("averaged") + 1 :][:2]


def test_a_number_can_be_typed_while_the_clock_runs(tab: Page) -> None:
    shown(tab, "?preset=duel&step=0")
    tab.get_by_role("button", name="Play").click()
    box = tab.get_by_label("momentum: learning rate, as a number")
    box.select_text()
    for key in ("0", ".", "2"):
        tab.keyboard.press(key)
        drawn(tab)
    assert box.input_value() == "0.2"
    tab.keyboard.press("Enter")
    assert tab.evaluate(STATE)["runs"][1]["values"]["learning_rate"] == 0.2


def test_a_key_that_is_held_is_one_way_back(browser: Any, server: str) -> None:
    view = {"width": 1280, "height": 300}
    with browser.new_context(base_url=server, viewport=view) as context:  # a window counts at most fifty ways back
        page = context.new_page()
        started(page, "?preset=duel")
        before, entries = page.evaluate(STATE), page.evaluate("history.length")
        slider = page.get_by_role("slider", name="momentum: learning rate")
        slider.focus()
        for _ in range(12):
            page.keyboard.press("ArrowRight")
        drawn(page)
        assert page.evaluate("history.length") == entries + 1
        moved = page.evaluate(STATE)["runs"][1]["values"]["learning_rate"]
        assert f"b.learning_rate={moved:g}" in page.url, "and the address has the last of them"
        page.go_back()
        drawn(page)
        assert page.evaluate(STATE)["runs"] == before["runs"]


QUADRATIC = [name for name in LOSSES if name in ("ravine", "rotated ravine", "matyas")]
BUTTONS = ("Best gradient descent", "Best pair", "Critical damping", "Edge", "an average", "a sum")
# At each address each button that can be pressed: the runs that it sets, and what the address that it leaves asks for,
# its complaints and its runs.
PRESSED = f"""async ([queries, names]) => {{
  const {{ parse }} = await import(new URL("../assets/explorer/state.js", location));
  const explorer = document.querySelector("momentum-explorer"), found = [];
  document.body.style.visibility = "hidden"; // what is not painted is there all the same
  for (const query of queries) for (const name of names) {{
    {RETURN}
    const said = [...explorer.querySelectorAll("button, label")].find((one) => one.textContent.trim() === name);
    const control = said.control ?? said;
    if (control.matches(":disabled, [aria-disabled=true]")) continue;
    control.click();
    const {{ state, problems }} = parse(explorer.constructor.model, location.search);
    found.push([name, explorer.state.runs, problems, state.runs]);
  }}
  document.body.style.visibility = "";
  return found }}"""


@pytest.mark.parametrize("loss", QUADRATIC)
def test_no_button_sets_what_the_address_refuses(tab: Page, loss: str) -> None:
    tab.set_viewport_size({"width": 1280, "height": 300})
    beta = {"gradient descent": ""}
    queries = [
        f"?loss={loss}&a={method}&a.learning_rate=0.002{beta.get(method, '&a.beta=0.99')}"
        for method in ("gradient descent", "heavy ball", "averaged", "nesterov")
    ]
    shown(tab)
    pressed = tab.evaluate(PRESSED, [queries, BUTTONS])
    assert len(pressed) >= 5
    for name, runs, problems, asked in pressed:
        assert (problems, asked) == ([], runs), name


def test_a_lesson_with_another_number_of_runs_keeps_the_focus_and_one_clock(tab: Page) -> None:
    started(tab, "?loss=ravine&a=averaged&step=3")
    tab.get_by_role("button", name="Play").click()
    lesson = tab.get_by_role("button", name="Room", exact=True)
    lesson.focus()
    tab.keyboard.press("Enter")
    drawn(tab)
    assert tab.evaluate(HELD) == ["button", "Room"]
    assert tab.evaluate(PLAYS) == "Play"
    step = tab.evaluate(STATE)["step"]
    tab.wait_for_timeout(400)
    assert tab.evaluate(STATE)["step"] == step, "the clock of the picture before stands still too"


def test_what_sets_the_picture_back_stops_its_clock(tab: Page) -> None:
    tab.goto("")
    tab.locator("#ravine-duel .sm-wheel").click()
    tab.wait_for_selector(READY)
    start = tab.evaluate(STATE)
    tab.locator("button.mx-play").click()
    until(tab, f"{STATE}.step % {start['step']} > 0")
    tab.get_by_role("button", name="Reset").click()
    tab.wait_for_timeout(300)
    assert tab.evaluate(STATE) == start


def test_what_is_said_of_an_address_goes_with_the_first_turn(tab: Page) -> None:
    started(tab, "?loss=nonsense")
    expect(tab.locator(".mx-message")).to_be_visible()
    tab.get_by_label("Tolerance").select_option("0.001")
    expect(tab.locator(".mx-message")).to_be_hidden()


def test_nothing_speaks_without_end(tab: Page) -> None:
    shown(tab, "?preset=duel")
    assert set(tab.evaluate(SPEAKS)) <= {"mx-live sm-hidden", "mx-message", "mx-said"}


@pytest.mark.parametrize(("size", "stays"), [((667, 375), False), ((640, 360), False), ((390, 844), True)])
def test_the_map_stays_in_view_where_there_is_room_for_the_controls_too(
    tab: Page, size: tuple[int, int], stays: bool
) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    shown(tab, "?preset=duel")
    assert (tab.locator(".mx-plane").evaluate("(one) => getComputedStyle(one).position") == "sticky") == stays
    slider = tab.get_by_role("slider", name="Step", exact=True)
    slider.evaluate("(one) => scrollBy({ top: one.getBoundingClientRect().top - 120, behavior: 'instant' })")
    tab.get_by_label("Method").first.evaluate("(one) => one.focus({ preventScroll: true })")
    tab.keyboard.press("Shift+Tab")
    tab.wait_for_timeout(300)
    box = slider.bounding_box() or {}
    middle = [box["x"] + 20, box["y"] + box["height"] / 2]
    met = tab.evaluate("(at) => document.elementFromPoint(...at).outerHTML.slice(0, 200)", middle)
    assert 'type="range"' in met, "what has the focus is seen"


@pytest.mark.parametrize("name", ["", "tuning/"])
def test_a_wheel_taken_and_given_back_by_keyboard_keeps_the_focus(tab: Page, name: str) -> None:
    tab.goto(name)
    wheel = tab.locator(".sm-wheel.sm-live").first
    guess = tab.locator("sm-guess:has(.sm-wheel) .sm-answers button")
    if guess.count():
        guess.first.press("Enter")
    wheel.press("Enter")
    expect(tab.locator(f"{READY} .mx-clockwork input")).to_be_focused()
    tab.get_by_role("button", name="Back to the figure").press("Enter")
    expect(tab.locator(READY)).to_have_count(0)
    expect(wheel).to_be_focused()
