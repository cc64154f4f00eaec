"""A guess before a run: what its Markdown becomes, what is refused, what readers meet with scripts and without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from playwright.sync_api import Page, expect

from built import where
from engines import ENTER, Engine
from momentum.authoring import AuthoringError

RECORD = {
    "name": "loop", "kind": "figure", "title": "Loop", "caption": "It takes 49 steps.", "alt": "A path.", "steps": 3,
    "seconds": 0.1, "tick": "step", "wide": True, "panels": [], "readouts": [], "table": None, "files": {},
    "command": "render", "citation": "Cite.",
}  # fmt: skip
ANSWERS = "    - [ ] One.\n    - [x] Two *steps*.\n    - [ ] Three.\n\n"
FIGURE = "    ![](figures/loop.svg)\n\n"
TUNING = where("tuning.md")


def page(text: str) -> str:
    names = ["admonition", "momentum.authoring.figures", "momentum.authoring.guess"]
    settings: Any = {"momentum.authoring.figures": {"lookup": lambda name: RECORD}}
    return Markdown(extensions=names, extension_configs=settings).convert(text)


def test_a_guess_is_a_question_answers_the_figure_and_what_was_seen() -> None:
    html = page(f'!!! guess "How many?"\n{ANSWERS}{FIGURE}    It takes two.\n\nAfterwards.')
    assert html.startswith('<sm-guess id="guess-1">')
    assert '<p class="sm-question" id="guess-1-question">How many?</p>' in html
    assert '<ul class="sm-answers">' in html
    assert [html.count(part) for part in ("<li>One.", '<li data-right="">Two <em>steps</em>.', "<li>Three.")] == [1] * 3
    assert '<div class="sm-after">\n<p>It takes two.</p>' in html
    assert html.rpartition("</sm-guess>")[2].strip() == "<p>Afterwards.</p>"
    assert "[x]" not in html


def test_each_guess_of_a_page_has_a_name_of_its_own() -> None:
    html = page("\n\n".join(f'!!! guess "Number {k}?"\n{ANSWERS}{FIGURE}' for k in (1, 2)))
    assert 'id="guess-1-question"' in html
    assert 'id="guess-2-question"' in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'!!! guess "How many?"\n{ANSWERS}    No figure.\n', "must be followed by the figure whose run decides"),
        (f'!!! guess "How many?"\n{FIGURE}', "a list of answers and a figure"),
        (f'!!! guess ""\n{ANSWERS}{FIGURE}', "a question, a list of answers and a figure"),
        (f'!!! guess "How many?"\n    - One.\n    - [x] Two.\n\n{FIGURE}', "must begin with"),
        (f'!!! guess "How many?"\n    - [ ] One.\n    - [ ] Two.\n\n{FIGURE}', "has 2, 0 right"),
        (f'!!! guess "How many?"\n    - [x] One.\n    - [x] Two.\n\n{FIGURE}', "has 2, 2 right"),
        (f'!!! guess "How many?"\n    - [x] One.\n\n{FIGURE}', "has 1, 1 right"),
    ],
    ids=["no figure", "no answers", "no question", "no mark", "none right", "two right", "one answer"],
)
def test_a_guess_that_cannot_be_decided_stops_the_build(text: str, said: str) -> None:
    with pytest.raises(AuthoringError, match=said):
        page(text)


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


@pytest.fixture
def guess(page: Page) -> Any:
    """The first guess of the page on tuning, in a browser that shows motion."""
    page.goto(TUNING)
    found = page.locator("sm-guess").first
    expect(found).to_have_class("sm-waiting")
    return found


def buttons(guess: Any) -> Any:
    return guess.get_by_role("button", name="It ")


def test_the_run_waits_for_the_guess(guess: Any, page: Page) -> None:
    guess.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    assert guess.locator("sm-player").evaluate("player => [player.step, player.playing]") == [0, False]
    expect(guess.locator("figcaption")).to_be_hidden()
    expect(guess.locator(".sm-after")).to_be_hidden()
    expect(guess.locator(".sm-panel").first).to_be_visible()


@pytest.mark.parametrize("answer", [0, 1, 2])
def test_a_guess_starts_the_run_and_says_who_was_right(guess: Any, answer: int) -> None:
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


def test_a_guess_is_made_from_the_keyboard_and_the_focus_stays(guess: Any, page: Page) -> None:
    buttons(guess).first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(buttons(guess).nth(1)).to_be_focused()
    expect(guess.locator(".sm-verdict")).not_to_be_empty()


def test_the_answers_are_a_group_named_by_the_question(guess: Any) -> None:
    group = guess.get_by_role("group", name=guess.locator(".sm-question").inner_text().rpartition("\n")[2])
    assert group.get_by_role("button").count() == 3


def test_the_run_can_be_had_without_a_guess(guess: Any) -> None:
    guess.get_by_role("button", name="Play", exact=True).click()
    expect(guess.locator("figcaption")).to_be_visible()
    expect(guess.locator(".sm-verdict")).to_be_empty()
    assert guess.locator("sm-player").evaluate("player => player.playing")


def test_a_click_on_the_picture_shows_the_run(guess: Any) -> None:
    guess.locator(".sm-panel").first.click()
    expect(guess.locator("figcaption")).to_be_visible()


@pytest.mark.parametrize("step", ["", "@24"])
def test_a_link_to_the_figure_shows_it(page: Page, step: str) -> None:
    page.goto(f"{TUNING}#beta-too-large{step}")
    found = page.locator("sm-guess").last
    expect(found.locator("figcaption")).to_be_visible()


def test_with_reduced_motion_the_guess_shows_the_end(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(TUNING)
    first = page.locator("sm-guess").first
    buttons(first).first.click()
    assert first.locator("sm-player").evaluate("player => [player.step, player.playing]") == [90, False]


def test_without_scripts_question_answers_run_and_text_stand_there(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + TUNING)
    first = page.locator("sm-guess").first
    for part in (".sm-question", ".sm-answers li", "figcaption", ".sm-after", ".sm-panel svg"):
        expect(first.locator(part).first).to_be_visible()
    assert first.locator(".sm-answers button").count() == 0
    context.close()


def test_on_paper_everything_is_shown(guess: Any, page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
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
    engine.evaluate(WAIT.format(milliseconds=1500))
    caption, after, step, playing, pressed = engine.evaluate(STATE)
    assert (caption, after, pressed) == ("visible", "visible", 1)
    assert step > 0 or playing
    assert engine.evaluate("document.querySelector('.sm-verdict').textContent").startswith("The run says: ")
    assert engine.messages() == []
