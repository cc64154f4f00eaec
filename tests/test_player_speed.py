"""The speed of a figure: how fast it is, that it is kept, and the list from which it is chosen."""

from __future__ import annotations

from typing import Any

import pytest

from playing import PLAYER, opened


@pytest.mark.parametrize("speed", ["0.25", "4"])
def test_the_speed_is_kept(browser: Any, address: str, speed: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.select_option(".sm-controls select", speed)
        # Beyond the first steps, which are slower.
        page.evaluate(f"{PLAYER}.seek(20); {PLAYER}.play()")
        # Read in one go, so that a busy machine's delays count on both sides; no frame stands for more than 100 ms.
        rate = page.evaluate(
            """async () => { const player = document.querySelector('sm-player');
              const clock = () => player.querySelector('.pen').getAnimations()[0].currentTime;
              const frame = () => new Promise(requestAnimationFrame);
              await frame(); await frame(); const begin = await frame(), first = clock();
              let last = begin, passed = 0;
              while (passed < 600) { const now = await frame(); passed += Math.min(100, now - last); last = now }
              return (clock() - first) / passed }"""
        )
        assert rate == pytest.approx(float(speed), rel=0.1)


def test_the_chosen_speed_is_kept_for_the_next_page(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.select_option(".sm-controls select", "2")
        page.wait_for_timeout(200)  # a browser writes down what a page keeps a moment later
        page.reload()
        assert page.locator(".sm-controls select").input_value() == "2"


def test_keys_on_the_list_of_speeds_choose_a_speed_and_no_step(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(20)")
        speeds = page.locator(".sm-controls select")
        speeds.focus()
        for key in ("ArrowDown", "ArrowRight", "ArrowUp", "Home", "End", "ArrowLeft"):
            before = speeds.input_value()
            page.keyboard.press(key)
            assert speeds.input_value() != before
            assert page.evaluate(f"{PLAYER}.step") == 20
