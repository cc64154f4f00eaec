"""The player in a real browser: exact motion, controls by mouse and keyboard, no scripts, no motion, print, palette."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import figure_page
from momentum.build import build
from momentum.store import store

NAME = "ravine-duel"
WIDE, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}
# How far each head is from the end of its trail, in CSS pixels.
HEADS = """() => [...document.querySelectorAll('.run')].filter((run) => run.querySelector('.trail')).map((run) => {
  const trail = run.querySelector('.pen path'), head = run.querySelector('.head');
  const left = Math.min(1, parseFloat(getComputedStyle(trail).strokeDashoffset));
  const end = trail.getPointAtLength(trail.getTotalLength() * (1 - left));
  const at = end.matrixTransform(trail.getScreenCTM());
  const box = head.getBoundingClientRect();
  return Math.hypot(at.x - box.x - box.width / 2, at.y - box.y - box.height / 2);
})"""
PLAYER = "document.querySelector('sm-player')"


@pytest.fixture(scope="module", autouse=True)
def built():
    build.build([NAME, "one-step", "zigzag", "beta-about-right"])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return figure_page.write(tmp_path_factory.mktemp("pages"), NAME)


@contextmanager
def opened(browser: Any, address: str, *, viewport: dict[str, int] = WIDE, **options: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=viewport, **options)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.evaluate("document.fonts.ready")
    yield page
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def shared(browser: Any, address: str) -> Iterator[Any]:
    """One page for all tests that only move the clock."""
    with opened(browser, address) as page:
        yield page


def words(page: Any) -> str:
    return str(page.locator(".sm-words").inner_text()).replace("\n", " ")


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


def test_it_plays_by_itself_once_and_rests_on_the_finished_picture(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        page.wait_for_function(f"{PLAYER}.playing && {PLAYER}.step >= 1")
        page.select_option(".sm-controls select", "4")
        page.wait_for_function(f"!{PLAYER}.playing && {PLAYER}.step === 60")
        assert page.evaluate(f"{PLAYER}.getAnimations({{subtree: true}}).length") == 0
        page.wait_for_timeout(200)
        assert not page.evaluate(f"{PLAYER}.playing")


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


@pytest.mark.parametrize("width", [320, 339, 390, 480, 560, 700, 720, 768, 840, 1024, 1440, 2560])
def test_the_slider_has_room_and_nothing_lies_on_it(browser: Any, address: str, width: int) -> None:
    with opened(browser, address, viewport={"width": width, "height": 700}, reduced_motion="reduce") as page:
        assert page.evaluate("document.querySelector('input[type=range]').getBoundingClientRect().width") >= 160
        inside = """() => { const bar = document.querySelector('.sm-bar'), box = bar.getBoundingClientRect();
          return [...bar.children].map((part) => part.getBoundingClientRect())
            .filter((one) => one.width > 1 && (one.bottom > box.bottom + 1 || one.right > box.right + 1)).length }"""
        assert page.evaluate(inside) == 0
        overlap = """() => { const parts = [...document.querySelectorAll('.sm-bar > :not(.sm-hidden), .sm-words')]
            .map((part) => part.getBoundingClientRect());
          return parts.flatMap((a, i) => parts.slice(i + 1).filter((b) => a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length }"""
        assert page.evaluate(overlap) == 0


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


def test_out_of_view_nothing_runs(browser: Any, tmp_path: Path) -> None:
    names = [NAME, "zigzag", "beta-about-right", "one-step"]
    with opened(browser, figure_page.write(tmp_path, *names)) as page:
        page.wait_for_function(f"{PLAYER}.playing")
        page.evaluate("window.frames = 0; const f = requestAnimationFrame; "
                      "window.requestAnimationFrame = (g) => { frames++; return f(g) }; 0")  # fmt: skip
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(300)
        page.evaluate("document.querySelectorAll('sm-player').forEach((p, k) => { if (k) p.pause() }); frames = 0")
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
    # Held at the first moment by the style sheet alone, whether in view or not.
    moments = "[...new Set(document.getAnimations().map((a) => a.playState + a.currentTime))]"
    assert page.evaluate(moments) == ["paused0"]
    context.close()


def metrics(session: Any) -> dict[str, float]:
    """What the browser has counted of the page's main thread; TaskDuration is thread time, not clock time."""
    return {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}


def free(page: Any, session: Any) -> bool:
    """Whether the page's thread gets nearly all the time that it asks for: other programs may take it."""
    before = metrics(session)["TaskDuration"]
    asked = page.evaluate("""(() => { const begin = performance.now(); let sum = 0;
      for (let k = 0; k < 2e7; k++) sum += Math.sqrt(k);
      return performance.now() - begin + 0 * sum })()""")
    return bool(1000 * (metrics(session)["TaskDuration"] - before) >= 0.95 * asked)


def test_six_figures_in_view_run_smoothly(browser: Any, tmp_path: Path) -> None:
    view = {"width": 2400, "height": 1400}
    with opened(browser, figure_page.write(tmp_path, *[NAME] * 6), viewport=view) as page:
        page.add_style_tag(content="body{max-width:none!important}main{display:grid;grid-template-columns:repeat(3,1fr)}"
                                   "h1,p,figcaption{display:none}")  # fmt: skip
        count = """async (play) => {
          document.querySelectorAll('sm-player').forEach((p) => { p.seek(0); if (play) p.play() });
          const frame = () => new Promise(requestAnimationFrame);
          await frame(); const begin = await frame(); let now = begin, n = 0;
          while (now - begin < 1500) { now = await frame(); n++ }
          return [n, 1000 * n / (now - begin)] }"""
        assert page.evaluate("document.querySelector('figure:last-of-type').getBoundingClientRect().bottom") <= 1400
        assert page.evaluate("document.querySelectorAll('sm-player').length") == 6
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        # The best of a few tries, each beside the resting page's rate; what is seen while others take the time counts
        # as no try. How often a layout is asked for says the same of the page on the busiest machine.
        rates: list[tuple[float, float]] = []
        for _ in range(6):
            quiet, before = free(page, session), metrics(session)
            frames, moving = page.evaluate(count, True)
            after = metrics(session)
            # All are laid out together, once a frame; before that, six are set to their start.
            assert after["LayoutCount"] - before["LayoutCount"] <= 2 * frames + 12, frames
            if quiet and free(page, session):
                rates.append((moving, page.evaluate(count, False)[1]))
                if moving >= rates[-1][1] * 55 / 60:
                    break
        else:
            assert not rates, rates


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


TALL = '<p style="height:2000px">Text.</p>'
LINK = f'<a class="sm-step" href="#{NAME}" data-figure="{NAME}" data-step="18">step 18</a>'
MAP = "document.querySelector('.sm-panel').getBoundingClientRect()"


@pytest.fixture(scope="module")
def long_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page whose step link stands far below its figure."""
    page = tmp_path_factory.mktemp("long") / "page.html"
    page.write_text(figure_page.html(f"![](figures/{NAME}.svg)\n\n{TALL}\n\n{LINK}\n\n{TALL}"), "utf-8")
    return page.as_uri()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_step_link_brings_the_map_into_view_and_can_be_gone_back_from(
    browser: Any, long_page: str, viewport: dict[str, int]
) -> None:
    with opened(browser, long_page, viewport=viewport, reduced_motion="reduce") as page:
        link = page.get_by_role("link", name="step 18")
        link.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        link.click()
        assert page.evaluate(f"{PLAYER}.step") == 18
        assert page.url.endswith(f"#{NAME}@18")
        assert page.evaluate(f"{MAP}.top") >= 0
        assert page.evaluate(f"{MAP}.bottom <= innerHeight")
        # The slider is in view too, within the thumb's reach on a phone.
        slider = page.get_by_role("slider").bounding_box()
        assert 0 < slider["y"] < slider["y"] + slider["height"] <= viewport["height"]
        assert page.get_by_role("status").inner_text().startswith("step 18, gradient descent: loss")
        page.go_back()
        page.wait_for_function(f"Math.abs(scrollY - {before}) < 2")
        assert "@" not in page.url


def test_a_figure_at_a_step_has_an_address(browser: Any, long_page: str) -> None:
    with opened(browser, f"{long_page}#{NAME}@4", reduced_motion="reduce") as page:
        page.wait_for_function(f"{PLAYER}.step === 4")
        page.evaluate(f"location.hash = '{NAME}@7'")
        page.wait_for_function(f"{PLAYER}.step === 7")
        assert page.get_by_role("link", name="step 18").get_attribute("href") == f"#{NAME}@18"
        page.go_back()
        page.wait_for_function(f"{PLAYER}.step === 4")


def test_the_moment_that_is_shown_can_be_linked(browser: Any, long_page: str) -> None:
    with opened(browser, long_page, reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(9)")
        page.get_by_text("Take it away").click()
        page.get_by_role("link", name="Link to this moment").click()
        assert page.url.endswith(f"#{NAME}@9")


def test_an_address_of_nothing_harms_nothing(browser: Any, long_page: str) -> None:
    for hash_ in (f"#{NAME}@999", "#none@4", f"#{NAME}@-1", "#%"):
        with opened(browser, long_page + hash_, reduced_motion="reduce") as page:
            assert page.evaluate(f"{PLAYER}.step") == 60


def test_it_begins_a_second_after_it_is_in_view(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        began = """new Promise((done) => {
          const start = performance.now(), player = document.querySelector('sm-player');
          const look = () => (player.playing ? done(performance.now() - start) : setTimeout(look, 10)); look() })"""
        waited = page.evaluate(began)
        assert 500 <= waited <= 3000  # a second after the load; the page was asked for a little later than that


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


def test_the_chosen_speed_is_kept_for_the_next_page(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.select_option(".sm-controls select", "2")
        page.reload()
        assert page.locator(".sm-controls select").input_value() == "2"


def test_a_click_on_the_picture_plays_and_pauses(browser: Any, address: str) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:
        page.locator(".sm-panels").click()
        assert page.evaluate(f"{PLAYER}.playing")
        page.locator(".sm-panels").click()
        assert not page.evaluate(f"{PLAYER}.playing")


def test_what_happens_is_marked_on_the_slider_and_said(browser: Any, tmp_path: Path) -> None:
    events = [{"tick": 20, "text": "momentum arrives", "role": "momentum"}]
    page_text = figure_page.html(f"![](figures/{NAME}.svg)", lookup=lambda name: {**build.find(name), "events": events})
    (tmp_path / "page.html").write_text(page_text, "utf-8")
    with opened(browser, (tmp_path / "page.html").as_uri(), reduced_motion="reduce") as page:
        page.evaluate(f"{PLAYER}.seek(20)")
        mark, slider = page.locator(".sm-track i"), page.get_by_role("slider")
        assert slider.get_attribute("aria-valuetext").endswith(", momentum arrives")
        at, box = mark.bounding_box(), slider.bounding_box()
        # The thumb of 16 px goes from edge to edge.
        assert at["x"] + at["width"] / 2 == pytest.approx(box["x"] + 8 + (box["width"] - 16) / 3, abs=1)


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


def test_forced_colours_keep_the_picture_and_the_controls(browser: Any, address: str) -> None:
    with opened(browser, address, forced_colors="active", reduced_motion="reduce") as page:
        assert page.evaluate("getComputedStyle(document.querySelector('.run.s-momentum .trail')).stroke") == (
            "rgb(20, 72, 180)"
        )
        assert page.get_by_role("button", name="Play").is_visible()
