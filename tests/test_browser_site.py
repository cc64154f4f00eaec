"""Every page in a browser, in both schemes and two widths: silent, self-sufficient, accessible and never too wide."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Route

from built import PAGES, same_origin, where
from engines import LOADED
from momentum.site import theme
from visits import LOOKS, SEEN, WATCH, Visit

Visiting = Callable[[str, str, int], Visit]
HOME, ANY = 150_000, 300_000  # bytes as transferred
SHIFT = 0.005  # of the window; 0.1 is what the field calls good
every_page = pytest.mark.parametrize("page_name", PAGES)
every_look = pytest.mark.parametrize(("scheme", "width"), LOOKS)


@every_look
@every_page
def test_the_console_stays_empty_and_the_policy_holds(visit: Visiting, page_name: str, scheme: str, width: int) -> None:
    assert visit(page_name, scheme, width).messages == []


@every_look
@every_page
def test_no_request_leaves_the_site(visit: Visiting, page_name: str, scheme: str, width: int) -> None:
    seen = visit(page_name, scheme, width)
    outside = [to for to in seen.requests if not to.startswith("data:") and not same_origin(to, seen.address)]
    assert seen.requests
    assert outside == []


@every_look
@every_page
def test_axe_finds_nothing(visit: Visiting, page_name: str, scheme: str, width: int) -> None:
    assert visit(page_name, scheme, width).axe == []


@every_look
@every_page
def test_nothing_scrolls_sideways(visit: Visiting, page_name: str, scheme: str, width: int) -> None:
    scroll = visit(page_name, scheme, width).scroll
    assert set(scroll) == set(SEEN[width])
    for window, content in scroll.items():
        assert content <= window


@every_look
@every_page
def test_nothing_shifts_while_a_page_loads(visit: Visiting, page_name: str, scheme: str, width: int) -> None:
    assert visit(page_name, scheme, width).shift <= SHIFT


@pytest.mark.parametrize(("page_name", "width"), [("index.md", 390), ("does-it-work.md", 1440), ("momentum.md", 390)])
def test_nothing_shifts_where_the_faces_come_late(browser: Any, server: str, page_name: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/*.woff2", late)
    page.goto(server + where(page_name), wait_until="load")
    page.evaluate(LOADED)
    page.wait_for_timeout(250)
    assert page.evaluate("shifted") <= SHIFT
    context.close()


@every_page
def test_a_page_weighs_no_more_than_it_may_with_all_that_it_loads_by_itself(visit: Visiting, page_name: str) -> None:
    seen = visit(page_name, "dark", 390)
    weights = sorted(((size, address) for address, size in seen.transferred.items()), reverse=True)
    assert sum(seen.transferred.values()) <= (HOME if page_name == "index.md" else ANY), weights[:6]


@every_page
def test_no_gif_is_fetched_unasked(visit: Visiting, page_name: str) -> None:
    assert not [address for address in visit(page_name, "dark", 390).requests if address.endswith(".gif")]


@every_page
def test_every_map_is_large_enough_on_a_phone_and_its_words_stay_on_it(visit: Visiting, page_name: str) -> None:
    seen = visit(page_name, "dark", 390)
    small = [(name, height) for name, width, height in seen.maps if width > 300 and height < 240]
    assert not small
    assert seen.over == []


@every_page
def test_no_page_has_a_part_whose_style_was_left_out(visit: Visiting, page_name: str) -> None:
    left_out = re.compile("|".join(theme.ABSENT))
    # Material's own names for boxes that prose.css lays out itself.
    known = {"md-grid"}
    assert {name for name in visit(page_name, "light", 1440).classes if left_out.match(name)} <= known


@every_page
def test_no_cookie_is_set(visit: Visiting, page_name: str) -> None:
    assert visit(page_name, "light", 1440).cookies == []


@every_page
def test_headings_come_in_order(visit: Visiting, page_name: str) -> None:
    levels = visit(page_name, "light", 1440).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
