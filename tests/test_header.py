"""The header of a page and the contents behind it: within reach, above all that scrolls, whole in a low window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import tabs
from built import where
from tabs import until

page = tabs.page


def test_the_header_stays_within_reach_and_leaves_a_phone_s_screen_while_reading(page: Page) -> None:
    page.goto(where("tuning.md"))
    top = "document.querySelector('.sm-header').getBoundingClientRect().top"
    for width, reading in ((1440, 0), (390, -1)):
        page.set_viewport_size({"width": width, "height": 800})
        page.mouse.wheel(0, 600)
        page.mouse.wheel(0, 600)
        until(page, f"scrollY > 1000 && Math.sign({top}) === {reading}")
        page.mouse.wheel(0, -100)
        until(page, f"{top} === 0")
        page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("size", [(390, 664), (1440, 420)])
def test_the_last_of_the_contents_can_be_reached_in_a_low_window(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(where("theory.md"))
    page.locator(".sm-contents").click()
    panel, last = page.locator(".sm-contents__panel"), page.locator(".sm-contents__panel a").last
    panel.hover()
    page.mouse.wheel(0, 3000)  # by hand: what is merely cut off a script could bring into view too
    until(
        page,
        """(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(
          [...document.querySelectorAll('.sm-contents__panel a')].at(-1).getBoundingClientRect())""",
    )
    last.click()
    page.wait_for_url(lambda url: "theory" not in url)


@pytest.mark.parametrize("key", ["", "Enter"])
def test_the_contents_get_out_of_the_way_of_a_section_that_is_chosen_there(page: Page, key: str) -> None:
    page.goto(where("ravine.md"))
    page.locator(".sm-contents").click()
    section = page.locator(".sm-contents__panel .sm-sections a").last
    target = str(section.get_attribute("href"))
    section.press(key) if key else section.click()
    until(page, f"location.hash === '{target}' && !document.querySelector('.sm-contents__panel:popover-open')")


# Places of the page that links of it lead to, each gone to from the top: how far below the header they come to lie, or
# nothing where the page's end is reached before.
UNDER = """async () => {
  const places = new Set([...document.querySelectorAll('a[href*="#"]')]
    .filter((one) => one.pathname === location.pathname && !one.hash.includes('@')).map((one) => one.hash));
  const found = [], frame = () => new Promise(requestAnimationFrame);
  for (const place of [...places].filter((one) => document.getElementById(decodeURIComponent(one.slice(1))))) {
    scrollTo(0, 0);
    location.hash = place;
    await frame(); await frame();
    const header = document.querySelector('.sm-header').offsetHeight;  // which a phone hides, and shows again
    const top = document.getElementById(decodeURIComponent(place.slice(1))).getBoundingClientRect().top;
    const ended = scrollY + innerHeight > document.documentElement.scrollHeight - 2;
    found.push([place, ended && top > header ? null : top - header]);
  }
  return found }"""


@pytest.mark.parametrize(("page_name", "width"), [("theory.md", 1440), ("glossary.md", 390)])
def test_what_a_link_leads_to_lies_right_below_the_header(tab: Page, page_name: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(where(page_name))
    found = tab.evaluate(UNDER)
    assert len(found) > 5
    top = tab.evaluate("`#${document.querySelector('h1').id}`")  # above which there is nothing to scroll away
    assert {place: room for place, room in found if room is not None and place != top and not 0 <= room <= 48} == {}
    assert sum(room is not None for _, room in found) > 5


def test_forced_colours_underline_the_current_page_alone(browser: Any, server: str) -> None:
    lines = """[...document.querySelectorAll('.sm-short a')].map((one) =>
      getComputedStyle(one).borderBottomColor === getComputedStyle(document.body).backgroundColor ? 0 : 1)"""
    view = {"width": 1440, "height": 900}
    with tabs.empty(browser, server, viewport=view, look={"forced_colors": "active"}) as page:
        page.goto(where("ravine.md"))
        assert sum(page.evaluate(lines)) == 1


def test_without_popovers_the_contents_do_not_lie_open(site_dir: Path) -> None:
    sheet = (site_dir / "assets" / "style.css").read_text("utf-8")
    assert "@supports not selector(:popover-open) { .sm-contents, .sm-contents__panel { display: none } }" in sheet


# What lies over the header while one reads from the foot to the top, so that the header is there on phones too.
OVER = """async () => {
  const frame = () => new Promise(requestAnimationFrame), found = new Set();
  document.body.style.opacity = 0; // what is seen through is met all the same, and not painted
  for (let top = document.documentElement.scrollHeight; top >= 0; top -= 90) {
    scrollTo({ top, behavior: "instant" });
    await frame();
    const { left, right, top: high, bottom } = document.querySelector(".sm-header").getBoundingClientRect();
    for (const across of [.05, .3, .5, .7, .95]) for (const up of [.2, .8]) {
      const x = left + across * (right - left), y = high + up * (bottom - high), met = document.elementFromPoint(x, y);
      if (y > 0 && met && !met.closest(".sm-header")) found.add(met.outerHTML.slice(0, 120));
    }
  }
  return [...found] }"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("page_name", ["momentum.md", "explorer.md"])
def test_nothing_slides_over_the_header(tab: Page, page_name: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 700})
    tab.goto(where(page_name))
    assert tab.evaluate(OVER) == []
