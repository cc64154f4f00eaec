"""What Firefox's and WebKit's remote controls have in common: the commands of the W3C's WebDriver."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image

from engines import LOADED, Engine, Part

SCRIPT = "const done = arguments[arguments.length - 1]; (async () => (%s))()" \
         ".then((value) => done({value}), (error) => done({error: String(error)}))"  # fmt: skip
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Remote(Engine):
    """An engine that takes WebDriver's commands; `command` sends one by the name it has in `COMMANDS` of its module."""

    def command(self, name: str, **body: Any) -> Any:
        """Sends a command and returns its value."""
        raise NotImplementedError

    def open(self, address: str) -> None:
        self.command("navigate", url=address)
        self.evaluate(LOADED)

    def evaluate(self, expression: str) -> Any:
        found = self.command("execute", script=SCRIPT % expression, args=[])
        assert "error" not in found, f"{self.name}: {found['error']} in {expression}"
        return found.get("value")

    def click(self, selector: str) -> None:
        element = self.command("find", using="css selector", value=selector)
        self.command("click", id=element[ELEMENT])

    def press(self, key: str) -> None:
        stroke = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.command("act", actions=[{"type": "key", "id": "keyboard", "actions": stroke}])

    def back(self) -> None:
        self.command("back")

    def screenshot(self, path: Path, part: Part) -> None:
        with Image.open(io.BytesIO(base64.b64decode(self.command("screenshot")))) as whole:
            scale = whole.width / self.evaluate("innerWidth")
            left, top, width, height = part
            whole.crop(tuple(round(edge * scale) for edge in (left, top, left + width, top + height))).save(path)
