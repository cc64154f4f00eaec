"""A page with figures of their own and the player, as tests of the player open it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tabs import window

NAME = "ravine-duel"
WIDE = {"width": 1400, "height": 1000}
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
# Whether the page takes an event for itself, and the step after it.
TAKEN = f"""(one, [kind, name, options]) => {{
  const event = new globalThis[kind](name, {{ bubbles: true, cancelable: true, ...options }});
  let taken = false;
  addEventListener(name, (event) => {{ taken = event.defaultPrevented; event.preventDefault(); }}, {{ once: true }});
  one.dispatchEvent(event);
  return [taken, {PLAYER}.step] }}"""


@contextmanager
def opened(
    browser: Any,
    address: str,
    *,
    viewport: dict[str, int] = WIDE,
    reduced_motion: str = "no-preference",
    **options: Any,
) -> Iterator[Any]:
    """A page, loaded anew in a window that another test may have had, which keeps nothing of it; it says no word."""
    with window(browser, **options) as page:
        faults: list[str] = []
        listeners = {
            "console": lambda message: faults.append(message.text),
            "pageerror": lambda error: faults.append(str(error)),
        }
        for event, listener in listeners.items():
            page.on(event, listener)
        page.set_viewport_size(viewport)
        page.emulate_media(media="screen", reduced_motion=reduced_motion)
        if "#" in address:
            page.goto("about:blank")  # or it would only be another place of the page that is there
        page.goto(address)
        page.evaluate("document.fonts.ready")
        yield page
        assert faults == []
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        page.evaluate("() => { localStorage.clear(); document.documentElement.remove() }")


def speed_after(page: Any, load: Any, speed: str) -> str:
    """The speed of a page that is loaded until it has this one: a browser writes down what a page keeps in its time."""
    for _ in range(100):
        load()
        chosen = str(page.locator(".sm-controls select").first.input_value())
        if chosen == speed:
            break
        page.wait_for_timeout(200)
    return chosen


def words(page: Any) -> str:
    return str(page.locator(".sm-words").inner_text()).replace("\n", " ")
