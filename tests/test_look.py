"""Figures as they look in the built site: the hero of home, maps that stay in view, words that fit what phones show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import tabs
from built import PAGES, ROOT, where
from momentum.authoring.picture import data
from momentum.build import catalogue
from momentum.build.draft import defined
from retold import records
from visits import WATCH

FIGURES = catalogue.names("figure")


@pytest.mark.parametrize("name", FIGURES)
def test_no_caption_counts_on_panels_that_stand_side_by_side(name: str) -> None:
    caption = records()[name]["caption"]
    assert not re.search(r"\b([Ll]eft|[Rr]ight)[,:]|[-\s](left|right)-hand|on the (left|right)\b", caption)


@pytest.mark.parametrize("name", FIGURES)
def test_a_caption_is_typeset_as_the_prose_is(name: str) -> None:
    caption = records()[name]["caption"]
    assert not re.findall(r"(?<![\w.])-\d.*", caption), "a minus sign, as `show` has it"
    assert not re.findall(r"\d[^\u202f]?%", caption), "a narrow space before the sign"
    assert not re.findall(r".{9} [=≈×−+←] .{9}", caption), "no line ends beside a sign"
    for words, role in (("RMSProp", "rmsprop"), ("Adam", "adam"), ("Lion", "lion")):
        assert not re.findall(rf":(?!{role}\b)[\w-]+\[{words}\]", caption), f"{words} in its own colour"


def test_no_head_of_a_figure_s_data_ends_beside_a_sign() -> None:
    tables = [record["table"] for record in records().values() if record.get("readouts")]
    heads = [head for table in tables for head in re.findall('<th scope="col">([^<]*)</th>', data("", table))]
    assert len(heads) > 50
    assert [head for head in heads if re.search("[=×] | [=×]", head)] == []


@pytest.mark.parametrize("page_name", PAGES)
def test_no_page_says_left_or_right_of_charts_that_a_phone_stacks(page_name: str) -> None:
    text = (ROOT / "docs" / page_name).read_text("utf-8")
    assert not re.search(r"(left|right)-hand (chart|figure|picture)|on the (left|right)\b", text)


@pytest.fixture(scope="module")
def home(browser: Any, server: str) -> Iterator[Any]:
    """The first page, for tests that set its size and colours."""
    with tabs.empty(browser, server) as page:
        page.goto("")
        yield page


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1440, 900), (390, 664)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_home_shows_its_whole_map_both_counters_and_play_at_once(
    home: Any, width: int, height: int, scheme: str
) -> None:
    home.set_viewport_size({"width": width, "height": height})
    home.emulate_media(color_scheme=scheme)
    box = """(name) => { const one = document.querySelector('#ravine-duel ' + name).getBoundingClientRect();
      return [one.left, one.top, one.right, one.bottom] }"""
    parts = (".sm-panel", ".sm-play", "[data-role=gradient-descent]", "[data-role=momentum]", ".sm-controls")
    plane, play, *counters, controls = (home.evaluate(box, name) for name in parts)
    for left, top, right, bottom in (plane, play, *counters):
        assert left >= 0
        assert top >= home.evaluate("document.querySelector('.sm-header').getBoundingClientRect().bottom")
        assert right <= width
        assert bottom <= height
    assert plane[3] <= controls[1] + 1
    assert plane[3] - plane[1] >= (240 if width < 700 else 0.5 * height)
    texts = "[...document.querySelectorAll('#ravine-duel .sm-panel:first-child text')]"
    edges = home.evaluate(f"{texts}.map((one) => (({{top, bottom}}) => [top, bottom])(one.getBoundingClientRect()))")
    assert min(top for top, _ in edges) >= plane[1]
    assert max(bottom for _, bottom in edges) <= plane[3]


def test_a_step_link_brings_the_whole_map_below_the_header_that_comes_back(browser: Any, server: str) -> None:
    with tabs.empty(browser, server, viewport={"width": 390, "height": 664}, **tabs.TOUCH) as page:
        page.goto("")
        brought_into_view(page)


def brought_into_view(page: Any) -> None:
    """Taps the first link to a step, which has been scrolled far from its figure."""
    link = page.locator("a.sm-step").first
    page.mouse.wheel(0, 700)
    page.wait_for_timeout(300)
    page.evaluate("document.querySelector('a.sm-step').scrollIntoView({block: 'end', behavior: 'instant'})")
    page.wait_for_timeout(300)
    link.tap()
    page.wait_for_timeout(500)
    rect = "(name) => (({top, bottom}) => [top, bottom])(document.querySelector(name).getBoundingClientRect())"
    top, bottom = page.evaluate(rect, "#ravine-duel .sm-panel")
    header, slider = page.evaluate(rect, ".sm-header")[1], page.evaluate(rect, "#ravine-duel .sm-track")
    assert max(0, header) <= top
    assert bottom <= slider[0]
    assert slider[1] <= 664


@pytest.mark.parametrize(("page_name", "figure"), [("index.md", "ravine-duel"), ("ravine.md", "zigzag")])
def test_on_a_phone_the_map_stays_below_the_header_while_its_charts_pass(
    browser: Any, server: str, page_name: str, figure: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 664})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(server + where(page_name))
    rect = f"(one) => (({{top, bottom}}) => [top, bottom])(document.querySelector('#{figure} ' + one)"
    header = "document.querySelector('.sm-header').getBoundingClientRect().bottom"
    far = page.evaluate(f"document.querySelector('#{figure} .sm-panel:last-child').getBoundingClientRect().bottom")
    # Down until the last chart stands between map and slider, and a little up again, which brings the header back.
    for down, back in ((far - 500, False), (-40, True)):
        page.mouse.move(200, 300)
        page.mouse.wheel(0, down)
        page.wait_for_timeout(600)
        assert (page.evaluate(header) > 0) is back
        (top, bottom), (_, end), (slider, _) = (
            page.evaluate(f"{rect}.getBoundingClientRect())", one)
            for one in (".sm-map", ".sm-panel:last-child", ".sm-controls")
        )
        assert page.evaluate(header) <= top + 0.5
        assert bottom <= slider
        assert bottom < end
    assert page.evaluate("shifted") == 0
    context.close()


def test_the_duel_s_three_panels_run_as_long_as_its_clock_and_say_when_each_arrives() -> None:
    record = records()["ravine-duel"]
    clock = record["steps"]
    numbers = defined("ravine-duel", catalogue.module("ravine-duel"))
    plane, losses, bars = numbers.draw().panels
    assert losses.xlim[1] == bars.xlim[1] - 0.5 == clock
    measured = numbers.measure()
    for panel in (plane, losses):
        for key, role in (("momentum_steps", "momentum"), ("plain_steps", "gradient-descent")):
            said = [mark for mark in panel.marks if getattr(mark, "text", "") == f"{measured[key]} steps"]
            assert [(mark.first, mark.role) for mark in said] == [(measured[key], role)]  # type: ignore[union-attr]
    under = {mark.text: mark.first for mark in bars.marks if hasattr(mark, "text")}
    assert under == {str(measured[key]): measured[key] for key in ("momentum_steps", "plain_steps")}
    assert [panel["svg"].count(f"{measured['tolerance']:g}</text>") for panel in record["panels"]][:2] == [1, 2]


def test_no_moving_figure_has_a_chart_of_steps_that_stands_still(site_dir: Path) -> None:
    html = (site_dir / where("other-ways.md") / "index.html").read_text("utf-8")
    figure = re.search(r'<figure [^>]*id="turned-valley".*?</figure>', html, re.DOTALL)
    assert figure is not None
    assert figure[0].count('class="sweep') == 2
    clock = json.loads(unescape(re.search(r'data-clock="([^"]*)"', figure[0])[1]))  # type: ignore[index]
    assert [readout["name"] for readout in clock["readouts"]] == ["momentum", "Adam", "RMSProp"]
