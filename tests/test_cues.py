"""What stands in for a colour, or for a mouse: shapes beside readouts, rings of focus, terms under a finger, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from built import where
from momentum.rendering.style import ROLES

CHIPS = """() => [...document.querySelectorAll('.sm-words > [data-role]')].map((one) => {
  const { clipPath, rotate, borderRadius } = getComputedStyle(one, '::before');
  return [one.dataset.role, clipPath.split(',').length, rotate, borderRadius] })"""
# Corners that a shape is cut to (one: it is not cut), how it is turned, and whether its own corners are round.
SHAPES = {"round": (1, "none", True), "diamond": (1, "45deg", False), "square": (1, "none", False),
          "triangle": (3, "none", False), "wedge": (3, "180deg", False), "cross": (12, "none", False)}  # fmt: skip


@pytest.mark.parametrize("name", ["index.md", "nesterov.md", "other-ways.md"])
def test_the_sign_beside_a_readout_has_the_shape_of_its_run_s_marks(page: Page, name: str) -> None:
    page.goto(where(name))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    chips = [chip for chip in page.evaluate(CHIPS) if chip[0] in ROLES]
    assert len({role for role, *_ in chips}) >= 2
    for role, corners, turned, radius in chips:
        assert (corners, turned, radius != "0px") == SHAPES[ROLES[role].marker], role


def test_a_second_tap_on_a_term_follows_its_link(browser: Browser, server: str) -> None:
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(server + where("ravine.md"))
    term = page.locator(".sm-page a.sm-term").first
    target = str(term.get_attribute("href")).rpartition("#")[2]
    term.tap()
    expect(page.locator("#sm-bubble")).to_be_visible()
    assert where("ravine.md") in page.url, "the first tap shows the sentence"
    term.tap()
    page.wait_for_url(f"**/{where('glossary.md')}#{target}")
    context.close()


def test_the_choice_of_a_chapter_shows_where_the_keyboard_is(page: Page) -> None:
    page.goto(where("gallery.md"))
    page.locator(".sm-choice input").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        look = (
            "(one) => { const { outlineStyle, outlineWidth } = getComputedStyle(one.nextElementSibling); "
            "return [outlineStyle, parseFloat(outlineWidth) >= 2] }"
        )
        assert page.locator(".sm-choice input:focus").evaluate(look) == ["solid", True]
        others = page.locator(".sm-choice input:not(:focus)").evaluate_all(
            "(all) => all.map((one) => getComputedStyle(one.nextElementSibling).outlineStyle)"
        )
        assert set(others) == {"none"}


@pytest.fixture
def paper(browser: Browser, server: str) -> Any:
    """A page of the dark scheme, as it is printed."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(server + where("other-ways.md"))
    page.emulate_media(media="print")
    yield page
    context.close()


def test_paper_shows_what_folds_hold(paper: Page) -> None:
    folds = paper.locator(".sm-page > details:not([open])")
    assert folds.count() > 0
    heights = folds.evaluate_all(
        "(all) => all.map((one) => [...one.children].filter((part) => part.localName !== 'summary')"
        ".map((part) => part.checkVisibility({ contentVisibilityAuto: true }) && part.getBoundingClientRect().height))"
    )
    assert all(height > 0 for fold in heights for height in fold)


def test_paper_takes_the_light_colours_everywhere(paper: Page) -> None:
    tones = paper.evaluate(
        """() => [document.documentElement, document.body, document.querySelector('.sm-page p'),
          document.querySelector('.sm-panel')].map((one) => {
            const style = getComputedStyle(one);
            return ['ink', 'card', 'momentum', 'band-4'].map((role) => style.getPropertyValue(`--fig-${role}`).trim());
          })"""
    )
    assert tones == [[ROLES[role].light for role in ("ink", "card", "momentum", "band-4")]] * 4
