"""Terms in place: a sentence from the glossary for the keyboard, for a mouse that rests and for a finger."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from built import where


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


def test_a_first_tap_shows_a_term_s_sentence_and_a_second_leads_to_the_glossary(browser: Any, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(server + where("ravine.md"))
    link = page.locator("a.sm-term").first
    link.tap()
    bubble = page.get_by_role("tooltip")
    expect(bubble).to_contain_text(link.get_attribute("data-sentence"))
    box = bubble.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "/ravine/" in page.url
    bubble.get_by_role("link", name="In the glossary").tap()
    page.wait_for_url("**/glossary/#*")
    context.close()


def test_after_a_touch_the_keyboard_shows_sentences_and_follows_links_again(browser: Any, server: str) -> None:
    context = browser.new_context(base_url=server, has_touch=True)
    page = context.new_page()
    page.goto(where("ravine.md"))
    link = page.locator("a.sm-term").first
    link.tap()
    expect(page.get_by_role("tooltip")).to_contain_text("In the glossary")
    page.keyboard.press("Escape")
    expect(page.locator("#sm-bubble")).to_be_hidden()
    link.evaluate("(one) => { one.blur(); one.focus({focusVisible: true}) }")
    expect(page.get_by_role("tooltip")).to_have_text(link.get_attribute("data-sentence") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#*")
    context.close()
