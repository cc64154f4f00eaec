"""Parts of the explorer look as its words say: what is dashed, solid, an outline, filled, and in whose colour."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import tabs
from explored import SEEN
from explorer_page import drawn, shown, started
from momentum import METHODS
from momentum.rendering.style import BANDS, ROLES
from signs import SHAPES, SIGN
from tabs import until

page = tabs.page

LOOKS = """() => Object.fromEntries(
  [...document.querySelectorAll('momentum-explorer svg [class^=mx-]')].reverse().map((one) => {
    const { fill, stroke, strokeDasharray } = getComputedStyle(one), run = one.closest('.mx-run');
    const chart = one.closest('.mx-plane, .mx-rates, .mx-chart').className;
    const name = [chart, run ? run.style.getPropertyValue('--c') : '', one.getAttribute('class')].join(' ');
    return [name, [fill, stroke, strokeDasharray]];
  }))"""


def rgb(tone: str) -> str:
    return f"rgb({', '.join(str(int(tone[place : place + 2], 16)) for place in (1, 3, 5))})"


@pytest.fixture(scope="module")
def parts(browser: Browser, server: str) -> Any:
    """Part -> its fill, stroke and dashes in the dark scheme, whose colours are no browser's own."""
    with tabs.empty(browser, server, look={"color_scheme": "dark", "reduced_motion": "reduce"}) as page:
        started(page, "?step=7")
        return page.evaluate(LOOKS)


def test_the_second_run_of_a_colour_is_told_by_the_dash_of_what_it_has_walked(tab: Page) -> None:
    shown(tab, "?a=averaged&b=averaged&step=20")
    looks = tab.evaluate(
        """() => ['plane', 'losses'].map((chart) =>
        [...document.querySelectorAll(`.mx-${chart} g.mx-run`)].map((run) => [
          run.style.getPropertyValue('--c'),
          ...['trail', 'ghost'].map((part) => {
            const one = run.querySelector(`.mx-${part}`);
            return one && getComputedStyle(one).strokeDasharray; })]))"""
    )
    for runs in looks:
        assert len({tone for tone, *_ in runs}) == 1, "all of one method"
        trails = [trail for _, trail, _ in runs]
        assert trails[0] == "none"
        assert len(set(trails)) == len(runs) > 1
        assert {ghost for *_, ghost in runs} <= {"none", None}


def test_the_sign_of_a_run_has_the_shape_of_its_marks(tab: Page) -> None:
    for name, method in METHODS.items():
        shown(tab, f"?a={name}")
        sign = tab.evaluate(f"({SIGN})(document.querySelector('.mx-run-row > .mx-chip'))")
        assert sign == SHAPES[ROLES[method.role].marker], name


# What the map of rates is painted with.
PAINTED = """() => {
  const { width, height } = document.querySelector('.mx-rates canvas'), found = new Set();
  const { data } = document.querySelector('.mx-rates canvas').getContext('2d').getImageData(0, 0, width, height);
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3]) found.add(`rgb(${[...data.slice(at, at + 3)].join(', ')})`);
  return [...found] }"""


@pytest.mark.parametrize("chosen", ["by the system", "by hand"])
def test_the_map_of_rates_takes_the_colours_that_are_chosen_meanwhile(page: Page, chosen: str) -> None:
    bands = {scheme: {rgb(getattr(ROLES[band], scheme)) for band in BANDS} for scheme in ("light", "dark")}
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    started(page)
    for scheme, clicks in (("light", 0), ("dark", 2), ("light", 2)):  # by hand: automatic, light, dark
        if chosen == "by hand":
            for _ in range(clicks):
                page.locator(".sm-scheme").click()
        else:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        drawn(page)
        painted = set(page.evaluate(PAINTED))
        assert len(painted) >= 4
        assert painted <= bands[scheme], scheme


def test_parts_look_as_the_words_say(parts: Any) -> None:
    tone = {role: rgb(ROLES[role].dark) for role in ROLES}
    for method in ("gradient descent", "averaged"):
        role = METHODS[method].role
        run = f"mx-plane var(--fig-{role}) mx-"
        assert parts[f"{run}trail"][1] == tone[role]
        assert parts[f"{run}head"][0] == tone[role]
        assert parts[f"{run}velocity"][::2] == [tone[role], "none"], (
            "the next step is a solid arrow of the run's colour"
        )
        assert parts[f"{run}gradient"][0] == tone["ink"]
        assert parts[f"{run}gradient"][2] != "none", "the gradient is a dashed arrow"
        assert parts[f"mx-chart mx-losses var(--fig-{role}) mx-trail"][1] == tone[role]
    chart = "mx-chart mx-bars  mx-"
    assert parts[f"{chart}met"][0] == "none", "the gradient is an outline"
    assert parts[f"{chart}used"][:2] == [tone["momentum"], "none"], "what a step uses is filled"
    assert parts["mx-plane  mx-minimum"][0] == parts["mx-rates  mx-minimum"][0] == tone["minimum"]
    assert parts["mx-plane  mx-finish"][1] == tone["minimum"]
    grounds = {
        key.rpartition("mx-")[2]: look[0] for key, look in parts.items() if "mx-band" in key and "strong" not in key
    }
    assert grounds == {band: tone[band] for band in BANDS if band in grounds}
    assert len(grounds) >= 5


def test_a_picture_whose_window_has_changed_is_the_one_that_is_drawn_there_anew(tab: Page) -> None:
    wanted = {}
    for width in (1440, 390):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.goto("about:blank")
        shown(tab, "?preset=duel&step=20")
        wanted[width] = tab.evaluate(f"JSON.stringify(({SEEN})())")
    for width in wanted:
        tab.set_viewport_size({"width": width, "height": 800})
        until(tab, f"JSON.stringify(({SEEN})()) === {json.dumps(wanted[width])}")


def test_a_map_of_rates_that_says_nothing_takes_no_hand_and_no_focus(tab: Page) -> None:
    shown(tab, "?loss=ackley")
    handle = tab.locator(".mx-pair")
    expect(handle).to_be_hidden()
    before = tab.evaluate("location.search")
    handle.evaluate("(one) => one.focus()")
    assert not handle.evaluate("(one) => one === document.activeElement")
    assert tab.locator(".mx-rates").evaluate(
        """(one) => { const { left, top, width, height } = one.getBoundingClientRect();
          const at = document.elementFromPoint(left + width / 2, top + height / 2);
          return !width || !one.contains(at) }"""
    )
    assert tab.evaluate("location.search") == before
