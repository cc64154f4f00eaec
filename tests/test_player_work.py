"""What a figure's motion asks of the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import figure_page
from playing import NAME, PLAYER, opened, words

# How every moving part looks: whether it is seen and where, and whether a pen has drawn more than its first mark.
PARTS = ".sm-panels :is(.pen, .memory path, .head, .sweep, .hold, .flash)"
LOOKS = f"""[...document.querySelectorAll("{PARTS}")].map((one) => {{
  const {{visibility, strokeDashoffset}} = getComputedStyle(one), {{x, y}} = one.getBoundingClientRect();
  const pen = one.closest(".pen, .memory");
  return [visibility, ...(pen ? [parseFloat(strokeDashoffset) > .9] : [Math.round(x), Math.round(y)])].join() }})"""


@pytest.mark.parametrize("name", [NAME, "zigzag", "one-step", "memory-step", "two-arrows", "for-ever"])
def test_the_first_moment_is_a_still_and_looks_as_the_animations_begin(browser: Any, tmp_path: Path, name: str) -> None:
    with opened(browser, figure_page.write(tmp_path, name), viewport={"width": 1400, "height": 60}) as page:
        page.wait_for_function(f"{PLAYER}.step === 0")
        assert page.evaluate("document.getAnimations().length") == 0
        still = page.evaluate(LOOKS)
        page.evaluate(f"{PLAYER}.classList.remove('sm-start')")
        assert page.evaluate("document.getAnimations().map((one) => { one.pause(); one.currentTime = 0 }).length") > 4
        assert page.evaluate(LOOKS) == still


def test_out_of_view_nothing_runs(browser: Any, tmp_path: Path) -> None:
    names = [NAME, "zigzag", "beta-about-right", "one-step"]
    with opened(browser, figure_page.write(tmp_path, *names)) as page:
        page.wait_for_function(f"{PLAYER}.playing")
        page.evaluate("window.frames = 0; const f = requestAnimationFrame; "
                      "window.requestAnimationFrame = (g) => { frames++; return f(g) }; 0")  # fmt: skip
        # The others are stopped by their reader; the first one is seen to have left the view, however late.
        page.evaluate("document.querySelectorAll('sm-player').forEach((p, k) => { if (k) p.seek(0) })")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.evaluate(
            f"""new Promise((done) => new IntersectionObserver(
              ([entry]) => {{ if (!entry.isIntersecting) setTimeout(done, 100) }}).observe({PLAYER}))"""
        )
        page.evaluate("frames = 0")
        before = page.evaluate(f"[{PLAYER}.step, {PLAYER}.playing]")
        page.wait_for_timeout(500)
        assert page.evaluate(f"[{PLAYER}.step, {PLAYER}.playing]") == before
        assert before[1]
        assert page.evaluate("frames") == 0


def test_a_figure_that_has_not_moved_asks_nothing_of_the_page_s_style(browser: Any, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 60})
    page = context.new_page()
    page.add_init_script(
        "window.asked = 0; const all = Element.prototype.getAnimations;"
        "Element.prototype.getAnimations = function (o) { asked++; return all.call(this, o) }"
    )
    page.goto(figure_page.write(tmp_path, NAME, "zigzag"))
    page.wait_for_timeout(300)
    assert page.evaluate("asked") == 0
    assert "step 0" in words(page.locator("figure").first)
    # Held at the first moment by the style sheet alone, whether in view or not, without a single animation.
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def layouts(session: Any) -> float:
    """How often the page has been laid out."""
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "LayoutCount"))


# Plays all figures from their start for some frames.
FRAMES = 16
PLAYED = """async (frames) => {
  const players = document.querySelectorAll('sm-player');
  for (const player of players) { player.seek(0); player.play(); }
  for (let n = 0; n < frames; n++) await new Promise(requestAnimationFrame);
  for (const player of players) player.pause() }"""


def test_six_figures_in_view_are_laid_out_together_once_a_frame(browser: Any, tmp_path: Path) -> None:
    # How many frames a second that gives is for the machine to say: `python -m benchmarks figures`.
    view = {"width": 2400, "height": 1400}
    with opened(browser, figure_page.write(tmp_path, *[NAME] * 6), viewport=view) as page:
        # What is seen through is laid out as often, and not painted, which is most of the work.
        page.add_style_tag(content=figure_page.GRID + "main{opacity:0}")
        assert page.evaluate("document.querySelector('figure:last-of-type').getBoundingClientRect().bottom") <= 1400
        assert page.evaluate("document.querySelectorAll('sm-player').length") == 6
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.evaluate(PLAYED, 1)
        for _ in range(3):
            before = layouts(session)
            page.evaluate(PLAYED, FRAMES)
            assert layouts(session) - before <= 2 * FRAMES + 12  # before that, six are set to their start
