"""What hands do in the explorer beside its sliders: keys, typed numbers, Back, a pause; and what is taken away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

import tabs
from explored import SEEN
from explorer_page import READY, STATE, asked, drawn, shown, started
from momentum import METHODS
from momentum.explorer.words import WORDS
from tabs import until

page = tabs.page


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


def test_no_rate_is_measured_of_a_run_with_noise(tab: Page) -> None:
    for query, printed in (("?preset=duel&noise=1", False), ("?preset=duel", True)):
        shown(tab, query)
        row = next(row for row in tab.evaluate(SEEN)["table"] if row[0] == WORDS["rows"]["measured"])
        assert [cell != "–" for cell in row[1:]] == [printed, printed]


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


def test_a_link_to_another_place_of_the_page_leaves_the_run_as_it_goes(page: Page) -> None:
    started(page, "?preset=too-large&step=5")
    page.get_by_role("button", name="Play").click()
    until(page, f"{STATE}.step > 8")
    page.locator("#what-you-can-do-here .headerlink").evaluate("(link) => link.click()")
    drawn(page)
    assert page.evaluate("location.hash") == "#what-you-can-do-here"
    before = page.evaluate(STATE)["step"]
    assert before > 8
    until(page, f"{STATE}.step > {before}")


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
