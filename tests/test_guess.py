"""A guess before a run: what readers meet, with scripts and without, in every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import tabs
from built import where
from engines import ENTER, Engine

TUNING = where("tuning.md")


def test_the_three_loops_are_guessed_at_in_the_open(site_dir: Path) -> None:
    html = (site_dir / TUNING / "index.html").read_text("utf-8")
    assert html.count("<sm-guess") == 3
    for name in ("beta-too-small", "beta-about-right", "beta-too-large"):
        before = html.partition(f' data-figure="{name}"')[0]
        assert before.count("<sm-guess") == before.count("</sm-guess") + 1
        assert before.count("<details") == before.count("</details")
    # Three answers and one that is right, each time.
    lists = [part.partition("</ul>")[0] for part in html.split('<ul class="sm-answers">')[1:]]
    assert [part.count("<li") for part in lists] == [3, 3, 3]
    assert [part.count('data-right=""') for part in lists] == [1, 1, 1]


@pytest.fixture(scope="module")
def tuning(browser: Browser, server: str) -> Iterator[Page]:
    """A window that shows motion, for the page on tuning."""
    with tabs.empty(browser, server) as page:
        yield page


def opened(page: Page) -> Locator:
    """The first guess of the page, which has just been loaded."""
    page.goto(TUNING)
    first = page.locator("sm-guess").first
    expect(first).to_have_class("sm-waiting")
    return first


@pytest.fixture
def guess(tuning: Page) -> Locator:
    """A guess that has not been made yet; where all are, the page is loaded again."""
    made = tuning.locator("sm-guess").evaluate_all("all => all.map(one => one.className !== 'sm-waiting')")
    return tuning.locator("sm-guess").nth(made.index(False)) if False in made else opened(tuning)


def buttons(guess: Locator) -> Locator:
    return guess.get_by_role("button", name="It ")


def test_the_run_waits_for_the_guess(guess: Locator) -> None:
    guess.scroll_into_view_if_needed()
    guess.page.wait_for_timeout(400)
    assert guess.locator("sm-player").evaluate("player => [player.step, player.playing]") == [0, False]
    expect(guess.locator("figcaption")).to_be_hidden()
    expect(guess.locator(".sm-after")).to_be_hidden()
    expect(guess.locator(".sm-panel").first).to_be_visible()
    # Nor does anything else tell how the run goes.
    curves = guess.locator(".sm-panel:not(.sm-map) .s-momentum")
    assert set(curves.evaluate_all("(all) => all.map((one) => getComputedStyle(one).visibility)")) == {"hidden"}


@pytest.mark.parametrize("answer", [0, 1, 2])
def test_a_guess_starts_the_run_and_says_who_was_right(tuning: Page, answer: int) -> None:
    guess = opened(tuning)
    chosen = buttons(guess).nth(answer)
    right = guess.locator("button[data-right]").inner_text()
    chosen.click()
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(guess.locator(".sm-verdict")).to_have_text(
        "Right: the run does just that." if chosen.inner_text() == right else f"The run says: {right}"
    )
    # What is right has a mark of its own, and nothing else has it.
    expect(guess.locator(".sm-verdict.sm-right")).to_have_count(int(chosen.inner_text() == right))
    weight = guess.locator(".sm-verdict").evaluate("one => Number(getComputedStyle(one).fontWeight)")
    assert (weight > 600) == (chosen.inner_text() == right)
    expect(guess.locator("figcaption")).to_be_visible()
    expect(guess.locator(".sm-after")).to_be_visible()
    assert guess.locator("sm-player").evaluate("player => player.playing")
    for other in {0, 1, 2} - {answer}:
        expect(buttons(guess).nth(other)).to_be_disabled()


def test_who_goes_back_by_the_keyboard_is_told_nothing(guess: Locator) -> None:
    guess.locator(".sm-play").focus()
    for key in ("Shift", "Shift+Tab"):
        guess.page.keyboard.press(key)
        expect(guess.locator("figcaption")).to_be_hidden()


def test_a_guess_is_made_from_the_keyboard_and_the_focus_stays(guess: Locator) -> None:
    buttons(guess).first.focus()
    guess.page.keyboard.press("Tab")
    guess.page.keyboard.press("Enter")
    expect(buttons(guess).nth(1)).to_be_focused()
    expect(guess.locator(".sm-verdict")).not_to_be_empty()


def test_the_answers_are_a_group_named_by_the_question(guess: Locator) -> None:
    group = guess.get_by_role("group", name=guess.locator(".sm-question").inner_text().rpartition("\n")[2])
    assert group.get_by_role("button").count() == 3


def test_the_run_can_be_had_without_a_guess(guess: Locator) -> None:
    guess.get_by_role("button", name="Play", exact=True).click()
    expect(guess.locator("figcaption")).to_be_visible()
    expect(guess.locator(".sm-verdict")).to_be_empty()
    assert guess.locator("sm-player").evaluate("player => player.playing")


def test_a_click_on_the_picture_shows_the_run(guess: Locator) -> None:
    guess.locator(".sm-panel").first.click()
    expect(guess.locator("figcaption")).to_be_visible()


@pytest.mark.parametrize("step", ["", "@24"])
def test_a_link_to_the_figure_shows_it(tuning: Page, step: str) -> None:
    tuning.goto("about:blank")  # so that it is loaded, and not only another place of it shown
    tuning.goto(f"{TUNING}#beta-too-large{step}")
    found = tuning.locator("sm-guess").last
    expect(found.locator("figcaption")).to_be_visible()


def test_with_reduced_motion_the_guess_shows_the_end(tab: Page) -> None:
    first = opened(tab)
    buttons(first).first.click()
    assert first.locator("sm-player").evaluate("player => [player.step, player.playing]") == [90, False]


def test_without_scripts_question_answers_run_and_text_stand_there(browser: Any, server: str) -> None:
    with tabs.empty(browser, server, java_script_enabled=False) as page:
        page.goto(TUNING)
        first = page.locator("sm-guess").first
        for part in (".sm-question", ".sm-answers li", "figcaption", ".sm-after", ".sm-panel svg"):
            expect(first.locator(part).first).to_be_visible()
        assert first.locator(".sm-answers button").count() == 0


def test_on_paper_everything_is_shown(guess: Locator) -> None:
    guess.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(guess.locator("figcaption")).to_be_visible()


WAIT = "new Promise((done) => setTimeout(done, {milliseconds}))"
STATE = """(() => {
  const guess = document.querySelector("sm-guess"), pressed = guess.querySelectorAll("[aria-pressed=true]");
  const seen = (part) => getComputedStyle(guess.querySelector(part)).visibility;
  const { step, playing } = guess.querySelector("sm-player");
  return [seen("figcaption"), seen(".sm-after"), step, playing, pressed.length];
})()"""


def test_in_every_engine_the_run_waits_and_a_key_decides(engine: Engine, server: str) -> None:
    engine.open(server + TUNING)
    engine.evaluate(WAIT.format(milliseconds=300))
    assert engine.evaluate(STATE) == ["hidden", "hidden", 0, False, 0]
    engine.evaluate("document.querySelector('.sm-answers button').focus()")
    engine.press(ENTER)
    engine.until(f"{STATE}[2] > 0 || {STATE}[3]")  # the run has begun
    caption, after, *_, pressed = engine.evaluate(STATE)
    assert (caption, after, pressed) == ("visible", "visible", 1)
    assert engine.evaluate("document.querySelector('.sm-verdict').textContent").startswith("The run says: ")
    assert engine.messages() == []
