"""What a browser finds on one visit to a page: each page is visited in each look once, for all tests that ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import axe
from engines.chromium import Chromium
from laid import LAID
from seen import OPEN, WIDE, Seen, figures, scroll


@dataclass
class Visit:
    """What was seen of a page: messages, requests, bytes as transferred, accessibility faults, figures, and so on."""

    address: str
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    transferred: dict[str, int] = field(default_factory=dict)
    axe: list[str] = field(default_factory=list)
    shift: float = 0.0
    classes: set[str] = field(default_factory=set)
    cookies: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    maps: list[tuple[str, float, float]] = field(default_factory=list)
    over: list[tuple[float, str]] = field(default_factory=list)
    scroll: dict[int, int] = field(default_factory=dict)
    figures: Seen | None = None

    def laid(self, name: str) -> dict[int, list[Any]]:
        """Width -> what one of the scripts of LAID found there."""
        assert self.figures is not None
        return self.figures.laid[name]


WATCH = """
addEventListener("securitypolicyviolation", (event) => {
  console.error("policy:", event.violatedDirective, event.blockedURI);
});
window.shifted = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) shifted += entry.value })
  .observe({type: "layout-shift", buffered: true});
"""

# The looks in which a page is opened, and read by axe with every rule that it has: each scheme and each width once.
# Opened, it is also made narrower and wider, and shown in the other scheme.
LOOKS = (("light", 1440), ("dark", 390))
HEIGHTS = {1440: 900, 390: 664}
WIDTHS = (1440, 768, 700, 390, 320)
# The widths at which each look is seen: colours change none, so that the dark phone's page is only made wide.
SEEN = {1440: WIDTHS, 390: (390, 1440)}

# A map is a panel with contour lines; the side view of a valley is none.
MAPS = """[...document.querySelectorAll('.sm-figure .sm-map:has(.s-contour)')].map((one) => {
  const {width, height} = one.querySelector('svg').getBoundingClientRect();
  return [one.closest('.sm-figure').id, width, height] })"""
# How far the words of a map reach over the edge of what is seen of it, its halo left out.
OVER = """[...document.querySelectorAll('.sm-figure .sm-map:has(.s-contour) > svg')].flatMap((svg) => {
  const map = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].map((text) => {
    const box = text.getBoundingClientRect();
    const far = Math.max(map.left - box.left, box.right - map.right);
    return [far, `${svg.closest('.sm-figure').id}: ${text.textContent}`] })
}).filter(([far]) => far > 1)"""


def make_visit(window: Chromium, address: str, scheme: str, width: int) -> Visit:
    """Opens a page, lets it come to rest, opens its folds, asks axe about everything, and changes window and scheme.

    The window may have shown other pages before; it is left empty, and remembers nothing.
    """
    page, visit = window.page, Visit(address)
    window.resize(width, HEIGHTS[width])
    page.emulate_media(color_scheme=scheme)

    def ask(request: Any) -> None:
        visit.requests.append(request.url)

    def weigh(response: Any) -> None:
        visit.transferred[response.url] = int(response.headers.get("content-length", 0))

    page.on("request", ask)
    page.on("response", weigh)
    window.open(address)
    page.wait_for_timeout(250)  # for what a page does once it is there
    visit.shift = page.evaluate("shifted")
    window.evaluate(OPEN)
    visit.axe += axe.faults(page)
    visit.classes |= {*page.evaluate("[...document.querySelectorAll('[class]')].flatMap(one => [...one.classList])")}
    visit.levels += page.evaluate(
        "[...document.querySelectorAll('article :is(h1, h2, h3, h4, h5, h6)')].map(one => +one.tagName[1])"
    )
    visit.cookies += [str(cookie) for cookie in page.context.cookies()]
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    others = [other for other in SEEN[width] if other != width]
    if width == 390:
        visit.maps, visit.over = page.evaluate(MAPS), page.evaluate(OVER)
        visit.scroll |= {width: window.evaluate(WIDE)} | scroll(window, others)
    else:
        visit.figures = figures(window, others, laid=LAID)
        visit.scroll |= visit.figures.scroll
    visit.messages += window.messages()
    page.remove_listener("request", ask)
    page.remove_listener("response", weigh)
    window.evaluate("(localStorage.clear(), sessionStorage.clear())")
    page.context.clear_cookies()
    page.goto("about:blank")
    return visit
