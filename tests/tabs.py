"""Pages that tests have open in the main browser, and windows that one test hands on to the next, empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

# How a window is that nobody has changed, and how a phone's is.
SIZE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
TOUCH = {"has_touch": True, "is_mobile": True}
LOOK = {"media": "screen", "color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}
# Windows that no test has open, by their browser and what can't be changed in one.
FREE: dict[Any, list[Page]] = {}


@contextmanager
def window(browser: Browser, **fixed: Any) -> Iterator[Page]:
    """A window that another test may have had; whoever takes it leaves nothing behind. `fixed` makes its context."""
    free = FREE.setdefault((browser, *sorted(fixed.items())), [])
    page = free.pop() if free else browser.new_context(**fixed).new_page()
    yield page
    free.append(page)


@contextmanager
def empty(
    browser: Browser, server: str, *, viewport: Any = SIZE, look: dict[str, Any] | None = None, **fixed: Any
) -> Iterator[Page]:
    """An empty window that another test may have had, which remembers nothing of it; most of a new one's time is saved.

    `look` is what media queries ask for, `fixed` what a context is made with. What a browser keeps for an hour is
    there: who looks at a first visit takes a context of their own.
    """
    with window(browser, base_url=server, **fixed) as page:
        page.set_viewport_size(viewport)
        page.emulate_media(**{**LOOK, **(look or {})})
        yield page
        page.mouse.move(0, 0)
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
        page.goto("about:blank")


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """An empty window with motion, in the place of Playwright's `page`, which is a new one each time."""
    with empty(browser, server) as page:
        yield page


def until(page: Page, condition: str) -> None:
    """Waits for a condition; the policy of a page keeps Playwright from doing so inside it."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"It stayed false: {condition}")
