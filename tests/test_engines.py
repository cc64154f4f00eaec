"""Every page's figures in Chromium, Firefox and WebKit: legible, drawn, moving, and nothing in the console."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from built import PAGES, where
from engines import Engine
from engines.chromium import Chromium
from engines.firefox import Firefox
from engines.webkit import WebKit
from tools import browser as browsers

# Of a tablet and of phones; the first look is a desk's.
WIDTHS = (768, 390, 320)
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
TEXTS = """[...document.querySelectorAll('.sm-panel text')].map((text) => {
  const {a, b} = text.getScreenCTM();
  return [parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b), text.textContent] })"""
STROKES = """[...document.querySelectorAll('.sm-panel :is(.w, .ghost, .trail, .head)')].map((one) => {
  const {a, b, c, d} = one.getScreenCTM(), style = getComputedStyle(one);
  return [style.stroke === "none" ? 1 : parseFloat(style.strokeWidth) * Math.sqrt(Math.abs(a * d - b * c)),
    one.outerHTML.slice(0, 80)] })"""
# Each player is brought into view and played for two steps; what is still where it was did not move.
STILL = """(async () => {
  const still = [];
  localStorage.setItem("sm-speed", 4);
  for (const player of document.querySelectorAll('sm-player')) {
    player.scrollIntoView({block: "center", behavior: "instant"});
    const look = () => [...player.querySelectorAll('.head, .trail, .sweep, .hold, .flash')].map((one) => {
      const box = one.getBoundingClientRect(), style = getComputedStyle(one);
      return [box.x, box.y, style.strokeDashoffset, style.visibility].join() }).join(";");
    player.seek(0);
    const before = look();
    player.play();
    for (const end = performance.now() + 9000; player.step < 2 && performance.now() < end;)
      await new Promise((done) => setTimeout(done, 20));
    player.pause();
    if (player.step < 2 || look() === before) still.push(player.dataset.title);
  }
  localStorage.removeItem("sm-speed");
  return still })()"""


# What words a reader sees of a figure that lie beyond the edge of their panel: at its first, middle and last moment.
BEYOND = """(() => {
  const found = [];
  for (const figure of document.querySelectorAll("figure[data-figure]")) {
    const player = figure.querySelector("sm-player");
    for (const share of player ? [0, 0.5, 1] : [0]) {
      if (player) player.seek(Math.round(share * player.querySelector("input[type=range]").max));
      for (const panel of figure.querySelectorAll(".sm-panel")) {
        const edge = panel.getBoundingClientRect();
        for (const text of panel.querySelectorAll("text")) {
          const box = text.getBoundingClientRect(), style = getComputedStyle(text);
          if (!box.width || style.visibility !== "visible" || style.opacity === "0") continue;
          // A line's box is higher than its letters, and a chart may reach into its card's padding; a map is cut.
          const wide = Math.max(edge.left - box.left, box.right - edge.right);
          const high = Math.max(edge.top - box.top, box.bottom - edge.bottom);
          if (wide > (panel.matches(".sm-map") ? 4 : 16) || high > box.height / 2)
            found.push([figure.id, innerWidth, share, text.textContent, Math.round(wide), Math.round(high)]);
        }
      }
    }
  }
  return found })()"""


@dataclass(frozen=True)
class Seen:
    """What an engine showed of a page."""

    texts: list[Any]
    narrow: list[Any]
    beyond: list[Any]
    strokes: list[Any]
    still: list[str]
    messages: list[str]


@pytest.fixture(scope="session")
def seen(engine: Engine, server: str) -> Callable[[str], Seen]:
    """`seen(page)`: each page is opened once in each engine."""

    @cache
    def look(page: str) -> Seen:
        engine.open(server + where(page))
        engine.evaluate(OPEN)
        texts, strokes, still = engine.evaluate(TEXTS), engine.evaluate(STROKES), engine.evaluate(STILL)
        beyond, messages, narrow = engine.evaluate(BEYOND), engine.messages(), []
        for width in WIDTHS:
            engine.resize(width, 844)
            engine.evaluate(OPEN)
            narrow += engine.evaluate(TEXTS)
            beyond += engine.evaluate(BEYOND)
        engine.resize(1280, 900)
        return Seen(texts, narrow, beyond, strokes, still, messages)

    return look


every_page = pytest.mark.parametrize("page_name", PAGES)


@every_page
def test_the_console_is_empty_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    assert seen(page_name).messages == []


@every_page
def test_text_in_figures_is_legible_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    for size, text in [*seen(page_name).texts, *seen(page_name).narrow]:
        assert 9 <= size <= 40, text


@every_page
def test_words_in_figures_stay_inside_their_panels_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    assert seen(page_name).beyond == []


@every_page
def test_lines_in_figures_are_drawn_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    for width, element in seen(page_name).strokes:
        assert width > 0.2, element


@every_page
def test_figures_move_when_played_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    assert seen(page_name).still == []


def test_no_engine_is_missing_where_the_site_is_published_from() -> None:
    missing = browsers.missing()
    assert not (missing and os.environ.get("CI")), browsers.advice(missing)


@pytest.mark.parametrize("page_name", PAGES)
def test_no_page_asks_for_another_unasked(site_dir: Path, page_name: str) -> None:
    # Firefox fetches <link rel=next> by itself, which the policy refuses with a message.
    html = (site_dir / where(page_name) / "index.html").read_text("utf-8")
    assert not re.findall(r'<link[^>]*rel="?(?:next|prefetch)', html)


# Nothing is left of a map but one trail; where the head of that trail stands is returned.
ALONE = """(([figure, panel, run, step]) => {
  const player = document.querySelector(`#${figure} sm-player`);
  player.scrollIntoView({block: "center", behavior: "instant"});
  player.seek(step);
  const svg = player.querySelectorAll(".sm-panel svg")[panel], group = svg.querySelectorAll(".run")[run];
  group.querySelector(".trail").style.stroke = "#000";
  for (const one of svg.querySelectorAll("*"))
    if (!one.contains(group) && !group.contains(one) && !one.closest("defs")) one.style.display = "none";
  for (const one of group.querySelectorAll(".head, .memory")) one.style.opacity = 0;
  const box = group.querySelector(".head").getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2] })"""
STEPS = {"chromium": (1, 6, 8.5, 11, 14, 18, 18.5, 25), "firefox": (6, 11, 18.5), "webkit": (6, 11, 18.5)}


@contextmanager
def sharp(engine: Engine, browser: Any, ratio: int) -> Iterator[Engine]:
    """A window of the engine in which a CSS pixel is so many of the screen's."""
    if isinstance(engine, Firefox):
        engine.prefer("layout.css.devPixelsPerPx", str(ratio))
        yield engine
        engine.prefer("layout.css.devPixelsPerPx", "-1.0")
        return
    if isinstance(engine, WebKit):
        window: Engine = WebKit(*(browsers.webkit() or ("", "")), scale=ratio)
        window.resize(900, 500)
    else:
        window = Chromium(browser, viewport={"width": 1440, "height": 900}, device_scale_factor=ratio)
    yield window
    window.quit()


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_painted_trail_reaches_its_head_at_every_pixel_ratio(
    engine: Engine, browser: Any, server: str, ratio: int, tmp_path: Path
) -> None:
    with sharp(engine, browser, ratio) as window:
        window.open(server + where("ravine.md"))
        assert window.evaluate("devicePixelRatio") == ratio
        reach = 40
        for step in STEPS[window.name]:
            x, y = window.evaluate(f"({ALONE})(['zigzag', 0, 0, {step}])")
            window.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            window.screenshot(tmp_path / "seen.png")
            picture = np.asarray(Image.open(tmp_path / "seen.png").convert("L"))
            assert picture.shape[1] == pytest.approx(window.evaluate("innerWidth") * ratio, abs=2)
            rows, columns = np.nonzero(picture < 230)  # a pixel that is painted in part counts
            away = np.hypot((columns + 0.5) / ratio - x, (rows + 0.5) / ratio - y)
            assert away.min(initial=reach) <= 1.0, f"step {step}: the trail ends {away.min(initial=reach):.1f} px off"
