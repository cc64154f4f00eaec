"""Three browser engines behind one interface: Chromium by Playwright, Firefox and WebKit by their own remote controls.

Nothing here needs a package of its own: Firefox is spoken to by Marionette over a socket, WebKit by WebDriver over
HTTP.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

ENTER, TAB, ESCAPE, SPACE, END, HOME, LEFT, RIGHT = (chr(0xE000 + n) for n in (7, 4, 12, 13, 16, 17, 18, 20))


Part = tuple[int, int, int, int]  # left, top, width and height of a part of the window, in CSS pixels


class EngineError(RuntimeError):
    """An engine that doesn't start, or a command that it refuses; the message is the engine's own."""


class Engine:
    """A window of one engine. `evaluate` takes a JavaScript expression, waits for a promise, and returns its value."""

    name = ""

    def open(self, address: str) -> None:
        """Loads a page and forgets the messages of the one before; returns once it has loaded, with its fonts."""
        raise NotImplementedError

    def open_at_any_width(self, address: str) -> None:
        """Loads a page that will be seen in windows as narrow as phones, each as wide as a desk at first."""
        self.open(address)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON carries it."""
        raise NotImplementedError

    def resize(self, width: int, height: int) -> None:
        """Sets the size of the page's viewport in CSS pixels."""
        raise NotImplementedError

    def click(self, selector: str) -> None:
        """Clicks the first element that a selector names, as a mouse does."""
        raise NotImplementedError

    def press(self, key: str) -> None:
        """Presses and releases a key: a character, or one of the constants of this module."""
        raise NotImplementedError

    def back(self) -> None:
        """Goes one step back in the history."""
        raise NotImplementedError

    def screenshot(self, path: Path, part: Part) -> None:
        """Writes a part of what is seen as a PNG."""
        raise NotImplementedError

    def messages(self) -> list[str]:
        """What the console has shown since the page was opened."""
        raise NotImplementedError

    def quit(self) -> None:
        """Ends what was started."""
        raise NotImplementedError

    def until(self, expression: str, seconds: float = 20.0) -> Any:
        """Waits until the expression is true and returns it; raises EngineError where it stays false."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise EngineError(f"{self.name}: {expression} stayed {value!r} for {seconds} s.")
            time.sleep(0.05)
        return value


LOADED = "document.fonts.ready.then(() => true)"
