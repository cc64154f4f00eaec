"""Chromium by Playwright, in a context of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engines import END, ENTER, ESCAPE, HOME, LEFT, LOADED, RIGHT, SPACE, TAB, Engine, Part

KEYS = {ENTER: "Enter", TAB: "Tab", ESCAPE: "Escape", SPACE: "Space", END: "End", HOME: "Home",
        LEFT: "ArrowLeft", RIGHT: "ArrowRight"}  # fmt: skip


class Chromium(Engine):
    """A window of the browser that the other tests use; `options` are those of Playwright's contexts."""

    name = "chromium"

    def __init__(self, browser: Any, **options: Any) -> None:
        self._context = browser.new_context(**options)
        self.page = self._context.new_page()
        self._messages: list[str] = []
        self.page.on("console", lambda message: self._messages.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self._messages.append(f"error: {error}"))

    def open(self, address: str) -> None:
        self._messages.clear()
        self.page.goto(address)
        self.evaluate(LOADED)

    def evaluate(self, expression: str) -> Any:
        return self.page.evaluate(f"async () => ({expression})")

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def click(self, selector: str) -> None:
        self.page.click(selector)

    def press(self, key: str) -> None:
        self.page.keyboard.press(KEYS.get(key, key))

    def back(self) -> None:
        self.page.go_back()

    def screenshot(self, path: Path, part: Part) -> None:
        clip = dict(zip(("x", "y", "width", "height"), part, strict=True))
        self.page.screenshot(path=path, clip=clip)

    def messages(self) -> list[str]:
        return [*self._messages]

    def quit(self) -> None:
        self._context.close()
