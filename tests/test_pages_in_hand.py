"""Pages in hand: the way back to the text, broken addresses, no clipboard, motion and colours changed elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import figure_page
from built import where
from playing import NAME, PLAYER, opened
from tabs import until

TALL = '<p style="height:2000px">Text.</p>'
LINK = '<a class="sm-step" href="#{0}" data-figure="{0}" data-step="{1}">step {1}</a>'


def page_of(tmp_path: Any, *parts: str) -> str:
    """The address of a page of these parts."""
    (tmp_path / "page.html").write_text(figure_page.html("\n\n".join(parts)), "utf-8")
    return str((tmp_path / "page.html").as_uri())


def test_back_from_a_second_step_leads_back_to_the_text(browser: Any, tmp_path: Any) -> None:
    links = [LINK.format(NAME, step) for step in (4, 9)]
    address = page_of(tmp_path, f"![](figures/{NAME}.svg)", TALL, links[0], TALL, links[1], TALL)
    with opened(browser, address, reduced_motion="reduce") as page:
        places = []
        for step in (4, 9):
            link = page.get_by_role("link", name=f"step {step}")
            link.scroll_into_view_if_needed()
            places.append(page.evaluate("scrollY"))
            link.click()
            assert page.evaluate(f"{PLAYER}.step") == step
        page.go_back()
        page.wait_for_function(f"{PLAYER}.step === 4 && Math.abs(scrollY - {places[1]}) < 2")
        page.go_back()
        page.wait_for_function(f"Math.abs(scrollY - {places[0]}) < 2")


def test_a_step_link_gives_the_wheel_back(tab: Page) -> None:
    tab.goto("")
    tab.locator("#ravine-duel .sm-wheel").click()
    expect(tab.locator("#ravine-duel momentum-explorer.mx-ready")).to_be_visible()
    tab.locator("a.sm-step[data-figure=ravine-duel]").first.click()
    expect(tab.locator("#ravine-duel momentum-explorer")).to_have_count(0)
    expect(tab.locator("#ravine-duel sm-player")).to_be_visible()


@pytest.mark.parametrize("hash_", ["#%", "#%E2", "#"])
def test_an_address_that_was_cut_off_takes_nothing_away(tab: Page, hash_: str) -> None:
    tab.goto("about:blank")
    tab.goto(where("reference.md") + hash_)
    expect(tab.get_by_role("button", name="Copy").first).to_be_visible()


def test_where_nothing_can_be_copied_it_is_said(tab: Page) -> None:
    tab.goto(where("reference.md"))
    tab.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    button = tab.locator(".sm-copy").first
    button.click()
    expect(button).to_have_text("Not allowed")


def test_what_copying_came_to_is_said_for_two_seconds_after_the_last_click(tab: Page) -> None:
    tab.goto(where("reference.md"))
    tab.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    said = """async () => {
      const button = document.querySelector('.sm-copy'), rest = (time) => new Promise((done) => setTimeout(done, time));
      button.click();
      await rest(1200);
      button.click();
      await rest(1200);
      const then = button.textContent;
      await rest(1200);
      return [then, button.textContent] }"""
    assert tab.evaluate(said) == ["Not allowed", "Copy"]


def test_what_plays_by_itself_rests_where_motion_becomes_unwelcome(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.wait_for_function(f"{PLAYER}.playing && {PLAYER}.step > 0")
        page.emulate_media(reduced_motion="reduce")
        # By itself it would take far longer to get there.
        page.wait_for_function(f"!{PLAYER}.playing && {PLAYER}.step === 60", timeout=3000)


def test_who_asked_for_motion_keeps_it(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.get_by_role("button", name="Play", exact=True).click()
        page.emulate_media(reduced_motion="reduce")
        page.wait_for_timeout(200)
        assert page.evaluate(f"{PLAYER}.playing")


def test_colours_chosen_in_another_tab_are_those_of_this_one(browser: Any, server: str) -> None:
    with browser.new_context(base_url=server, color_scheme="light") as context:
        one, other = context.new_page(), context.new_page()
        for page in (one, other):
            page.goto("")
        for _ in range(2):
            other.locator(".sm-scheme").click()
        until(one, "document.body.dataset.mdColorScheme === 'slate'")
        expect(one.locator(".sm-scheme")).to_have_attribute("aria-label", "Colours: dark")


def test_colours_chosen_after_a_page_are_its_own_on_the_way_back(tab: Page) -> None:
    tab.goto("")
    tab.evaluate("localStorage.setItem('sm-scheme', 'dark')")
    tab.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(tab.locator(".sm-scheme")).to_have_attribute("aria-label", "Colours: dark")
    tab.evaluate("localStorage.clear()")


def test_the_converter_reads_out_no_number_while_one_types(tab: Page) -> None:
    tab.goto(where("which-momentum.md"))
    outputs = tab.locator("form.sm-converter output")
    spoken = outputs.evaluate_all("(all) => all.map((one) => [one.name, one.ariaLive])")
    assert [name for name, live in spoken if live != "off"] == ["fault"]
