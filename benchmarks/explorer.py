"""The explorer in a browser: a change redrawn, and from a key to the next picture on a slowed processor."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import Row
from tools import browser as browsers

ROOT = Path(__file__).resolve().parents[1]
QUERY = "?steps=300&step=150"
SLOWED = 4
# Each change is made on the slider of a setting; its redrawing is timed with the layout that it causes.
REDRAW = """async (label) => {
  const slider = document.querySelector(`momentum-explorer input[type=range][aria-label="${label}"]`), times = [];
  for (let k = 0; k < 41; k += 1) {
    slider.valueAsNumber = 120 + 3 * k;
    const frame = new Promise((done) => requestAnimationFrame(done));
    slider.dispatchEvent(new Event("input"));
    await frame;
    const begin = performance.now();
    document.body.getBoundingClientRect();
    times.push(document.querySelector("momentum-explorer").drawn + performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[20] }"""
LISTEN = """() => { window.heard = []; new PerformanceObserver((list) => heard.push(...list.getEntries()
  .filter((one) => one.interactionId).map((one) => one.duration))).observe({type: "event", durationThreshold: 16}) }"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the explorer's page for frames, with its scripts, data and colours and nothing else."""
    from momentum.chapters import _explorer
    from momentum.site import explorer, tokens

    with TemporaryDirectory() as name:
        assets = Path(name, "assets", "explorer")
        assets.mkdir(parents=True)
        for file, content in explorer.files(ROOT / "docs" / "assets" / "explorer", _explorer.model()):
            (assets / file).write_bytes(content)
        (assets.parent / "style.css").write_text(tokens.stylesheet(), "utf-8")
        page = Path(name, "explorer", "embed.html")
        page.parent.mkdir()
        page.write_text(explorer.embedded("Seeing Momentum"), "utf-8")
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=name)) as httpd:
            threading.Thread(target=httpd.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{httpd.server_port}/explorer/embed.html{QUERY}"
            httpd.shutdown()


def rows() -> list[Row]:
    """Seconds of a redrawing, two methods of 300 steps and the map of rates, and of an interaction."""
    from playwright.sync_api import sync_playwright

    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.find() or None, args=browsers.flags())
        page = browser.new_page(viewport={"width": 1440, "height": 1200})
        page.goto(address)
        page.wait_for_selector("momentum-explorer.mx-ready")
        turned = {label: page.evaluate(REDRAW, label) / 1000 for label in ("momentum: beta", "Condition number")}
        page.set_viewport_size({"width": 390, "height": 844})
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.evaluate(LISTEN)
        page.locator('input[aria-label="momentum: beta"]').focus()
        for _ in range(20):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(400)
        heard = sorted(page.evaluate("heard")) or [16.0]
        browser.close()
    middle, last = heard[len(heard) // 2] / 1000, heard[-1] / 1000
    frame, limit = {"a frame": 0.016}, {"the goal": 0.1}
    return [
        Row("beta turned: two runs of 300 steps redrawn (goal: 16 ms)", turned["momentum: beta"], {**frame}, {}),
        Row("kappa turned: the map of rates too (goal: 16 ms)", turned["Condition number"], {**frame}, {}),
        Row("a key to the next picture, slowed 4 times (goal: 100 ms), median", middle, {**limit}, {}),
        Row("the same, the longest of twenty", last, {**limit}, {}),
    ]
