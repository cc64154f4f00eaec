"""Six figures that move at once: frames a second in software rendering, beside the same page at rest."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import Row
from tools import browser as browsers

ROOT = Path(__file__).resolve().parents[1]
FIGURE, GOAL = "ravine-duel", 55 / 60
ROUNDS = 5


def rows() -> list[Row]:
    """Seconds a frame, the best of several rounds, of six figures in view that play."""
    from playwright.sync_api import sync_playwright

    sys.path.append(str(ROOT / "tests"))
    import figure_page

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.find() or None, args=browsers.flags())
        page = browser.new_page(viewport={"width": 2400, "height": 1400})
        page.goto(figure_page.write(Path(folder), *[FIGURE] * 6))
        page.add_style_tag(content=figure_page.GRID)
        rates = {play: max(page.evaluate(figure_page.FRAMES, play)[1] for _ in range(ROUNDS)) for play in (False, True)}
        browser.close()
    what = f"a frame of six figures that play, of {rates[True]:.0f} a second"
    return [Row(what, 1 / rates[True], {"the page at rest": 1 / rates[False]}, {"the page at rest": GOAL})]
