"""What hands do to a figure, and what stays the browser's: a slider that is dragged, other keys, other clicks."""

from __future__ import annotations

from typing import Any

import pytest

from playing import PLAYER, TAKEN, opened, speed_after

# Where the heads stand, and how much of each trail is there.
PLACES = """[...document.querySelectorAll('.head, .trail')].map((one) => {
  const { x, y } = one.getBoundingClientRect();
  return one.matches('.head') ? [x, y] : getComputedStyle(one).strokeDashoffset })"""


def test_the_picture_follows_the_slider_while_it_is_dragged(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        drag = "(one, step) => { one.value = step; one.dispatchEvent(new Event('input', { bubbles: true })) }"
        for step in (12, 31):
            page.get_by_role("slider").evaluate(drag, step)
            assert page.evaluate(f"{PLAYER}.step") == step


@pytest.mark.parametrize(("button", "way"), [("One step forward", 1), ("One step back", -1)])
def test_a_step_from_between_two_steps_ends_on_one(browser: Any, address: str, button: str, way: int) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.select_option(".sm-controls select", "0.25")
        page.evaluate(f"{PLAYER}.seek(20); {PLAYER}.play()")
        page.wait_for_function(f"{PLAYER}.step >= 21")
        page.wait_for_timeout(150)
        page.get_by_role("button", name="Pause").click()
        begun = page.evaluate(f"{PLAYER}.step")
        page.get_by_role("button", name=button).click()
        found, step = page.evaluate(PLACES), page.evaluate(f"{PLAYER}.step")
        assert step in (begun + way, begun + min(way, 0))
        page.evaluate(f"{PLAYER}.seek({step})")
        assert found == page.evaluate(PLACES)


@pytest.mark.parametrize("held", ["altKey", "ctrlKey", "metaKey"])
def test_an_arrow_with_another_key_is_the_browser_s(browser: Any, address: str, held: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(20)")
        button = page.get_by_role("button", name="Play")
        assert button.evaluate(TAKEN, ["KeyboardEvent", "keydown", {"key": "ArrowLeft", held: True}]) == [False, 20]
        assert button.evaluate(TAKEN, ["KeyboardEvent", "keydown", {"key": "ArrowLeft"}]) == [True, 19]


def test_the_speed_holds_for_every_window(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.select_option(".sm-controls select", "2")
        other = page.context.new_page()
        assert speed_after(other, lambda: other.goto(address), "2") == "2"
        other.close()
