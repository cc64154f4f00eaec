"""Every page's figures in Chromium, Firefox and WebKit: legible, drawn, moving, and nothing in the console."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from built import PAGES, where
from engines import Engine
from tools import browser as browsers

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


@dataclass(frozen=True)
class Seen:
    """What an engine showed of a page."""

    texts: list[Any]
    narrow: list[Any]
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
        engine.resize(390, 844)
        narrow = engine.evaluate(TEXTS)
        engine.resize(1280, 900)
        return Seen(texts, narrow, strokes, still, engine.messages())

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


# All but one trail is hidden; where the head of that trail stands is returned.
ALONE = """([figure, panel, run, step]) => {
  const player = document.querySelector(`#${figure} sm-player`);
  player.scrollIntoView({block: "center", behavior: "instant"});
  player.seek(step);
  if (!document.adoptedStyleSheets.length) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".sm-panel svg * {visibility: hidden !important}"
      + ".sm-panel svg .alone {visibility: visible !important; stroke: #000 !important}");
    document.adoptedStyleSheets = [sheet];
  }
  for (const trail of document.querySelectorAll(".alone")) trail.classList.remove("alone");
  const group = player.querySelectorAll(".sm-panel")[panel].querySelectorAll(".run")[run];
  group.querySelector(".trail").classList.add("alone");
  const box = group.querySelector(".head").getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2] }"""


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_painted_trail_reaches_its_head_at_every_pixel_ratio(browser: Any, server: str, ratio: int) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=ratio)
    page = context.new_page()
    page.goto(server + where("ravine.md"))
    reach = 40
    for step in (1, 6, 8.5, 11, 14, 18, 18.5, 25):
        x, y = page.evaluate(ALONE, ["zigzag", 0, 0, step])
        clip = {"x": x - reach, "y": y - reach, "width": 2 * reach, "height": 2 * reach}
        picture = np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L"))
        rows, columns = np.nonzero(picture < 230)  # a pixel that is painted in part counts
        away = np.hypot((columns + 0.5) / ratio - reach, (rows + 0.5) / ratio - reach)
        assert away.min(initial=reach) <= 1.0, f"step {step}: the trail ends {away.min(initial=reach):.1f} px off"
    context.close()
