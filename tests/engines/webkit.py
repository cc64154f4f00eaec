"""WebKitGTK by WebDriver over HTTP, on a screen of its own that nobody sees."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from engines import LOADED, EngineError
from engines.remote import Remote

COMMANDS = {
    "navigate": "POST url", "execute": "POST execute/async", "find": "POST element", "click": "POST element/{id}/click",
    "act": "POST actions", "back": "POST back", "screenshot": "GET screenshot", "rect": "POST window/rect",
    "frame": "POST frame",
}  # fmt: skip
SCREEN = (2800, 1700)
# Pictures come from the page's process as they are; to feign a graphics card for them takes longer than to paint them.
UNACCELERATED = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
BAR = 38
# The theme watches the sizes of a page's parts. Where two of them change in one frame, WebKit tells one in the next and
# says so, now and then; in the other engines, where nothing is put off, the same words count.
DEFERRED = "ResizeObserver loop completed with undelivered notifications"
NARROWEST = 500  # the window has a bar of tools that can't be narrower: what must be is shown in a frame
SIZED = (
    "(() => {{ const {{style}} = document.querySelector('iframe'); style.width = '{}px'; style.height = '{}px' }})()"
)


class WebKit(Remote):
    """A window of WebKitGTK's own small browser."""

    name = "webkit"

    def __init__(self, driver: str, screen: str, *, scale: int = 1) -> None:
        self._screen = self._driver = None
        self._scale = scale
        self._session, self._framed, self._size, self._room = "", False, (1280, 900), (0, 0)
        try:
            display = self._start_screen(screen)
            own = {"DISPLAY": display, "GDK_SCALE": str(scale), **UNACCELERATED}
            port = self._start_driver(driver, {**os.environ, **own})
            self._root = f"http://127.0.0.1:{port}/"
            self._wait()
            options = {"webkitgtk:browserOptions": {"args": ["--automation"]}}
            answer = self._request("POST", "session", {"capabilities": {"alwaysMatch": options}})
            self._session = f"session/{answer['sessionId']}/"
            self.command("rect", x=0, y=0, width=SCREEN[0] // scale, height=SCREEN[1] // scale)
        except (OSError, EngineError) as error:
            self.quit()
            raise EngineError(f"WebKit ({driver}) did not start: {error}") from error

    def _start_screen(self, program: str) -> str:
        reader, writer = os.pipe()
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        self._screen = subprocess.Popen(
            [program, "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writer)
        with os.fdopen(reader) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise EngineError("its screen did not start")
        return f":{number}"

    def _start_driver(self, program: str, environment: dict[str, str]) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        self._driver = subprocess.Popen(
            [program, f"--port={port}"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        return port

    def _wait(self) -> None:
        for _ in range(300):
            with contextlib.suppress(OSError):
                self._request("GET", "status")
                return
            time.sleep(0.1)
        raise EngineError("its driver does not answer")

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._root + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            said = json.load(error)["value"]
            raise EngineError(f"WebKit: {said['error']}: {said['message']}") from error

    def command(self, name: str, **body: Any) -> Any:
        method, path = COMMANDS[name].split()
        return self._request(method, self._session + path.format(**body), None if method == "GET" else body)

    def open(self, address: str) -> None:
        # WebKit's driver doesn't tell what the console says; the server puts a script in the page that listens.
        self._framed = False
        mark = "&" if "?" in address else "?"
        super().open(f"{address}{mark}listen" if address.startswith("http") else address)

    def open_at_any_width(self, address: str) -> None:
        where = urlsplit(address)
        self.command("navigate", url=f"{where.scheme}://{where.netloc}/framed{where.path}?listen")
        self._framed = True
        self.resize(*self._size)

    def resize(self, width: int, height: int) -> None:
        self._size = width, height
        self.command("frame", id=None)
        # A frame has room in a window that is larger, and to make that smaller takes longer than all else.
        if not self._framed or width > self._room[0] or height > self._room[1]:
            # Around the middle of the screen, where the pointer rests: where nobody manages windows, the keys go there.
            self._room = max(width, NARROWEST), height
            x, y = ((screen // self._scale - own) // 2 for screen, own in zip(SCREEN, self._room, strict=True))
            self.command("rect", x=x, y=y, width=self._room[0], height=height + BAR)
        if self._framed:
            self.evaluate(SIZED.format(width, height))
            self.command("frame", id=0)
            self.evaluate(LOADED)
        self.until(f"innerWidth === {width} && innerHeight === {height}")

    def messages(self) -> list[str]:
        return [one for one in self.evaluate("window.heard ?? []") if DEFERRED not in one]

    def quit(self) -> None:
        with contextlib.suppress(OSError, EngineError, AttributeError):
            self._request("DELETE", self._session)
        for process in (self._driver, self._screen):
            if process is not None:
                process.terminate()
                process.wait(timeout=30)
