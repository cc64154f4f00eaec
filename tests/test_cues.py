"""What stands in for a colour, or for a mouse: shapes beside readouts, rings of focus, terms under a finger, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import tabs
from built import PAGES, where
from momentum.rendering.style import ROLES
from signs import SHAPES, SIGN
from tabs import until

page = tabs.page

CHIPS = f"""() => [...document.querySelectorAll('.sm-words > [data-role]')].map((one) =>
  [one.dataset.role, ({SIGN})(one, '::before')])"""


# Whether what the rail marks is in the part of it that is shown.
SEEN = """() => { const rail = document.querySelector('.sm-rail').getBoundingClientRect();
  const here = document.querySelector('.sm-rail [aria-current]')?.getBoundingClientRect();
  return here && here.top >= rail.top - 1 && here.bottom <= rail.bottom + 1 }"""


@pytest.mark.parametrize("name", ["index.md", "nesterov.md", "other-ways.md"])
def test_the_sign_beside_a_readout_has_the_shape_of_its_run_s_marks(page: Page, name: str) -> None:
    page.goto(where(name))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    chips = [chip for chip in page.evaluate(CHIPS) if chip[0] in ROLES]
    assert len({role for role, _ in chips}) >= 2
    for role, sign in chips:
        assert sign == SHAPES[ROLES[role].marker], role


def test_a_second_tap_on_a_term_follows_its_link(browser: Browser, server: str) -> None:
    with tabs.empty(browser, server, viewport=tabs.PHONE, **tabs.TOUCH) as page:
        page.goto(where("ravine.md"))
        term = page.locator(".sm-page a.sm-term").first
        target = str(term.get_attribute("href")).rpartition("#")[2]
        term.tap()
        expect(page.locator("#sm-bubble")).to_be_visible()
        assert where("ravine.md") in page.url, "the first tap shows the sentence"
        term.tap()
        page.wait_for_url(f"**/{where('glossary.md')}#{target}")


def test_a_pen_that_taps_a_term_sees_its_sentence(page: Page) -> None:
    page.goto(where("ravine.md"))
    term = page.locator(".sm-page a.sm-term").first
    term.evaluate(
        """(one) => { one.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'pen', bubbles: true }));
          one.click() }"""
    )
    expect(page.locator("#sm-bubble")).to_be_visible()
    assert where("ravine.md") in page.url


def test_the_rail_goes_along_with_what_it_marks(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 500})
    page.goto(where("glossary.md"))
    terms = page.locator(".sm-page dt")
    for target in (terms.last, terms.nth(terms.count() // 2)):
        target.scroll_into_view_if_needed()
        until(page, f"({SEEN})()")


def test_a_map_stays_only_where_there_is_room_beside_it(page: Page) -> None:
    look = "getComputedStyle(document.querySelector('#ravine-duel .sm-map')).position"
    page.goto("")
    for size, position in (({"width": 390, "height": 800}, "sticky"), ({"width": 667, "height": 375}, "static")):
        page.set_viewport_size(size)
        assert (page.evaluate(look) == "sticky") == (position == "sticky")


def test_the_header_stays_while_the_focus_is_in_it(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(where("tuning.md"))
    page.locator(".sm-header a[href], .sm-header button").locator("visible=true").first.focus()
    page.mouse.wheel(0, 1200)
    page.wait_for_timeout(700)
    assert page.evaluate("scrollY") > 1000
    assert page.evaluate("document.querySelector('.sm-header').getBoundingClientRect().top") == 0


@pytest.mark.parametrize("below", ["ravine/typo/", "typo", "explorer/a/b"])
def test_a_page_that_is_not_there_leads_to_those_that_are(page: Page, server: str, below: str) -> None:
    page.goto(below)
    links = page.locator(".sm-lost a").evaluate_all("(all) => all.map((one) => one.href)")
    assert set(links) == {server + where(name) for name in PAGES}


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


@pytest.fixture(scope="module")
def paper(browser: Browser, server: str) -> Any:
    """A page of the dark scheme, as it is printed."""
    with tabs.empty(browser, server, look={"color_scheme": "dark"}) as page:
        page.goto(where("other-ways.md"))
        page.emulate_media(media="print")
        yield page


def test_paper_shows_what_folds_hold(paper: Page) -> None:
    folds = paper.locator(".sm-page > details:not([open])")
    assert folds.count() > 0
    heights = folds.evaluate_all(
        "(all) => all.map((one) => [...one.children].filter((part) => part.localName !== 'summary')"
        ".map((part) => part.checkVisibility({ contentVisibilityAuto: true }) && part.getBoundingClientRect().height))"
    )
    assert all(height > 0 for fold in heights for height in fold)


def test_paper_shows_every_run_to_its_end(paper: Page) -> None:
    left = paper.evaluate(
        "[...document.querySelectorAll('.trail')].map((one) => getComputedStyle(one).strokeDashoffset)"
    )
    assert len(left) > 4
    assert set(left) == {"0px"}


def test_paper_takes_the_light_colours_without_scripts_too(browser: Browser, server: str) -> None:
    ink = "getComputedStyle(document.querySelector('.sm-page p')).getPropertyValue('--fig-ink').trim()"
    with tabs.empty(browser, server, look={"color_scheme": "dark"}, java_script_enabled=False) as page:
        page.goto(where("ravine.md"))
        assert page.evaluate(ink) == ROLES["ink"].dark
        page.emulate_media(media="print")
        assert page.evaluate(ink) == ROLES["ink"].light


def test_paper_takes_the_light_colours_everywhere(paper: Page) -> None:
    tones = paper.evaluate(
        """() => [document.documentElement, document.body, document.querySelector('.sm-page p'),
          document.querySelector('.sm-panel')].map((one) => {
            const style = getComputedStyle(one);
            return ['ink', 'card', 'momentum', 'band-4'].map((role) => style.getPropertyValue(`--fig-${role}`).trim());
          })"""
    )
    assert tones == [[ROLES[role].light for role in ("ink", "card", "momentum", "band-4")]] * 4


@pytest.mark.parametrize("name", ["which-momentum.md", "reference.md"])
def test_paper_cuts_no_table_and_no_code(browser: Browser, server: str, name: str) -> None:
    with tabs.empty(browser, server, viewport={"width": 673, "height": 900}) as page:  # A4 between its margins
        page.goto(where(name))
        page.emulate_media(media="print")
        cut = page.evaluate(
            """[...document.querySelectorAll('.sm-table, pre > code')].filter((one) =>
            one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.trim().slice(0, 60))"""
        )
    assert cut == []
