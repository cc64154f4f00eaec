"""Links that lead to a step of a figure, and back."""

from __future__ import annotations

from typing import Any

import pytest

import figure_page
from playing import NAME, PLAYER, TAKEN, WIDE, opened
from tabs import PHONE

TALL = '<p style="height:2000px">Text.</p>'
LINK = f'<a class="sm-step" href="#{NAME}" data-figure="{NAME}" data-step="18">step 18</a>'
MAP = "document.querySelector('.sm-panel').getBoundingClientRect()"


@pytest.fixture(scope="module")
def long_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page whose step link stands far below its figure."""
    page = tmp_path_factory.mktemp("long") / "page.html"
    page.write_text(figure_page.html(f"![](figures/{NAME}.svg)\n\n{TALL}\n\n{LINK}\n\n{TALL}"), "utf-8")
    return page.as_uri()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_step_link_brings_the_map_into_view_and_can_be_gone_back_from(
    browser: Any, long_page: str, viewport: dict[str, int]
) -> None:
    with opened(browser, long_page, viewport=viewport, reduced_motion="reduce") as page:
        link = page.get_by_role("link", name="step 18")
        link.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        link.click()
        assert page.evaluate(f"{PLAYER}.step") == 18
        assert page.url.endswith(f"#{NAME}@18")
        assert page.evaluate(f"{MAP}.top") >= 0
        assert page.evaluate(f"{MAP}.bottom <= innerHeight")
        # The slider is in view too, within the thumb's reach on a phone.
        slider = page.get_by_role("slider").bounding_box()
        assert 0 < slider["y"] < slider["y"] + slider["height"] <= viewport["height"]
        assert page.get_by_role("status").inner_text().startswith("step 18, gradient descent: loss")
        page.go_back()
        page.wait_for_function(f"Math.abs(scrollY - {before}) < 2")
        assert "@" not in page.url


def test_a_figure_at_a_step_has_an_address(browser: Any, long_page: str) -> None:
    with opened(browser, f"{long_page}#{NAME}@4", reduced_motion="reduce") as page:
        page.wait_for_function(f"{PLAYER}.step === 4")
        page.evaluate(f"location.hash = '{NAME}@7'")
        page.wait_for_function(f"{PLAYER}.step === 7")
        assert page.get_by_role("link", name="step 18").get_attribute("href") == f"#{NAME}@18"
        page.go_back()
        page.wait_for_function(f"{PLAYER}.step === 4")


def test_the_moment_that_is_shown_can_be_linked(browser: Any, long_page: str) -> None:
    with opened(browser, long_page, reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(9)")
        page.get_by_text("Take it away").click()
        page.get_by_role("link", name="Link to this moment").click()
        assert page.url.endswith(f"#{NAME}@9")


def test_an_address_of_nothing_harms_nothing(browser: Any, long_page: str) -> None:
    for hash_ in (f"#{NAME}@999", "#none@4", f"#{NAME}@-1", "#%"):
        with opened(browser, long_page + hash_, reduced_motion="reduce") as page:
            assert page.evaluate(f"{PLAYER}.step") == 60


@pytest.mark.parametrize("held", ["ctrlKey", "metaKey", "shiftKey"])
def test_a_link_to_a_step_opens_elsewhere_where_a_reader_asks_for_that(browser: Any, long_page: str, held: str) -> None:
    with opened(browser, long_page, reduced_motion="reduce") as page:
        link = page.get_by_role("link", name="step 18")
        assert link.evaluate(TAKEN, ["MouseEvent", "click", {held: True}]) == [False, 60]
        assert link.evaluate(TAKEN, ["MouseEvent", "click", {}]) == [True, 18]


def test_a_link_that_is_followed_again_is_one_way_back(browser: Any, long_page: str) -> None:
    with opened(browser, long_page, reduced_motion="reduce") as page:
        link = page.get_by_role("link", name="step 18")
        for _ in range(3):
            link.click()
        page.go_back()
        page.wait_for_function("!location.hash")
