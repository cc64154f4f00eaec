"""The speed of a figure: how fast it is, that it is kept, and the list from which it is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import figure_page
from playing import PLAYER, opened, speed_after


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
        assert speed_after(page, page.reload, "2") == "2"


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


@pytest.mark.parametrize("kept", [True, False])
def test_the_speed_holds_for_every_figure_of_a_page(browser: Any, tmp_path: Path, kept: bool) -> None:
    (tmp_path / "page.html").write_text(
        figure_page.html("![](figures/zigzag.svg)\n\n![](figures/one-step.svg)"), "utf-8"
    )
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        if not kept:
            page.add_init_script(
                "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })"
            )
        page.goto((tmp_path / "page.html").as_uri())
        first, second = (page.locator(".sm-controls select").nth(place) for place in (0, 1))
        for one, speed in ((first, "4"), (second, "1"), (first, "0.5")):
            one.select_option(speed)
            assert [each.input_value() for each in (first, second)] == [speed, speed]
        step = page.evaluate(
            f"({PLAYER}.seek(20), {PLAYER}.play(), new Promise((done) => setTimeout(() => done({PLAYER}.step), 500)))"
        )
        assert 20 < step <= 23, "at half the speed, six steps a second are three"
