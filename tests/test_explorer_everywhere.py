"""The explorer at every width, in every scheme, with motion, colours or scripts unwelcome, and how much it weighs."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import axe
import tabs
from built import ROOT
from explorer_page import PAGE, drawn, shown, started

BUDGET = 25_600


@pytest.mark.parametrize("query", ["", "?loss=ackley&a=adam&b=lion", "?loss=rosenbrock&noise=20"])
def test_it_fits_every_width(tab: Page, query: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 900})
    (shown if query else started)(tab, query)
    tab.evaluate("document.body.style.opacity = 0")  # what is seen through is laid out, and not painted
    for width in (320, 390, 768, 1100, 1440, 2560):
        tab.set_viewport_size({"width": width, "height": 900})
        drawn(tab)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        ranges = tab.evaluate(
            "[...document.querySelectorAll('momentum-explorer input[type=range]')]"
            ".filter((one) => one.offsetParent).map((one) => one.offsetWidth)"
        )
        assert min(ranges) >= 60, width
    tab.evaluate("document.body.style.opacity = ''")


@pytest.fixture(scope="module", params=["light", "dark"])
def schemed(request: pytest.FixtureRequest, browser: Any, server: str) -> Iterator[Page]:
    """A window in a scheme."""
    view = {"width": 1280, "height": 900}
    with tabs.empty(browser, server, viewport=view, look={"color_scheme": request.param}) as page:
        yield page


@pytest.mark.parametrize("query", ["", "?loss=rosenbrock&b=nesterov", "?preset=room"])
def test_axe_finds_nothing_whatever_is_chosen(schemed: Page, query: str) -> None:
    assert axe.faults(shown(schemed, query)) == []


def test_where_motion_is_unwelcome_it_goes_in_whole_steps(tab: Page) -> None:
    shown(tab, "?step=0")
    tab.get_by_role("button", name="Play").click()
    seen = tab.evaluate(
        """new Promise((done) => { const seen = new Set(), end = performance.now() + 1500;
          const look = () => { seen.add(document.querySelector('.mx-head').getAttribute('d').split(/[mM]/)[1]);
            performance.now() < end ? requestAnimationFrame(look) : done(seen.size) }; look() })"""
    )
    assert 2 <= seen <= 14  # eight steps a second, and not a place a frame


def test_forced_colours_keep_the_map_and_its_handles(browser: Any, server: str) -> None:
    with tabs.empty(browser, server, look={"forced_colors": "active"}) as page:
        started(page)
        strokes = page.evaluate(
            "[...document.querySelectorAll('.mx-trail')].map((one) => getComputedStyle(one).stroke)"
        )
        assert len(set(strokes)) >= 2
        expect(page.locator(".mx-start")).to_be_visible()


def test_without_scripts_there_is_a_still_and_a_sentence_and_no_wheel(browser: Any, server: str) -> None:
    with tabs.empty(browser, server, java_script_enabled=False) as page:
        page.goto(PAGE)
        expect(page.locator("momentum-explorer img")).to_be_visible()
        assert page.locator("momentum-explorer img").evaluate("one => one.naturalWidth") > 0
        expect(page.locator("momentum-explorer")).to_contain_text("needs JavaScript")
        page.goto("")
        expect(page.locator("#ravine-duel .sm-panels")).to_be_visible()
        expect(page.locator(".sm-wheel").first).to_be_hidden()


def test_all_of_its_scripts_together_are_small(site_dir: Path) -> None:
    folder = site_dir / "assets" / "explorer"
    scripts = sorted(folder.glob("*.js"))
    assert {path.name for path in scripts} == {path.name for path in (ROOT / "docs/assets/explorer").glob("*.js")}
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in scripts) <= BUDGET


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "assets" / "explorer").glob("*.js")), ids=lambda path: path.name
)
def test_a_script_of_the_explorer_has_one_idea(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= 200
    assert lines[0].startswith("// ")
    assert "console." not in path.read_text("utf-8")
