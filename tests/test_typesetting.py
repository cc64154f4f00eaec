"""What a reader sees of a text: one left edge, what must not come apart, and words that lie on nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from built import PAGES, ROOT, where
from visits import Visit

Visiting = Callable[[str, str, int], Visit]
SHEETS = sorted((ROOT / "docs" / "assets").rglob("*.css"))
every_page = pytest.mark.parametrize("page_name", PAGES)


@every_page
def test_figures_and_formulas_begin_where_the_text_does(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).laid("edges") == {1440: []}


@every_page
def test_nothing_comes_apart_and_no_button_covers_code(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).laid("apart") == {1440: [], 768: [], 390: [], 320: []}


@every_page
def test_roots_words_and_rows_are_even(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).laid("uneven") == {1440: [], 390: []}


@every_page
def test_a_wide_page_shows_every_line_of_code_and_every_table_whole(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).laid("cut") == {1440: []}


@every_page
def test_a_formula_is_whole_on_a_desk_and_on_a_phone(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).laid("long") == {1440: [], 390: [], 320: []}


@every_page
def test_words_of_a_figure_lie_on_no_curve_and_on_no_other_word(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).laid("met") == {1440: [], 700: [], 390: [], 320: []}


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


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_a_line_below_words_is_drawn_in_webkit_too(sheet: Path) -> None:
    written = re.findall(r"[{;]\s*text-decoration:\s*([^;}]*?)\s*[;}]", sheet.read_text("utf-8"))
    assert set(written) <= {"none", "underline"}, "with a width or a colour it is dropped; these have their own names"


def test_a_caption_and_what_a_figure_says_grow_with_a_reader_s_text(page: Page) -> None:
    page.goto(where("momentum.md"))
    sizes = """[".sm-page > p", "figcaption", ".sm-words", ".sm-data table"].map((one) =>
      parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""
    before = page.evaluate(sizes)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate(sizes) == [2 * size for size in before]
