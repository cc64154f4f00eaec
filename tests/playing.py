"""A page with figures of their own and the player, as tests of the player open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAME = "ravine-duel"
WIDE, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}
PLAYER = "document.querySelector('sm-player')"
# How far each head is from the end of its trail, in CSS pixels.
HEADS = """() => [...document.querySelectorAll('.run')].filter((run) => run.querySelector('.trail')).map((run) => {
  const trail = run.querySelector('.pen path'), head = run.querySelector('.head');
  const left = Math.min(1, parseFloat(getComputedStyle(trail).strokeDashoffset));
  const end = trail.getPointAtLength(trail.getTotalLength() * (1 - left));
  const at = end.matrixTransform(trail.getScreenCTM());
  const box = head.getBoundingClientRect();
  return Math.hypot(at.x - box.x - box.width / 2, at.y - box.y - box.height / 2);
})"""


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


def words(page: Any) -> str:
    return str(page.locator(".sm-words").inner_text()).replace("\n", " ")
