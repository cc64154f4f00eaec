"""The player in a real browser: exact motion, when it begins, and the rest at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import figure_page
from momentum.build import build
from momentum.store import store
from playing import HEADS, NAME, PLAYER, opened


@pytest.fixture(scope="module")
def shared(browser: Any, address: str) -> Iterator[Any]:
    """One page for all tests that only move the clock."""
    with opened(browser, address) as page:
        yield page


@pytest.mark.parametrize("moment", [k * 59.73 / 19 for k in range(20)])
def test_a_head_is_at_the_end_of_its_trail(shared: Any, moment: float) -> None:
    shared.evaluate(f"{PLAYER}.seek({moment})")
    assert max(shared.evaluate(HEADS)) <= 1.0


def test_heads_stand_at_the_steps_coordinates(shared: Any) -> None:
    from momentum.chapters.home.ravine_duel import FIGURE
    from momentum.rendering.scene import Run

    panel = FIGURE.draw().panels[0]
    for step in (0, 1, 7, 20, 59):
        shared.evaluate(f"{PLAYER}.seek({step})")
        found = shared.evaluate(
            """() => [...document.querySelectorAll('.sm-panel:first-child .head')].map((head) => {
              const box = head.getBoundingClientRect(), svg = head.ownerSVGElement.getBoundingClientRect();
              const k = head.ownerSVGElement.viewBox.baseVal.width / svg.width;
              return [(box.x + box.width / 2 - svg.x) * k, (box.y + box.height / 2 - svg.y) * k];
            })"""
        )
        expected = [panel.pixels(run.places[step]) for run in panel.marks if isinstance(run, Run)]
        for place, point in zip(found, expected, strict=True):
            assert place == pytest.approx(point, abs=1.0)


def test_a_file_to_take_away_moves_by_itself_and_exactly(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "figure.svg").write_bytes(store.file(build.find(NAME), f"{NAME}.svg"))
    with opened(browser, (tmp_path / "figure.svg").as_uri()) as page:
        assert page.evaluate("document.getAnimations().length") > 4
        for k in range(20):
            page.evaluate(
                "(t) => { for (const a of document.getAnimations()) { a.pause(); a.currentTime = t } }", k * 9590 / 19
            )
            assert max(page.evaluate(HEADS)) <= 1.0, k


def test_it_plays_by_itself_once_and_rests_on_the_finished_picture(browser: Any, tmp_path: Path) -> None:
    with opened(browser, figure_page.write(tmp_path, "loss-double-well")) as page:  # of 20 steps
        page.wait_for_function(f"{PLAYER}.playing && {PLAYER}.step >= 1")
        page.select_option(".sm-controls select", "4")
        page.wait_for_function(f"!{PLAYER}.playing && {PLAYER}.step === 20")
        assert page.evaluate(f"{PLAYER}.getAnimations({{subtree: true}}).length") == 0
        page.wait_for_timeout(200)
        assert not page.evaluate(f"{PLAYER}.playing")


def test_it_begins_a_second_after_it_is_in_view(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        began = """new Promise((done) => {
          const start = performance.now(), player = document.querySelector('sm-player');
          const look = () => (player.playing ? done(performance.now() - start) : setTimeout(look, 10)); look() })"""
        waited = page.evaluate(began)
        assert 500 <= waited <= 3000  # a second after the load; the page was asked for a little later than that


def test_a_figure_several_windows_high_begins_once_it_fills_the_window(browser: Any, address: str) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 180}) as page:
        assert page.evaluate(f"{PLAYER}.offsetHeight") > 180 / 0.35, "or a third of it could be seen"
        page.evaluate(f"{PLAYER}.scrollIntoView({{ block: 'start', behavior: 'instant' }})")
        page.wait_for_function(f"{PLAYER}.playing")


def test_who_passes_by_sees_it_begin_on_the_way_back(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<div style=\"height: 3000px\"></div>')")
        page.evaluate(
            """async () => { scrollTo({ top: 3000, behavior: "instant" });
              for (let frame = 0; frame < 6; frame++) await new Promise(requestAnimationFrame);
              scrollTo({ top: 0, behavior: "instant" }) }"""
        )
        page.wait_for_timeout(1500)
        assert not page.evaluate(f"{PLAYER}.playing"), "nobody sees it"
        page.evaluate("scrollTo({ top: 3000, behavior: 'instant' })")
        page.wait_for_function(f"{PLAYER}.playing && {PLAYER}.step > 0")


def test_a_run_that_has_ended_can_be_played_again(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.wait_for_function(f"{PLAYER}.playing")
        page.evaluate(f"{PLAYER}.seek(58)")
        page.get_by_role("button", name="Play", exact=True).click()
        page.get_by_role("button", name="Play again").click()
        assert page.evaluate(f"{PLAYER}.playing && {PLAYER}.step < 58")


def test_at_its_ends_a_run_has_no_step_to_go_to(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        back, forward = (page.get_by_role("button", name=f"One step {way}") for way in ("back", "forward"))
        assert forward.get_attribute("aria-disabled") == "true"
        forward.click(force=True)
        assert page.evaluate(f"{PLAYER}.step") == 60
        page.evaluate(f"{PLAYER}.seek(0)")
        assert back.get_attribute("aria-disabled") == "true"
        assert forward.get_attribute("aria-disabled") == "false"


def test_a_page_put_in_its_place_brings_players_to_life(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.evaluate("() => { const main = document.querySelector('main'); window.kept = main.innerHTML;"
                      " window.fresh = null }")  # fmt: skip
        for _ in range(2):
            source = figure_page.html(f"![](figures/{NAME}.svg)")
            page.evaluate(
                """(html) => { const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
                  document.querySelector('main').replaceWith(main) }""",
                source,
            )
            page.get_by_role("button", name="One step back").click()
            assert page.evaluate(f"{PLAYER}.step") == 59
            assert page.locator("sm-player button").count() == 3


def test_a_figure_in_a_closed_disclosure_stands_at_its_step_when_opened(browser: Any, tmp_path: Path) -> None:
    whole = figure_page.html(f"![](figures/{NAME}.svg)")
    hidden = whole.replace("<main>", "<main><details><summary>Open</summary>").replace("</main>", "</details></main>")
    (tmp_path / "page.html").write_text(hidden, "utf-8")
    with opened(browser, (tmp_path / "page.html").as_uri()) as page:
        page.evaluate(f"{PLAYER}.seek(5)")
        for _ in range(2):
            page.click("summary >> text=Open")
            page.wait_for_timeout(150)
            states = page.evaluate("document.getAnimations().map((a) => a.playState + Math.round(a.currentTime))")
            assert set(states) == {"paused800"}
            page.click("summary >> text=Open")
