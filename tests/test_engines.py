"""Every page's figures in Chromium, Firefox and WebKit: legible, drawn, moving, and nothing in the console."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from seen import Seen, figures
from tools import browser as browsers
from visits import LOOKS

# Of the smallest tablet, where panels stand side by side, and of phones; the first look is a desk's.
WIDTHS = (700, 390, 320)


@pytest.fixture(scope="session")
def seen(engine: Engine, server: str, request: pytest.FixtureRequest) -> Callable[[str], Seen]:
    """`seen(page)`: each page is opened once in each engine; in Chromium, other tests visit it too."""

    @cache
    def look(page: str) -> Seen:
        if engine.name == "chromium":
            found = request.getfixturevalue("visit")(page, *LOOKS[0]).figures
            assert set(found.scroll) >= set(WIDTHS)
            return found
        engine.open_at_any_width(server + where(page))
        found = figures(engine, WIDTHS)
        engine.open("about:blank")  # so that nothing has to be laid out once more
        engine.resize(1280, 900)
        return found

    return look


every_page = pytest.mark.parametrize("page_name", PAGES)


@every_page
def test_the_console_is_empty_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    assert seen(page_name).messages == []


@every_page
def test_text_in_figures_is_legible_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    for size, text in seen(page_name).texts:
        assert 9 <= size <= 40, text


@every_page
def test_words_in_figures_stay_inside_their_panels_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    assert seen(page_name).beyond == []


@every_page
def test_lines_in_figures_are_drawn_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    for width, element in seen(page_name).strokes:
        assert width > 0.2, element


@every_page
def test_nothing_scrolls_sideways_in_every_engine(seen: Callable[[str], Seen], page_name: str) -> None:
    for window, content in seen(page_name).scroll.items():
        assert content <= window


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


ROOM, REACH = (900, 500), 40  # a window that has room for the map; how far around a head its trail is looked for


@contextmanager
def sharp(engine: Engine, browser: Any, ratio: int) -> Iterator[Engine]:
    """A window of the engine in which a CSS pixel is so many of the screen's."""
    own: Engine | None = None
    if isinstance(engine, Firefox):
        engine.prefer("layout.css.devPixelsPerPx", str(ratio))
    elif isinstance(engine, Chromium):
        own = Chromium(browser, device_scale_factor=ratio)
    elif ratio > 1:
        own = WebKit(*(browsers.webkit() or ("", "")), scale=ratio)
    window = own or engine
    window.resize(*ROOM)
    yield window
    if own:
        own.quit()
        return
    if isinstance(engine, Firefox):
        engine.prefer("layout.css.devPixelsPerPx", "-1.0")
    engine.resize(1280, 900)


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_the_painted_trail_reaches_its_head_at_every_pixel_ratio(
    engine: Engine, browser: Any, server: str, ratio: int, tmp_path: Path
) -> None:
    with sharp(engine, browser, ratio) as window:
        window.open(server + where("ravine.md"))
        assert window.evaluate("devicePixelRatio") == ratio
        for step in STEPS[window.name]:
            x, y = window.evaluate(f"({ALONE})(['zigzag', 0, 0, {step}])")
            window.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            left, top = (int(middle) - REACH for middle in (x, y))
            window.screenshot(tmp_path / "seen.png", (left, top, 2 * REACH, 2 * REACH))
            picture = np.asarray(Image.open(tmp_path / "seen.png").convert("L"))
            assert picture.shape == (2 * REACH * ratio, 2 * REACH * ratio)
            rows, columns = np.nonzero(picture < 230)  # a pixel that is painted in part counts
            away = np.hypot(left + (columns + 0.5) / ratio - x, top + (rows + 0.5) / ratio - y)
            assert away.min(initial=REACH) <= 1.0, f"step {step}: the trail ends {away.min(initial=REACH):.1f} px off"
