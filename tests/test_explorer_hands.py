"""What hands do in the explorer beside its sliders: keys, typed numbers, Back, a pause; and what is taken away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from explored import SEEN
from explorer_page import READY, STATE, drawn, shown, started
from momentum import METHODS
from momentum.explorer.words import WORDS


def asked(page: Page) -> dict[str, str]:
    """What the page's address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


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
    assert tab.evaluate(STATE)["noise"] == most == float(box.input_value())
    box.fill(str(2 * most))
    box.press("Enter")
    assert tab.evaluate(STATE)["noise"] == most


def test_a_tolerance_of_an_address_s_own_stands_in_its_list(tab: Page) -> None:
    for tolerance in ("0.05", "0.001", "0.05"):
        shown(tab, f"?preset=duel&tolerance={tolerance}")
        expect(tab.get_by_label("Tolerance")).to_have_value(tolerance)
    said = tab.get_by_label("Tolerance").locator("option").all_inner_texts()
    assert said.count("0.05") == 1


def test_a_wheel_that_is_taken_twice_brings_one_explorer(browser: Any, server: str) -> None:
    with browser.new_context(base_url=server) as context:  # where nothing of the explorer has come yet
        page = context.new_page()
        page.goto("")
        page.locator("#ravine-duel .sm-wheel").evaluate("(one) => { one.click(); one.click() }")
        expect(page.locator(READY)).to_be_visible()
        page.wait_for_timeout(300)
        assert page.locator("#ravine-duel momentum-explorer").count() == 1


def test_a_start_that_keys_have_moved_stands_in_the_address(tab: Page) -> None:
    shown(tab, "?preset=duel")
    before = tab.evaluate(STATE)["start"]
    tab.locator(".mx-start").press("ArrowRight")
    drawn(tab)
    after = tab.evaluate(STATE)["start"]
    assert after[0] > before[0]
    assert [float(part) for part in asked(tab)["start"].split(",")] == pytest.approx(after, rel=1e-3)


@pytest.mark.parametrize(
    ("key", "axis", "way"), [("ArrowLeft", 0, -1), ("ArrowRight", 0, 1), ("ArrowDown", 1, -1), ("ArrowUp", 1, 1)]
)
def test_an_arrow_key_moves_the_start_its_own_way(tab: Page, key: str, axis: int, way: int) -> None:
    shown(tab, "?preset=duel")
    start, handle = tab.evaluate(STATE)["start"], tab.locator(".mx-start")
    before = handle.bounding_box() or {}
    handle.press(key)
    drawn(tab)
    moved, after = tab.evaluate(STATE)["start"], handle.bounding_box() or {}
    assert way * (moved[axis] - start[axis]) > 0
    assert moved[1 - axis] == start[1 - axis]
    seen = [after[side] - before[side] for side in ("x", "y")]
    assert (way if axis == 0 else -way) * seen[axis] > 0, "up is up on the screen too"


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


# Every slider where it was put and where it stands when its value is shown, which may be rounder.
STAYS = """async () => {
  const frame = () => new Promise(requestAnimationFrame), found = [];
  for (const range of document.querySelectorAll(".mx-slider input[type=range]"))
    for (const share of [0, .07, .21, .34, .5, .62, .77, .88, .96, 1]) {
      const put = Math.round(share * range.max);
      range.value = put;
      range.dispatchEvent(new Event("input"));
      await frame(); await frame();
      if (+range.value !== put) found.push([range.ariaLabel, put, +range.value]);
    }
  return found }"""


@pytest.mark.parametrize("query", ["?a=averaged&b=adam&noise=1", "?loss=rosenbrock&a=rmsprop&b=lion&c=nesterov"])
def test_a_slider_stays_where_it_is_put_or_a_key_could_not_move_it(tab: Page, query: str) -> None:
    shown(tab, query)
    assert tab.evaluate(STAYS) == []


def test_no_rate_is_measured_of_a_run_with_noise(tab: Page) -> None:
    for query, printed in (("?preset=duel&noise=1", False), ("?preset=duel", True)):
        shown(tab, query)
        row = next(row for row in tab.evaluate(SEEN)["table"] if row[0] == WORDS["rows"]["measured"])
        assert [cell != "–" for cell in row[1:]] == [printed, printed]


def test_what_may_be_kept_is_named_for_the_convention_in_use(tab: Page) -> None:
    for method, kept in (("averaged", "η(1−β)"), ("heavy ball", "η/(1−β)")):
        shown(tab, f"?a={method}")
        words = tab.locator("fieldset", has_text="When β moves, keep").locator("label").all_inner_texts()
        assert [one.strip() for one in words] == ["η", kept]


def test_back_stops_the_clock_at_the_step_of_the_address(tab: Page) -> None:
    started(tab, "?preset=duel&step=5")
    tab.get_by_role("button", name="Room", exact=True).click()
    tab.get_by_role("button", name="Play").click()
    expect(tab.get_by_role("button", name="Pause")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_role("button", name="Play")).to_be_visible()
    tab.wait_for_timeout(300)
    assert tab.evaluate(STATE)["step"] == 5
    assert tab.locator(".mx-step").inner_text().startswith("step 5 of")


