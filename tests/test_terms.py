"""Terms in place: a sentence from the glossary for the keyboard, for a mouse that rests and for a finger."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import tabs
from built import where

page = tabs.page


def term(page: Page) -> Any:
    page.goto(where("ravine.md"))
    return page.locator("a.sm-term").first


def test_a_term_shows_its_sentence_to_the_keyboard(page: Page) -> None:
    link = term(page)
    sentence = link.get_attribute("data-sentence")
    page.evaluate("document.querySelector('a.sm-term').focus({focusVisible: true})")
    bubble = page.get_by_role("tooltip")
    expect(bubble).to_have_text(sentence or "")
    expect(link).to_have_attribute("aria-describedby", "sm-bubble")
    page.keyboard.press("Escape")
    expect(page.locator("#sm-bubble")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#*")


def test_a_term_shows_its_sentence_to_a_mouse_that_rests_on_it(page: Page) -> None:
    link = term(page)
    link.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.mouse.move(2, 2)
    expect(page.locator("#sm-bubble")).to_be_hidden()


def test_a_mouse_that_goes_on_to_the_sentence_keeps_it_as_long_as_it_rests_there(page: Page) -> None:
    link = term(page)
    link.hover()
    bubble = page.get_by_role("tooltip")
    expect(bubble).to_be_visible()
    bubble.hover()
    page.wait_for_timeout(700)  # without the bubble under it, a mouse that has left is forgotten after 300 ms
    expect(bubble).to_be_visible()
    page.mouse.move(2, 2)
    expect(page.locator("#sm-bubble")).to_be_hidden()


def test_a_first_tap_shows_a_term_s_sentence_and_a_second_leads_to_the_glossary(browser: Any, server: str) -> None:
    with tabs.empty(browser, server, viewport=tabs.PHONE, **tabs.TOUCH) as page:
        link = term(page)
        link.tap()
        bubble = page.get_by_role("tooltip")
        expect(bubble).to_contain_text(link.get_attribute("data-sentence"))
        box = bubble.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert "/ravine/" in page.url
        bubble.get_by_role("link", name="In the glossary").tap()
        page.wait_for_url("**/glossary/#*")


def test_after_a_touch_the_keyboard_shows_sentences_and_follows_links_again(browser: Any, server: str) -> None:
    with tabs.empty(browser, server, has_touch=True) as page:
        link = term(page)
        link.tap()
        expect(page.get_by_role("tooltip")).to_contain_text("In the glossary")
        page.keyboard.press("Escape")
        expect(page.locator("#sm-bubble")).to_be_hidden()
        link.evaluate("(one) => { one.blur(); one.focus({focusVisible: true}) }")
        expect(page.get_by_role("tooltip")).to_have_text(link.get_attribute("data-sentence") or "")
        page.keyboard.press("Enter")
        page.wait_for_url("**/glossary/#*")


# Where a sentence stands when the keyboard comes to its term at these heights of the window.
BESIDE = """(link, heights) => heights.map((height) => {
  link.blur();
  scrollBy({ top: link.getClientRects()[0].top - height, behavior: 'instant' });
  link.focus({ focusVisible: true, preventScroll: true });
  const lines = [...link.getClientRects()], bubble = document.getElementById('sm-bubble');
  const { left, right, top, bottom } = bubble.getBoundingClientRect();
  return { text: link.textContent, height, below: top - lines.at(-1).bottom, above: lines[0].top - bottom,
    outside: Math.max(-left, right - document.documentElement.clientWidth, -top, bottom - innerHeight),
    apart: Math.max(lines[0].left - right, left - lines[0].right) };
})"""


@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_term_s_sentence_stands_beside_it_wherever_one_has_scrolled_to(tab: Page, width: int, lines: int) -> None:
    tab.set_viewport_size({"width": width, "height": 700})
    tab.goto(where("gradient-descent.md"))
    # Every term can stand at any height; what is seen through is laid out, and not painted.
    tab.evaluate("document.querySelector('.sm-page').style.marginBlock = '100vh'; document.body.style.opacity = 0")
    for link in tab.locator("a.sm-term:visible").all():
        if lines == 2:
            link.evaluate("(one) => one.firstChild.splitText(2).before(document.createElement('br'))")
        sides = []
        for found in link.evaluate(BESIDE, [20, 350, *range(450, 640, 10)]):
            assert min(abs(found["below"] - 6), abs(found["above"] - 6)) < 1, found
            assert found["outside"] <= 0, found
            assert found["apart"] < 0, found
            sides.append(found["above"] > 0)
        assert sides == sorted(sides)
        assert set(sides) == {False, True}
