"""What a reader sees of a text: one left edge, what must not come apart, and buttons that cover no code."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from built import PAGES, where

OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
# Figures, and the first sign of the widest line of formulas that are aligned, that begin away from the text's edge.
EDGES = """(() => {
  const edge = document.querySelector(".sm-page > h1, .sm-page > .sm-lead").getBoundingClientRect().left;
  const found = [...document.querySelectorAll(".sm-page > .sm-figure")]
    .map((one) => [one.id, one.getBoundingClientRect().left - edge]);
  for (const table of document.querySelectorAll(".sm-page > .sm-formula > math > mtable")) {
    const signs = [...table.querySelectorAll(":scope > mtr > mtd:first-child > :first-child")];
    found.push([table.textContent, Math.min(...signs.map((one) => one.getBoundingClientRect().left)) - edge]);
  }
  return found.filter(([, far]) => Math.abs(far) > 6) })()"""
# A chip or the name of a row that is in two lines, and a button that lies on a line of code.
APART = """(() => {
  const found = [...document.querySelectorAll(".sm-page :is(.sm-minimum, tbody tr > :first-child > a:only-child)")]
    .filter((one) => one.getClientRects().length > 1).map((one) => one.textContent);
  for (const button of document.querySelectorAll(".sm-page .sm-copy")) {
    const code = button.closest(".highlight").querySelector("code"), range = document.createRange();
    range.selectNodeContents(code);
    const {left, right, bottom} = button.getBoundingClientRect();
    const lies = (line) => line.width && line.top < bottom - 1 && line.right > left && line.left < right;
    if ([...range.getClientRects()].some(lies))
      found.push(`Copy on ${code.textContent.slice(0, 40)}`);
  }
  return found })()"""


@pytest.mark.parametrize("page_name", PAGES)
def test_figures_and_formulas_begin_where_the_text_does(page: Page, page_name: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(where(page_name))
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(EDGES) == []


@pytest.mark.parametrize("page_name", PAGES)
def test_nothing_comes_apart_and_no_button_covers_code(page: Page, page_name: str) -> None:
    page.goto(where(page_name))
    page.evaluate("document.fonts.ready.then(() => true)")
    for width in (1440, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(OPEN)
        assert page.evaluate(APART) == [], width


# Roots that keep room behind what stands under them, words of a table's links that are in two lines, and lines below a
# figure whose parts are not at one height.
UNEVEN = """(() => {
  const found = [...document.querySelectorAll(".sm-page msqrt")]
    .filter((one) => one.getBoundingClientRect().right - one.lastElementChild.getBoundingClientRect().right > .5)
    .map((one) => `the root of ${one.textContent}`);
  for (const link of document.querySelectorAll(".sm-page .sm-table:not([aria-label$='held by']) a"))
    for (const text of [...link.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE))
      for (const {0: word, index} of text.data.matchAll(/\\w+/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (range.getClientRects().length > 1) found.push(`the word ${word}`);
      }
  for (const row of document.querySelectorAll(".sm-more")) {
    const parts = [...row.querySelectorAll(":scope > details > summary, :scope > .sm-live")]
      .filter((one) => getComputedStyle(one).position === "static" && !one.closest("[open]"))
      .map((one) => (({top, bottom}) => (top + bottom) / 2)(one.getBoundingClientRect()));
    if (Math.max(...parts) - Math.min(...parts) > 1) found.push(`below ${row.closest("figure").id}`);
  }
  return found })()"""


@pytest.mark.parametrize("page_name", PAGES)
def test_roots_words_and_rows_are_even(page: Page, page_name: str) -> None:
    page.goto(where(page_name))
    page.evaluate("document.fonts.ready.then(() => true)")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('.sm-page > details').forEach((one) => { one.open = true })")
        assert page.evaluate(UNEVEN) == [], width


def test_controls_leave_the_edge_of_their_card_free(page: Page) -> None:
    page.goto(where("momentum.md"))
    free = page.evaluate(
        """[...document.querySelectorAll("sm-player")].map((one) => one.getBoundingClientRect().bottom
        - one.querySelector(".sm-controls").getBoundingClientRect().bottom)"""
    )
    assert min(free) >= 2, "a hairline, and a pixel for the rounding of both"


def test_words_of_a_figure_keep_to_its_card_in_a_reader_s_own_face(page: Page) -> None:
    page.route("**/*.woff2", lambda route: route.abort())
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(where("does-it-work.md"))
    over = page.evaluate(
        """[...document.querySelectorAll(".sm-card text")].filter((one) => one.getBoundingClientRect().right
        > one.closest(".sm-card").getBoundingClientRect().right).map((one) => one.textContent)"""
    )
    assert over == []
