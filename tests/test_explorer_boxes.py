"""What the explorer's sliders, boxes and lists take, and what they refuse: typed, by keys, and from an address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from explorer_page import STATE, asked, drawn, shown
from momentum import METHODS
from momentum.explorer.words import WORDS


@pytest.mark.parametrize(("typed", "seed"), [("12", 12), ("1.5", 1), ("-3", 1), ("99999999999999", 1), ("", 1)])
def test_a_seed_that_no_address_takes_is_not_set(tab: Page, typed: str, seed: int) -> None:
    shown(tab, "?preset=duel&noise=2&seed=1")
    box = tab.get_by_label("Seed of the noise")
    box.fill(typed)
    box.press("Enter")
    assert tab.evaluate(STATE)["seed"] == seed


@pytest.mark.parametrize(("typed", "steps"), [("75", 75), ("75.5", 60), ("0", 60), ("9999", 60), ("", 60)])
def test_a_number_of_steps_that_no_address_takes_is_not_set(tab: Page, typed: str, steps: int) -> None:
    shown(tab, "?preset=duel")
    box = tab.get_by_label("Number of steps, as a number")
    box.evaluate("(one) => { refused = 0; one.addEventListener('invalid', () => { refused += 1 }) }")
    box.fill(typed)
    box.press("Enter")
    assert tab.evaluate(STATE)["steps"] == steps
    # The browser says why, as it does of every form.
    assert bool(tab.evaluate("refused")) == (typed not in ("75", ""))


def test_fewer_steps_than_have_been_taken_end_at_the_last_of_them(tab: Page) -> None:
    shown(tab, "?preset=duel&step=50")
    box = tab.get_by_label("Number of steps, as a number")
    box.fill("30")
    box.press("Enter")
    drawn(tab)
    state = tab.evaluate(STATE)
    assert (state["steps"], state["step"]) == (30, 30)
    assert asked(tab)["step"] == asked(tab)["steps"] == "30"
    assert tab.locator(".mx-step").inner_text() == "step 30 of 30"


@pytest.mark.parametrize(("loss", "typed"), [("ravine", 0.25), ("rosenbrock", 20)])
def test_noise_is_typed_and_printed_as_its_standard_deviation(tab: Page, loss: str, typed: float) -> None:
    shown(tab, f"?loss={loss}&noise=0")
    box = tab.get_by_label("Gradient noise, standard deviation, as a number")
    box.fill(str(typed))
    box.press("Enter")
    drawn(tab)
    assert tab.evaluate(STATE)["noise"] == typed == float(asked(tab)["noise"])
    slider = tab.get_by_role("slider", name="Gradient noise, standard deviation")
    assert slider.get_attribute("aria-valuetext") == f"{typed:g}"
    most = float(box.get_attribute("max") or "nan")
    assert float(slider.input_value()) == pytest.approx(100 * typed / most, abs=0.5)
    slider.fill("100")
    drawn(tab)
    assert tab.evaluate(STATE)["noise"] == most == float(box.input_value())
    box.fill(str(2 * most))
    box.press("Enter")
    drawn(tab)
    assert tab.evaluate(STATE)["noise"] == most


def test_a_tolerance_of_an_address_s_own_stands_in_its_list(tab: Page) -> None:
    for tolerance in ("0.05", "0.001", "0.05"):
        shown(tab, f"?preset=duel&tolerance={tolerance}")
        expect(tab.get_by_label("Tolerance")).to_have_value(tolerance)
    said = tab.get_by_label("Tolerance").locator("option").all_inner_texts()
    assert said.count("0.05") == 1


@pytest.mark.parametrize("method", ["averaged", "heavy ball", "nesterov", "rmsprop", "adam", "lion"])
def test_a_memory_s_slider_goes_in_small_steps_towards_one(tab: Page, method: str) -> None:
    shown(tab, f"?a={method}")
    for knob in (knob for knob in METHODS[method].settings if not knob.logarithmic):
        slider = tab.locator(f"input[type=range][aria-label$=': {WORDS['names'][knob.name][1]}']")
        slider.fill("400")
        taken = [tab.evaluate(STATE)["runs"][0]["values"][knob.name]]
        for _ in range(3):
            slider.press("ArrowLeft")
            taken.append(tab.evaluate(STATE)["runs"][0]["values"][knob.name])
        assert taken[0] == pytest.approx(knob.high, abs=1e-4)
        assert 1 > taken[0] > taken[1] > taken[2] > taken[3] > 1 - 1.2 * (1 - taken[0])


# Every slider where it was put and where it stands when its value is shown, which may be rounder; all are put at once,
# each elsewhere.
STAYS = """async () => {
  const frame = () => new Promise(requestAnimationFrame), found = [];
  const shares = [0, .07, .21, .34, .5, .62, .77, .88, .96, 1];
  const ranges = [...document.querySelectorAll(".mx-slider input[type=range]")].filter((one) => one.offsetParent);
  for (const turn of shares.keys()) {
    const puts = ranges.map((range, at) => Math.round(shares[(turn + at) % shares.length] * range.max));
    ranges.forEach((range, at) => { range.value = puts[at]; range.dispatchEvent(new Event("input")) });
    await frame(); await frame();
    for (const [at, { ariaLabel, value }] of ranges.entries())
      if (+value !== puts[at]) found.push([ariaLabel, puts[at], +value]);
  }
  return [ranges.length, found] }"""


@pytest.mark.parametrize("query", ["?a=averaged&b=adam&noise=1", "?loss=rosenbrock&a=rmsprop&b=lion&c=nesterov"])
def test_a_slider_stays_where_it_is_put_or_a_key_could_not_move_it(tab: Page, query: str) -> None:
    shown(tab, query)
    count, moved = tab.evaluate(STAYS)
    assert count >= 8
    assert moved == []


def test_what_may_be_kept_is_named_for_the_convention_in_use(tab: Page) -> None:
    for method, kept in (("averaged", "η(1−β)"), ("heavy ball", "η/(1−β)")):
        shown(tab, f"?a={method}")
        words = tab.locator("fieldset", has_text="When β moves, keep").locator("label").all_inner_texts()
        assert [one.strip() for one in words] == ["η", kept]


def test_a_rate_that_follows_beta_stays_where_its_slider_goes(tab: Page) -> None:
    shown(tab, "?b=averaged&b.learning_rate=2&b.beta=0.7")
    tab.locator("fieldset", has_text="When β moves, keep").get_by_role("radio").nth(1).check()
    box = tab.get_by_label("momentum: beta, as a number")
    for typed in ("0.99", "0"):
        box.fill(typed)
        box.press("Enter")
        drawn(tab)  # or the next number is typed while this one is being written back
        run = tab.evaluate(STATE)["runs"][1]
        assert run["values"]["beta"] == float(typed)
        knob = {knob.name: knob for knob in METHODS[run["method"]].settings}["learning_rate"]
        assert knob.low <= run["values"]["learning_rate"] <= knob.high