def test_a_pause_rests_on_a_step_that_the_address_has(tab: Page) -> None:
    started(tab, "?preset=duel&step=5")
    tab.get_by_role("button", name="Play").click()
    tab.wait_for_timeout(700)
    tab.get_by_role("button", name="Pause").click()
    drawn(tab)
    step, slider = tab.evaluate(STATE)["step"], tab.evaluate(SEEN)["slider"]
    assert step > 5
    assert float(slider) == step == int(asked(tab)["step"])
    expect(tab.locator(".mx-live")).not_to_be_empty(timeout=3000)


def test_another_loss_is_without_the_noise_of_the_one_before(tab: Page) -> None:
    shown(tab, "?preset=duel&noise=9")
    tab.locator("label", has=tab.get_by_text("Loss", exact=True)).locator("select").select_option("beale")
    assert tab.evaluate(STATE)["noise"] == 0


def test_the_bars_are_of_the_run_that_the_map_of_rates_is_of(tab: Page) -> None:
    shown(tab, "?a=averaged&b=adam&step=9")
    tones = tab.locator(".mx-bars .mx-used").evaluate_all("(all) => all.map((one) => getComputedStyle(one).fill)")
    trail = tab.locator(".mx-plane g.mx-run .mx-trail").evaluate_all(
        "(all) => all.map((one) => [one.parentElement.style.getPropertyValue('--c'), getComputedStyle(one).stroke])"
    )
    assert set(tones) == {dict(trail)[f"var(--fig-{METHODS['averaged'].role})"]}


def test_the_line_of_the_tolerance_moves_with_it(tab: Page) -> None:
    shown(tab, "?preset=duel&step=20")
    lines = [tab.evaluate(SEEN)["losses"]["finish"]]
    for tolerance in ("0.001", "0.1"):
        tab.get_by_label("Tolerance").select_option(tolerance)
        drawn(tab)
        lines.append(tab.evaluate(SEEN)["losses"]["finish"])
    heights = [float(re.search(r"M[\d.]+[ ,]([\d.]+)", line[0])[1]) for line in lines]  # type: ignore[index]
    assert heights[2] < heights[0] < heights[1], "a smaller loss lies lower"


def test_what_is_said_of_an_address_goes_with_it(tab: Page) -> None:
    started(tab, "?loss=nonsense")
    message = tab.get_by_text("The address asks for")
    expect(message).to_be_visible()
    tab.get_by_role("button", name="Room", exact=True).click()
    expect(message).to_be_hidden()


def test_a_rate_that_follows_beta_stays_where_its_slider_goes(tab: Page) -> None:
    shown(tab, "?b=averaged&b.learning_rate=2&b.beta=0.7")
    tab.locator("fieldset", has_text="When β moves, keep").get_by_role("radio").nth(1).check()
    box = tab.get_by_label("momentum: beta, as a number")
    for typed in ("0.99", "0"):
        box.fill(typed)
        box.press("Enter")
        run = tab.evaluate(STATE)["runs"][1]
        assert run["values"]["beta"] == float(typed)
        knob = {knob.name: knob for knob in METHODS[run["method"]].settings}["learning_rate"]
        assert knob.low <= run["values"]["learning_rate"] <= knob.high


def test_names_in_the_picture_that_is_taken_away_stand_before_their_rings(tab: Page, tmp_path: Path) -> None:
    shown(tab, "?preset=duel&step=60")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download SVG").click()
    download.value.save_as(tmp_path / "picture.svg")
    words = [one for one in ElementTree.parse(tmp_path / "picture.svg").iter() if one.tag.endswith("}text")]
    looks = [f"{one.attrib.get('style', '')};{'; '.join(f'{k}:{v}' for k, v in one.attrib.items())}" for one in words]
    ringed = [look for look in looks if re.search(r"stroke: ?(?!none)\S", look)]
    assert ringed
    assert all(re.search(r"paint-order: ?stroke", look) for look in ringed)


def test_the_picture_that_is_taken_away_has_the_dashes_that_tell_runs_apart(tab: Page, tmp_path: Path) -> None:
    dashes = {}
    for name, query in (("one colour", "?a=averaged&b=averaged&step=20"), ("two colours", "?preset=duel&step=20")):
        shown(tab, query)
        with tab.expect_download() as download:
            tab.get_by_role("button", name="Download SVG").click()
        download.value.save_as(tmp_path / "picture.svg")
        paths = [one.attrib for one in ElementTree.parse(tmp_path / "picture.svg").iter() if one.tag.endswith("}path")]
        seen = tab.locator(".mx-plane svg path").evaluate_all(
            "(all) => all.map((one) => getComputedStyle(one).strokeDasharray)"
        )
        assert [path.get("stroke-dasharray", "none") for path in paths] == seen
        dashes[name] = sum(dash != "none" for dash in seen)
    assert dashes["one colour"] > dashes["two colours"]


def test_lessons_beyond_a_phone_s_edge_can_be_reached(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    shown(tab)
    lessons = tab.locator(".mx-presets")
    assert lessons.evaluate("(one) => one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX") in (
        "auto",
        False,
    )
    last = lessons.get_by_role("button").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= 390
    expect(tab.locator(READY)).to_be_visible()
