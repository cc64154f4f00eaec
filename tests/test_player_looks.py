"""A figure for every reader: without motion, without scripts, on paper, on a phone, in all colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import figure_page
from playing import HEADS, NAME, PLAYER, WIDE, opened
from tabs import PHONE


def test_reduced_motion_rests_finished_and_plays_when_asked(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.wait_for_timeout(300)
        assert page.evaluate(f"[{PLAYER}.playing, {PLAYER}.step]") == [False, 60]
        page.get_by_role("button", name="Play").click()
        page.wait_for_function(f"{PLAYER}.step >= 1 && {PLAYER}.step < 60")
        assert page.evaluate(HEADS)


def test_without_scripts_it_plays_once_and_the_checkbox_pauses_it(browser: Any, address: str) -> None:
    states = "() => [...new Set(document.getAnimations().map((a) => a.playState))]"
    with opened(browser, address, java_script_enabled=False) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.type") == "checkbox"
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
        # Playwright may still look at a page whose own scripts are off.
        assert page.evaluate(states) == ["running"]
        page.get_by_label("Pause the animation").check()
        assert page.evaluate(states) == ["paused"]
        page.get_by_label("Pause the animation").uncheck()
        page.evaluate("() => { for (const a of document.getAnimations()) a.finish() }")
        assert max(page.evaluate(HEADS)) <= 1.0
        assert page.evaluate("() => getComputedStyle(document.querySelector('.trail')).strokeDashoffset") == "0px"


def test_without_scripts_and_motion_the_checkbox_plays_it(browser: Any, address: str) -> None:
    with opened(browser, address, java_script_enabled=False, reduced_motion="reduce") as page:
        assert page.evaluate("() => document.getAnimations().length") == 0
        page.get_by_label("Play the animation").check()
        assert page.evaluate("() => [...new Set(document.getAnimations().map((a) => a.playState))]") == ["running"]


def test_without_the_player_s_script_the_picture_plays_by_itself(browser: Any, tmp_path: Path) -> None:
    whole = figure_page.html(f"![](figures/{NAME}.svg)")
    broken = whole.replace('<script type="module">', '<script type="module">throw null;')
    (tmp_path / "page.html").write_text(broken, "utf-8")
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    states = "[...new Set(document.getAnimations().map((a) => a.playState))]"
    assert page.evaluate(states) == ["running"]
    page.get_by_label("Pause the animation").check()
    assert page.evaluate(states) == ["paused"]
    assert page.locator(".sm-words b").inner_text() == "60"
    context.close()


def test_print_shows_the_finished_picture_and_the_clock_goes_on_after(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(10)")
        page.emulate_media(media="print", reduced_motion="no-preference")
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.locator(".sm-controls").is_hidden()
        page.emulate_media(media="screen", reduced_motion="no-preference")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(f"{PLAYER}.step") == 10
        moving = "[...new Set(document.getAnimations().map((a) => a.playState + Math.round(a.currentTime)))]"
        assert page.evaluate(moving) == ["paused1600"]


def test_text_is_legible_on_a_phone(browser: Any, tmp_path: Path) -> None:
    for name in [NAME, "zigzag", "beta-about-right", "one-step"]:
        with opened(browser, figure_page.write(tmp_path, name), viewport=PHONE, reduced_motion="reduce") as page:
            sizes = page.evaluate(
                """() => [...document.querySelectorAll('.sm-panel text')].map((text) => {
                  const svg = text.ownerSVGElement;
                  return [parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a, text.textContent] })"""
            )
            assert min(sizes)[0] >= 12, (name, min(sizes))
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_the_scheme_changes_every_colour(browser: Any, address: str) -> None:
    from momentum.rendering.style import ROLES

    def rgb(text: str) -> str:
        return f"rgb({', '.join(str(int(text[place : place + 2], 16)) for place in (1, 3, 5))})"

    with opened(browser, address, reduced_motion="reduce") as page:
        shown = """() => ['.run.s-momentum .trail', '.run.s-gradient-descent .trail'].map((s) =>
          getComputedStyle(document.querySelector(s)).stroke)
          .concat(getComputedStyle(document.querySelector('.sm-card')).backgroundColor)"""
        for scheme, name in (("light", "default"), ("dark", "slate")):
            page.evaluate(f"document.body.dataset.mdColorScheme = '{name}'")
            roles = [getattr(ROLES[role], scheme) for role in ("momentum", "gradient-descent", "card")]
            assert page.evaluate(shown) == [rgb(text) for text in roles]


def test_forced_colours_keep_the_picture_and_the_controls(browser: Any, address: str) -> None:
    with opened(browser, address, forced_colors="active", reduced_motion="reduce") as page:
        assert page.evaluate("getComputedStyle(document.querySelector('.run.s-momentum .trail')).stroke") == (
            "rgb(20, 72, 180)"
        )
        assert page.get_by_role("button", name="Play").is_visible()
