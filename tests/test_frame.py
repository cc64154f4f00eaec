"""The frame of a page in use: the rail, the header, code to copy, one left edge, and nothing that shifts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import tabs
from built import where
from tabs import until
from visits import WATCH

page = tabs.page

# What each Copy puts where, of the code that has prompts.
COPIES = """() => {
  window.copies = [];
  for (const block of document.querySelectorAll('.highlight:has(.sm-copy)')) {
    const said = block.querySelector('code').innerText;
    Object.defineProperty(navigator.clipboard, 'writeText',
      { configurable: true, value: async (text) => { copies.push([said, text]); } });
    if (/^>>> /m.test(said)) block.querySelector('.sm-copy').click();
  } }"""
CURRENT = "[...document.querySelectorAll('.sm-rail [aria-current]')].map((one) => one.hash)"
READ = ("gradient-descent.md", "ravine.md", "momentum.md", "does-it-work.md", "tuning.md", "other-ways.md")


def test_title_prose_figures_and_the_header_begin_at_one_edge(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    for name in ("index.md", "ravine.md", "glossary.md"):
        page.goto(where(name))
        edges = page.evaluate(
            """() => [...document.querySelectorAll('.sm-page > :is(h1, h2, p, figure, dl, ol), .sm-name, .sm-formula')]
              .map((one) => Math.round(one.getBoundingClientRect().left))"""
        )
        assert max(edges) - min(edges) <= 6, name


@pytest.fixture(scope="module")
def tuning(browser: Any, server: str) -> Iterator[Page]:
    """The page on tuning, for tests that set its size."""
    with tabs.empty(browser, server) as page:
        page.goto(where("tuning.md"))
        yield page


def test_the_rail_marks_the_section_that_is_read(tuning: Page) -> None:
    tuning.set_viewport_size({"width": 1440, "height": 900})
    rail = tuning.get_by_role("navigation", name="On this page")
    expect(rail).to_be_visible()
    for link in rail.get_by_role("link").all():
        link.click()
        until(tuning, f"{CURRENT}.join() === location.hash")


def test_glossary_and_reference_have_a_rail_of_what_they_hold(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    for name, entry in (("glossary.md", "Condition number"), ("reference.md", "Descent")):
        page.goto(where(name))
        link = page.locator(".sm-rail").get_by_role("link", name=entry, exact=True).first
        link.scroll_into_view_if_needed()
        link.click()
        top = "document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top"
        assert abs(page.evaluate(top)) < 200
        # It is marked though others stand below it in the upper third, until it is left.
        until(page, f"{CURRENT}.join() === location.hash")
        page.mouse.move(400, 500)
        page.mouse.wheel(0, 600)
        until(page, f"{CURRENT}.length === 1 && {CURRENT}[0] !== location.hash")


def test_there_is_no_rail_where_there_is_no_room(tuning: Page) -> None:
    tuning.set_viewport_size({"width": 1100, "height": 900})
    expect(tuning.locator(".sm-rail")).to_be_hidden()


@pytest.mark.parametrize("number", range(2, 8))
def test_a_page_says_quietly_which_of_the_read_it_is(site_dir: Path, number: int) -> None:
    html = (site_dir / where(READ[number - 2]) / "index.html").read_text("utf-8")
    assert re.findall(r'<p class="sm-place">([^<]*)<', html) == [f"Page {number} of 7"]


def test_home_is_a_journey_of_seven_cards_each_with_a_picture(page: Page) -> None:
    page.goto("")
    cards = page.locator(".sm-cards > li")
    expect(cards).to_have_count(7)
    targets = cards.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert targets[:6] == [where(name) for name in READ]
    assert cards.locator("svg").evaluate_all("all => all.every((one) => one.querySelectorAll('path').length > 3)")
    # A still rests: nothing in it moves or is held back.
    assert page.evaluate("document.getAnimations().filter((one) => one.effect.target.closest('.sm-still')).length") == 0


def test_the_cards_pictures_stand_still(page: Page) -> None:
    page.emulate_media(reduced_motion="no-preference")
    page.goto("")
    page.locator(".sm-cards .sm-still").last.scroll_into_view_if_needed()
    moving = page.evaluate(
        "document.getAnimations().filter(({ effect, playState }) => playState === 'running'"
        " && effect.target.closest('.sm-cards')).length"
    )
    assert moving == 0


def test_code_can_be_copied_without_its_prompts(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(where("reference.md"))
    block = page.locator(".highlight", has_text=">>>").first
    block.get_by_role("button", name="Copy").click()
    expect(block.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    lines = [line for line in block.locator("code").inner_text().splitlines() if line.startswith(">>> ")]
    assert copied.splitlines()[0] == lines[0].removeprefix(">>> ")
    # What is copied can be run: all of it that is typed, and nothing that is answered.
    page.evaluate(COPIES)
    for said, copied in page.evaluate("copies"):
        typed = [line[4:] for line in said.splitlines() if re.match(r"(>>>|\.\.\.)( |$)", line)]
        assert copied.splitlines() == typed
        compile(copied, "an example", "exec")
    assert any("\n    " in copied for _, copied in page.evaluate("copies")), "a loop is among them"
    page.context.clear_permissions()


@pytest.mark.parametrize(("page_name", "what"), [("reference.md", "pre > code"), ("theory.md", ".sm-formula")])
def test_what_is_cut_can_be_scrolled_from_the_keyboard(page: Page, page_name: str, what: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(where(page_name))
    # A wide formula, whatever the faces that are there.
    page.evaluate(f"document.querySelector({what!r}).style.maxWidth = '4em'")
    until(page, f"document.querySelectorAll('{what}[tabindex]').length > 0")
    unreachable = f"""[...document.querySelectorAll({what!r})]
      .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth && one.tabIndex !== 0).length"""
    until(page, f"{unreachable} === 0")


def test_permalinks_are_named_and_headings_are_named_without_them(page: Page) -> None:
    page.goto(where("ravine.md"))
    heading = page.locator("h2[id]").first
    said = str(heading.inner_text()).replace("¶", "").strip()
    expect(page.get_by_role("heading", name=said, exact=True)).to_have_count(1)
    expect(page.get_by_role("link", name=f"Link to: {said}", exact=True)).to_have_count(1)


def test_every_slider_on_tuning_has_room_and_lies_on_nothing(tuning: Page) -> None:
    # What is not painted is laid out all the same.
    tuning.evaluate(
        """() => { document.body.style.visibility = 'hidden';
          document.querySelectorAll('details').forEach((one) => { one.open = true }) }"""
    )
    for width in (320, 330, 339, 360, 390, 480, 700, 720, 768, 840, 1024, 1366, 2560):
        tuning.set_viewport_size({"width": width, "height": 800})
        seen = tuning.evaluate(
            """() => [...document.querySelectorAll('sm-player')].map((player) => {
              const slider = player.querySelector('input[type=range]').getBoundingClientRect();
              const words = player.querySelector('.sm-words').getBoundingClientRect();
              return [slider.width, words.height === 0 || words.top >= slider.bottom - 1] })"""
        )
        assert seen
        assert min(room for room, _ in seen) >= 160, width
        assert all(clear for _, clear in seen), width


def test_nothing_shifts_on_a_busy_machine(browser: Any, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(WATCH)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 12})
    page.goto(server + where("tuning.md"), wait_until="networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("shifted") <= 0.002  # the face arrives, and words that stay in place get other edges
    context.close()
