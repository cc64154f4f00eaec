"""What an engine shows of a page's figures: how large its words and lines are, what lies outside, and what moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engines import Engine

OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
TEXTS = """[...document.querySelectorAll('.sm-panel text')].map((text) => {
  const {a, b} = text.getScreenCTM();
  return [parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b), text.textContent] })"""
STROKES = """[...document.querySelectorAll('.sm-panel :is(.w, .ghost, .trail, .head)')].map((one) => {
  const {a, b, c, d} = one.getScreenCTM(), style = getComputedStyle(one);
  const wide = style.stroke === "none" ? 1 : parseFloat(style.strokeWidth) * Math.sqrt(Math.abs(a * d - b * c));
  return [wide, wide > 1 ? "" : one.outerHTML.slice(0, 80)] })"""
# The page is made so small that all of it is in view, and all players play at once, each until it has made two steps,
# at a speed at which that takes few pictures and none comes to its end; what is still where it was did not move.
STILL = """(async () => {
  const players = [...document.querySelectorAll('sm-player')], {style} = document.body;
  const look = (player) => [...player.querySelectorAll('.head, .trail, .sweep, .hold, .flash')].map((one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return [box.x, box.y, style.strokeDashoffset, style.visibility].join() }).join(";");
  localStorage.setItem("sm-speed", 12);
  scrollTo({top: 0, behavior: "instant"});
  style.transformOrigin = "0 0";
  style.transform = `scale(${Math.min(1, innerHeight / document.documentElement.scrollHeight)})`;
  for (const player of players) player.seek(0);
  const before = players.map(look);
  for (const player of players) player.play();
  for (const end = performance.now() + 9000; players.some(({playing}) => playing) && performance.now() < end;) {
    await new Promise((done) => requestAnimationFrame(done));
    for (const player of players) if (player.step >= 2) player.pause();
  }
  for (const player of players) player.pause();
  const after = players.map(look);
  style.transform = style.transformOrigin = "";
  localStorage.removeItem("sm-speed");
  return players.filter((one, place) => one.step < 2 || one.matches(".sm-resting") || after[place] === before[place])
    .map(({dataset}) => dataset.title) })()"""


# What words a reader sees of a figure that lie beyond the edge of their panel: at its first, middle and last moment.
BEYOND = """(() => {
  const found = [], figures = [...document.querySelectorAll("figure[data-figure]")];
  for (const share of [0, 0.5, 1]) {
    for (const player of document.querySelectorAll("figure[data-figure] sm-player"))
      player.seek(Math.round(share * player.querySelector("input[type=range]").max));
    for (const figure of figures.filter((one) => share === 0 || one.querySelector("sm-player"))) {
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


@dataclass
class Seen:
    """What an engine showed of a page: sizes of words and lines, what lay outside at some width, what stood still."""

    texts: list[Any] = field(default_factory=list)
    beyond: list[Any] = field(default_factory=list)
    scroll: dict[int, int] = field(default_factory=dict)
    strokes: list[Any] = field(default_factory=list)
    still: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    laid: dict[str, dict[int, list[Any]]] = field(default_factory=dict)


Laid = Mapping[str, tuple[str, Iterable[int]]]
WIDE = f"({OPEN}, document.documentElement.scrollWidth)"


def figures(engine: Engine, widths: Iterable[int], height: int = 844, laid: Laid | None = None) -> Seen:
    """Looks at the page that is open, as wide as it is, plays its figures, and looks again at other widths.

    `laid` has scripts by name, each with the widths at which it is asked too.
    """
    first, laid, seen = int(engine.evaluate(f"({OPEN}, innerWidth)")), laid or {}, Seen()
    for width in (first, *widths):
        asked = {"texts": TEXTS, "beyond": BEYOND}
        asked |= {name: script for name, (script, places) in laid.items() if width in places}
        if width == first:
            asked = {"strokes": STROKES, "still": STILL} | asked
        else:
            engine.resize(width, height)
        scripts = [f"{name}: await {script}" for name, script in asked.items()]
        found = engine.evaluate(f"({{wide: {WIDE}, {', '.join(scripts)}}})")
        seen.scroll[width] = found.pop("wide")
        for name, said in found.items():
            if name in laid:
                seen.laid.setdefault(name, {})[width] = said
            else:
                getattr(seen, name).extend(said)
    seen.messages += engine.messages()
    return seen


def scroll(engine: Engine, widths: Iterable[int], height: int = 844) -> dict[int, int]:
    """How wide the page that is open is in windows of these widths, with its folds open."""
    found = {}
    for width in widths:
        engine.resize(width, height)
        found[width] = engine.evaluate(WIDE)
    return found
