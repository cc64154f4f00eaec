"""No word of a figure lies on a curve, on another word or on a mark of its panel, on a desk, a tablet or a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from built import PAGES, where

WIDTHS = (1440, 768, 390, 320)
OPEN = "document.querySelectorAll('.sm-page details').forEach((one) => { one.open = true })"
# Every figure rests at its end. A word has the height of its letters, not of its line. Words that are turned stand
# along a curve on purpose; contours, hairlines and the tracks of memory lie under words as the ground does.
MET = """(() => {
  const found = new Set(), seen = (one) => {
    const style = getComputedStyle(one);
    return style.visibility === "visible" && style.opacity !== "0" && style.display !== "none";
  };
  for (const svg of document.querySelectorAll(":is(.sm-figure, .sm-cards) .sm-panel > svg")) {
    const player = svg.closest("sm-player"), name = svg.closest(".sm-figure, .sm-cards a").id || "a card";
    if (player && player.step < player.querySelector("input[type=range]").max)
      player.seek(player.querySelector("input[type=range]").max);
    const whole = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].filter(seen).map((text) => {
      const {a, b} = text.getScreenCTM(), box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b), middle = (box.top + box.bottom) / 2;
      return {text: text.textContent, turned: Math.abs(b) > 1e-6, left: box.left + 1, right: box.right - 1,
        top: middle - .3 * size, bottom: middle + .36 * size};
    }).filter(({left, right, turned}) => right > left && !turned);
    const meet = (one, other) => one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom;
    words.forEach((one, place) => words.slice(0, place).filter((other) => meet(one, other))
      .forEach((other) => found.add(`${name}: ${one.text} / ${other.text}`)));
    for (const path of svg.querySelectorAll("path")) {
      if (path.closest(".s-contour, .s-hairline, .memory, .ghost, .flash, defs, clipPath")) continue;
      if (getComputedStyle(path).stroke === "none" || !seen(path) || !path.getTotalLength()) continue;
      const at = path.getScreenCTM(), length = path.getTotalLength(), cut = path.closest("[clip-path]");
      const room = cut ? document.getElementById(cut.getAttribute("clip-path").slice(5, -1)).firstElementChild : null;
      const inside = room ? ({x, y}) => x >= room.x.baseVal.value && y >= room.y.baseVal.value
        && x <= room.x.baseVal.value + room.width.baseVal.value && y <= room.y.baseVal.value + room.height.baseVal.value
        : () => true;
      const parts = Math.min(3000, Math.ceil(length * Math.hypot(at.a, at.b) / 1.5)), hits = new Map();
      for (let part = 0; part <= parts; part++) {
        const local = path.getPointAtLength(length * part / parts);
        if (!inside(local)) continue;
        const {x, y} = local.matrixTransform(at);
        if (x < whole.left || x > whole.right || y < whole.top || y > whole.bottom) continue;
        for (const one of words)
          if (x > one.left && x < one.right && y > one.top && y < one.bottom) hits.set(one, (hits.get(one) ?? 0) + 1);
      }
      for (const [one, count] of hits)
        if (count > 1) found.add(`${name}: ${one.text} on a line ${path.getAttribute("class") ?? ""}`);
    }
  }
  return [...found] })()"""


@pytest.mark.parametrize("page_name", PAGES)
def test_words_of_a_figure_lie_on_no_curve_and_on_no_other_word(page: Page, page_name: str) -> None:
    page.goto(where(page_name))
    page.evaluate("document.fonts.ready.then(() => true)")
    met = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(OPEN)
        met |= dict.fromkeys(page.evaluate(MET), width)
    assert not met
