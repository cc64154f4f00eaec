"""The explorer's page in use: asked for, dragged, shared, handed out, heard and at rest."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Page, expect

from explorer_page import FRAMES, READY, STATE, drawn, shown, started
from momentum import METHODS


def test_what_the_explorer_takes_is_asked_for_at_once_and_once(page: Page, site_dir: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/assets/explorer/")[2]))
    started(page)
    folder = site_dir / "assets" / "explorer"
    assert sorted(filter(None, asked)) == sorted(path.name for path in folder.iterdir())
    named = re.search(r'PARTS ?= ?"([^"]*)"', (folder / "load.js").read_text("utf-8"))
    others = {path.stem for path in folder.glob("*.js")} - {"load", "explorer"}
    assert named is not None
    assert set(named[1].split()) == others, "what is not named here comes a round later"


def test_the_start_can_be_dragged_by_mouse_and_the_map_of_rates_tapped(tab: Page) -> None:
    shown(tab)
    handle = tab.locator(".mx-start")
    handle.scroll_into_view_if_needed()  # wherever the test before has left the page
    box = handle.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    tab.mouse.move(box["x"] + 22, box["y"] + 22)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 122, box["y"] + 92, steps=5)
    tab.mouse.up()
    moved = tab.evaluate(STATE)["start"]
    assert moved[0] > -8
    assert moved[1] < 0.7
    rates = tab.locator(".mx-rates").bounding_box()
    assert rates is not None
    tab.mouse.click(rates["x"] + rates["width"] / 2, rates["y"] + 40)
    values = tab.evaluate(STATE)["runs"][1]["values"]
    assert values["beta"] > 0.9
    assert 0.02 < values["learning_rate"] < 0.2


def test_names_on_the_map_of_rates_are_not_crossed_out(tab: Page) -> None:
    shown(tab)
    over = tab.evaluate("[...document.querySelector('.mx-rates svg').children].map((one) => one.getAttribute('class'))")
    assert over[0] == "mx-cross", "it lies under the names"


def test_on_the_smallest_phone_no_name_is_cut_or_lies_on_another(tab: Page) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    started(tab)
    boxes = """(one) => [...document.querySelectorAll(one)].map((text) => text.getBoundingClientRect())
      .filter(({width}) => width).map(({left, right, top, bottom}) => [left, right, top, bottom])"""
    (first, last, *_), *_ = tab.evaluate(boxes, ".mx-plane")
    for left, right, *_ in tab.evaluate(boxes, ".mx-plane .mx-label"):
        assert first < left < right < last
    assert len(tab.evaluate(boxes, ".mx-rates .mx-note")) == 1, "the best pair; a sentence names the region"


def test_a_chip_has_the_shape_of_its_method_s_marks(tab: Page) -> None:
    shown(tab)
    menu, chip = tab.locator(".mx-run-row select").first, tab.locator(".mx-chip").first
    looks: dict[str, set[str]] = {}
    for method in menu.evaluate("(one) => [...one.options].map(({value}) => value)"):
        menu.select_option(method)
        drawn(tab)
        shape = "({clipPath, rotate, borderRadius}) => [clipPath, rotate, borderRadius].join()"
        looks.setdefault(METHODS[method].role, set()).add(chip.evaluate(f"(one) => ({shape})(getComputedStyle(one))"))
    assert len(looks) == len(set.union(*looks.values())) > 4


def test_only_the_handles_keep_touches_from_scrolling(tab: Page) -> None:
    shown(tab)
    styles = tab.evaluate(
        "['.mx-start', '.mx-pair', '.mx-plane', '.mx-rates', '.mx-card']"
        ".map((one) => getComputedStyle(document.querySelector(one)).touchAction)"
    )
    assert styles == ["none", "none", "auto", "auto", "auto"]


def test_a_copied_link_leads_to_the_same_picture_and_step(tab: Page) -> None:
    shown(tab, "?preset=another-valley&step=31&seed=7&noise=1")
    tab.get_by_role("button", name="Copy link").click()
    link = tab.get_by_role("textbox", name="What was copied").input_value()
    before = tab.evaluate(STATE)
    tab.goto(link)
    expect(tab.locator(READY)).to_be_visible()
    assert tab.evaluate(STATE) == before
    assert before["step"] == 31


def test_the_picture_is_handed_out_as_svg(tab: Page, tmp_path: Path) -> None:
    shown(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download SVG").click()
    assert download.value.suggested_filename == "ravine.svg"
    download.value.save_as(tmp_path / "picture.svg")
    root = ElementTree.parse(tmp_path / "picture.svg").getroot()
    shapes = [one.tag.rpartition("}")[2] for one in root.iter()]
    assert shapes.count("ellipse") >= 10
    assert shapes.count("path") >= 10
    assert "var(" not in (tmp_path / "picture.svg").read_text("utf-8")


def test_it_speaks_after_a_pause_and_not_while_it_moves(tab: Page) -> None:
    started(tab)
    live = tab.locator(".mx-live")
    # Asked in the same breath, or a busy machine would come after the pause.
    said = tab.get_by_role("button", name="Room").evaluate(f"""async (button) => {{
      button.click();
      {FRAMES}
      return document.querySelector(".mx-live").textContent }}""")
    assert said == ""
    expect(live).to_contain_text("gradient descent diverges from step 1 on.", timeout=3000)


def test_nothing_runs_while_nothing_moves_nor_after_it_is_gone(page: Page) -> None:
    page.add_init_script(
        "window.frames_asked = 0; const ask = requestAnimationFrame;"
        "window.requestAnimationFrame = (act) => { frames_asked += 1; return ask(act) };"
    )
    started(page)
    page.wait_for_timeout(1500)
    count = "new Promise((done) => { const before = frames_asked; setTimeout(() => done(frames_asked - before), 600) })"
    assert page.evaluate(count) == 0
    page.get_by_role("button", name="Play").click()
    assert page.evaluate(count) > 5
    page.evaluate("document.querySelector('momentum-explorer').remove()")
    assert page.evaluate(count) <= 1


def test_a_page_loads_the_explorer_only_when_it_is_asked_for(page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("")
    page.wait_for_timeout(800)
    assert not [to for to in loaded if "/explorer/" in to and not to.endswith("load.js")]
    page.locator(".sm-wheel").first.click()
    expect(page.locator(READY)).to_be_visible()
    assert any(to.endswith("model.json") for to in loaded)
