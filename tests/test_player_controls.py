"""The controls of a figure: speed, mouse and keyboard, what is said, and room for all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import figure_page
from momentum.build import build
from playing import NAME, PLAYER, WIDE, opened, words
from tabs import PHONE


def test_the_mouse_moves_the_clock(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        slider = page.get_by_role("slider")
        box = slider.bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert page.evaluate(f"{PLAYER}.step") == pytest.approx(30, abs=1)
        page.get_by_role("button", name="One step forward").click()
        page.get_by_role("button", name="One step back").click()
        page.get_by_role("button", name="One step back").click()
        assert page.evaluate(f"{PLAYER}.step") == pytest.approx(29, abs=1)
        page.get_by_role("button", name="Play").click()
        page.wait_for_function(f"{PLAYER}.playing && {PLAYER}.step >= 30")
        page.get_by_role("button", name="Pause").click()
        assert not page.evaluate(f"{PLAYER}.playing")
        page.get_by_role("button", name="Play").click()
        assert page.evaluate(f"{PLAYER}.playing")


def test_a_click_on_the_picture_plays_and_pauses(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.locator(".sm-panels").click()
        assert page.evaluate(f"{PLAYER}.playing")
        page.locator(".sm-panels").click()
        assert not page.evaluate(f"{PLAYER}.playing")


def test_the_keyboard_alone_is_enough(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        reached = []
        for _ in range(5):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.ariaLabel"))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert reached == ["Play", "One step back", "One step forward", "The duel: step", "Speed"]
        page.locator(".sm-forward").focus()
        for key, step in (("Home", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 60)):
            page.keyboard.press(key)
            assert page.evaluate(f"{PLAYER}.step") == step
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(f"{PLAYER}.step") == 59
        page.keyboard.press("Home")
        page.keyboard.press("Space")
        assert page.evaluate(f"{PLAYER}.playing")
        page.locator(".sm-play").focus()
        page.keyboard.press("Space")
        assert not page.evaluate(f"{PLAYER}.playing")


def test_the_moment_is_said_in_words(browser: Any, address: str) -> None:
    readouts = build.find(NAME)["readouts"]
    with opened(browser, address, reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(16)")
        values = [readout["values"][16] for readout in readouts]
        assert words(page).split("loss")[0].strip().startswith("step 16")
        assert all(value in words(page) for value in values)
        said = page.get_by_role("slider").get_attribute("aria-valuetext")
        assert said == f"step 16, gradient descent: loss {values[0]}, momentum: loss {values[1]}"
        tree = page.locator("sm-player").aria_snapshot()
        for part in (
            "img",
            'group "Controls: The duel"',
            'slider "The duel: step"',
            'combobox "Speed"',
            "momentum: loss",
        ):
            assert part in tree, tree
        # Spoken as a whole when a reader steps, silent while the picture plays and while the slider speaks for itself.
        spoken = page.get_by_role("status")
        page.get_by_role("button", name="One step back").click()
        values = [readout["values"][15] for readout in readouts]
        assert spoken.inner_text() == f"step 15, gradient descent: loss {values[0]}, momentum: loss {values[1]}"
        page.get_by_role("slider").press("ArrowLeft")
        assert spoken.inner_text() == ""
        page.get_by_role("button", name="Play").click()
        page.wait_for_function(f"{PLAYER}.step >= 16")
        assert spoken.inner_text() == ""
        assert page.locator(".sm-words").get_attribute("aria-atomic") == "true"
        assert page.locator(".sm-words").get_attribute("aria-live") is None


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_what_a_reader_asks_for_is_said_once(browser: Any, address: str, motion: str) -> None:
    with opened(browser, address, reduced_motion=motion) as page:
        page.evaluate(f"{PLAYER}.seek(16)")
        page.evaluate(
            """() => { window.said = []; const status = document.querySelector("[role=status]");
            new MutationObserver((all) => all.forEach(() => status.textContent && said.push(status.textContent)))
              .observe(status, {childList: true, characterData: true, subtree: true}) }"""
        )
        for name, act in (("One step back", "click"), ("One step forward", "click"), ("One step back", "press")):
            button = page.get_by_role("button", name=name)
            button.click() if act == "click" else button.press("ArrowLeft")
            page.wait_for_timeout(100)
        assert [one.split(",")[0] for one in page.evaluate("said")] == ["step 15", "step 16", "step 15"]
        page.get_by_role("slider").press("ArrowLeft")
        page.wait_for_timeout(100)
        assert len(page.evaluate("said")) == 3, "the slider speaks for itself"


def test_what_happens_is_marked_on_the_slider_and_said(browser: Any, tmp_path: Path) -> None:
    events = [{"tick": 20, "text": "momentum arrives", "role": "momentum"}]
    page_text = figure_page.html(f"![](figures/{NAME}.svg)", lookup=lambda name: {**build.find(name), "events": events})
    (tmp_path / "page.html").write_text(page_text, "utf-8")
    with opened(browser, (tmp_path / "page.html").as_uri(), reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(20)")
        mark, slider = page.locator(".sm-track i"), page.get_by_role("slider")
        assert (mark.get_attribute("title"), mark.get_attribute("aria-hidden")) == ("momentum arrives", "true")
        assert slider.get_attribute("aria-valuetext").endswith(", momentum arrives")
        for step in (19, 21, 60):
            page.evaluate(f"{PLAYER}.seek({step})")
            assert "arrives" not in slider.get_attribute("aria-valuetext"), "said where it happens, and only there"
        at, box = mark.bounding_box(), slider.bounding_box()
        # The thumb of 16 px goes from edge to edge.
        assert at["x"] + at["width"] / 2 == pytest.approx(box["x"] + 8 + (box["width"] - 16) / 3, abs=1)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_the_controls_shift_nothing(browser: Any, address: str, viewport: dict[str, int]) -> None:
    height = "document.querySelector('.sm-controls').getBoundingClientRect().height"
    # The page as it is before the player takes over: the class says that scripts run, the script is held back.
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    page.add_init_script("customElements.define = () => {}")
    page.goto(address)
    before = page.evaluate(height)
    context.close()
    with opened(browser, address, viewport=viewport, reduced_motion="reduce") as page:
        heights = set()
        for step in (60, 0, 20, 45):
            page.evaluate(f"{PLAYER}.seek({step})")
            heights.add(page.evaluate(height))
        assert heights == {before}


def test_the_slider_has_room_and_nothing_lies_on_it(browser: Any, address: str) -> None:
    inside = """() => { const bar = document.querySelector('.sm-bar'), box = bar.getBoundingClientRect();
      return [...bar.children].map((part) => part.getBoundingClientRect())
        .filter((one) => one.width > 1 && (one.bottom > box.bottom + 1 || one.right > box.right + 1)).length }"""
    overlap = """() => { const parts = [...document.querySelectorAll('.sm-bar > :not(.sm-hidden), .sm-words')]
        .map((part) => part.getBoundingClientRect());
      return parts.flatMap((a, i) => parts.slice(i + 1).filter((b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length }"""
    with opened(browser, address, reduced_motion="reduce") as page:
        for width in (320, 339, 390, 480, 560, 700, 720, 768, 840, 1024, 1440, 2560):
            page.set_viewport_size({"width": width, "height": 700})
            slider = "document.querySelector('input[type=range]').getBoundingClientRect().width"
            assert page.evaluate(slider) >= 160, width
            assert page.evaluate(inside) == 0, width
            assert page.evaluate(overlap) == 0, width
