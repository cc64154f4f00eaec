"""The explorer where a part of it can't be had, and in a frame on another page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import tabs
from explorer_page import PAGE, READY, STATE, drawn, started


@pytest.mark.parametrize("part", ["explorer.js", "model.json"])
def test_what_could_not_be_had_of_the_explorer_is_said_and_asked_for_again(
    browser: Any, server: str, part: str
) -> None:
    with tabs.empty(browser, server) as page:
        page.route(f"**/explorer/{part}", lambda route: route.abort())
        page.goto("")
        figure = page.locator("#ravine-duel")
        wheel = figure.locator(".sm-wheel")
        said = "(one) => getComputedStyle(one, '::after').content"
        assert wheel.evaluate(said) == "none"
        wheel.evaluate("(one) => one.click()")
        expect(wheel).to_have_class("sm-wheel sm-live sm-lost")
        assert "try again" in wheel.evaluate(said)
        expect(wheel).to_be_visible()
        expect(figure.locator("sm-player")).to_be_visible()
        expect(figure.locator("momentum-explorer")).to_have_count(0)
        page.unroute_all()
        wheel.evaluate("(one) => one.click()")
        expect(page.locator(READY)).to_be_visible()
        figure.get_by_role("button", name="Back to the figure").click()
        expect(wheel).to_be_visible()
        assert wheel.evaluate(said) == "none"


def test_without_its_data_the_page_shows_its_still(browser: Any, server: str) -> None:
    with tabs.empty(browser, server) as page:
        page.route("**/explorer/model.json", lambda route: route.abort())
        page.goto(PAGE)
        expect(page.locator("momentum-explorer img")).to_be_visible()
        page.unroute_all()


def test_a_frame_keeps_its_address_and_adds_no_way_back_to_the_page_around_it(page: Page) -> None:
    for name, ways in (("", 1), ("embed.html", 0)):  # in a new window: one counts at most fifty ways back
        started(page, name)
        before = page.evaluate("history.length")
        steps = page.get_by_role("slider", name="Step", exact=True)
        steps.evaluate(
            "(one) => { one.value = 7; for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind)) }"
        )
        drawn(page)
        assert page.evaluate(STATE)["step"] == 7
        assert "step=7" in page.url
        assert page.evaluate("history.length") - before == ways
