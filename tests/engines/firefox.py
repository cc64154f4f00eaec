"""Firefox by Marionette: JSON over a socket, each message with its length before it."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from engines import EngineError
from engines.remote import Remote

COMMANDS = {
    "navigate": "Navigate", "execute": "ExecuteAsyncScript", "find": "FindElement", "click": "ElementClick",
    "act": "PerformActions", "back": "Back", "screenshot": "TakeScreenshot",
}  # fmt: skip
OPTIONS = {"screenshot": {"full": False}}
# What Firefox says of a formula that it lays out before the rest of it has arrived; of a whole one it counts.
UNFINISHED = re.compile(r"Layout: MathML: Invalid markup: Incorrect number of children for <(?P<tag>\w+)/> tag\.")
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
# What it says, seconds later, of a face that came too late for a page that does without; on a busy machine one does.
LATE = re.compile(r"DOM: The resource at “(?P<address>[^”]+)” preloaded with link preload was not used .*")
OPTIONAL = """(file) => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).some((rule) =>
  rule instanceof CSSFontFaceRule && rule.cssText.includes(`/${file}`) && /display: optional/.test(rule.cssText))"""
# Nothing asked of the network behind the test's back.
PREFERENCES = {
    "marionette.port": 0, "app.update.enabled": False, "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0, "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "extensions.update.enabled": False,
    "services.settings.server": "data:,none", "browser.safebrowsing.update.enabled": False,
    "dom.ipc.processPrelaunch.enabled": False, "ui.prefersReducedMotion": 0,
    "ui.useOverlayScrollbars": 1,  # as on phones, where a scroll bar takes no room
}  # fmt: skip
# The page's own process knows what scripts have said and how they failed, and of which window: what the page before
# says as it is left may come after the call that leaves it. The browser's process knows of all else.
SAID = """const [since, address] = arguments, {innerWindowId} = windowGlobalChild, {classes, interfaces} = Components;
const here = (one, place, id) => one.timeStamp >= since && String(place).startsWith(address) && id === innerWindowId;
const logged = classes["@mozilla.org/consoleAPI-storage;1"].getService(interfaces.nsIConsoleAPIStorage).getEvents()
  .filter((one) => here(one, one.filename, one.innerID)).map((one) => `${one.level}: ${[...one.arguments].join(" ")}`);
const failed = classes["@mozilla.org/consoleservice;1"].getService(interfaces.nsIConsoleService).getMessageArray()
  .filter((one) => one instanceof interfaces.nsIScriptError && one.category === "content javascript"
    && here(one, one.sourceName, one.innerWindowID)).map((one) => `${one.category}: ${one.errorMessage}`);
return [...logged, ...failed]"""
NOTED = """const [since, address] = arguments;
return Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError
  && one.category !== "content javascript" && one.timeStamp >= since && one.sourceName.startsWith(address))
  .map((one) => `${one.category}: ${one.errorMessage}`)"""


class Firefox(Remote):
    """A window of Firefox, without a screen."""

    name = "firefox"

    def __init__(self, program: str) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="firefox-"))
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        (self._profile / "user.js").write_text("".join(lines))
        self._process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(self._profile), "--marionette",
             "--remote-allow-system-access"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._count, self._opened, self._address = 0, 0.0, ""
        try:
            self._socket = socket.create_connection(("127.0.0.1", self._port()), timeout=120)
            self._answers = self._socket.makefile("rb")
            self._receive()
            self._send("WebDriver:NewSession", strictFileInteractability=True)
        except (OSError, EngineError) as error:
            self.quit()
            raise EngineError(f"Firefox ({program}) did not start: {error}") from error

    def _port(self) -> int:
        file, end = self._profile / "MarionetteActivePort", time.monotonic() + 120
        while not (file.exists() and file.read_text().strip()):
            if self._process.poll() is not None or time.monotonic() > end:
                raise EngineError("it opened no port")
            time.sleep(0.05)
        return int(file.read_text())

    def _receive(self) -> Any:
        length = b""
        while (digit := self._answers.read(1)) != b":":
            if not digit:
                raise EngineError("Firefox has closed the connection.")
            length += digit
        return json.loads(self._answers.read(int(length)))

    def _send(self, command: str, **body: Any) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, command, body]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._receive()
        if error:
            raise EngineError(f"Firefox: {error['error']}: {error['message']}")
        return result.get("value", result)

    def command(self, name: str, **body: Any) -> Any:
        return self._send(f"WebDriver:{COMMANDS[name]}", **OPTIONS.get(name, {}), **body)

    def system(self, script: str, *values: Any) -> Any:
        """Runs a script with the rights of the browser itself."""
        self._send("Marionette:SetContext", value="chrome")
        try:
            return self._send("WebDriver:ExecuteScript", script=script, args=[*values])
        finally:
            self._send("Marionette:SetContext", value="content")

    def prefer(self, name: str, value: int | str) -> None:
        """Sets a preference while the browser runs."""
        kind = "Int" if isinstance(value, int) else "Char"
        self.system(f"Services.prefs.set{kind}Pref(arguments[0], arguments[1])", name, value)

    def open(self, address: str) -> None:
        self._opened, self._address = time.time() * 1000, address.rpartition("/")[0]
        super().open(address)

    def resize(self, width: int, height: int) -> None:
        sizes = "const {style} = gBrowser.selectedBrowser; [style.width, style.height] = [...arguments]"
        self.system(sizes, f"{width}px", f"{height}px")
        self.until(f"innerWidth === {width} && innerHeight === {height}")

    def messages(self) -> list[str]:
        asked = [self._opened, self._address]
        said = self._send("WebDriver:ExecuteScript", script=SAID, args=asked, sandbox="system")
        said += self.system(NOTED, *asked)
        return [one for one in said if not self._timed(one)]

    def _timed(self, message: str) -> bool:
        """Whether what a message tells of comes of when things have arrived, and of nothing that the page has wrong."""
        if match := UNFINISHED.fullmatch(message):
            return self._whole(match["tag"])
        if match := LATE.fullmatch(message):
            return bool(self.evaluate(f"({OPTIONAL})({json.dumps(match['address'].rpartition('/')[2])})"))
        return False

    def _whole(self, tag: str) -> bool:
        """Whether every such part of the page's formulas has as many children as it takes."""
        parts = f"document.querySelectorAll('math {tag}')"
        return bool(self.evaluate(f"[...{parts}].every((one) => one.children.length === {CHILDREN.get(tag, -1)})"))

    def quit(self) -> None:
        with contextlib.suppress(OSError, EngineError, AttributeError):
            self._send("Marionette:Quit", flags=["eForceQuit"])
        for connection in (getattr(self, "_answers", None), getattr(self, "_socket", None)):
            if connection is not None:
                connection.close()
        self._process.terminate()
        self._process.wait(timeout=30)
        shutil.rmtree(self._profile, ignore_errors=True)
