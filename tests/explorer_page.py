"""The explorer's page: its address, its state, and how a test opens it, anew or in a window that may have it open."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

PAGE = "explorer/"
READY = "momentum-explorer.mx-ready"
STATE = "document.querySelector('momentum-explorer').state"
# A change is drawn in the next frame.
FRAMES = "const frame = () => new Promise(requestAnimationFrame); await frame(); await frame();"


# Takes an address in the place of the one before, as when a reader goes back to it, and waits until it is drawn.
RETURN = f"""history.replaceState(null, "", location.pathname + query);
    dispatchEvent(new PopStateEvent("popstate"));
    {FRAMES}"""


def started(page: Page, query: str = "") -> None:
    """Loads the explorer at an address."""
    page.goto(PAGE + query)
    expect(page.locator(READY)).to_be_visible()


def drawn(page: Page) -> None:
    """Waits until what was changed is drawn."""
    page.evaluate(f"(async () => {{ {FRAMES} }})()")


def shown(page: Page, query: str = "") -> Page:
    """The explorer at an address; where it is open, it takes the address as it does when a reader goes back to it."""
    if page.url.partition("?")[0].endswith(f"/{PAGE}") and page.locator(READY).count():
        page.evaluate(
            f"""async (query) => {{
              history.pushState(null, "", location.pathname + query);
              dispatchEvent(new PopStateEvent("popstate"));
              {FRAMES} }}""",
            query,
        )
    else:
        started(page, query)
    return page


# What a script finds at several addresses, each taken as `shown` does; what is not painted is laid out all the same.
EACH = f"""async (queries) => {{
  const found = [];
  document.body.style.visibility = "hidden";
  for (const query of queries) {{
    {RETURN}
    found.push(await (LOOK)());
  }}
  document.body.style.visibility = "";
  return found }}"""


def each(page: Page, queries: list[str], look: str) -> list[Any]:
    """What a script finds in the explorer at each of these addresses, one after another."""
    shown(page, queries[0])
    found: list[Any] = page.evaluate(EACH.replace("LOOK", look), queries)
    return found


def asked(page: Page) -> dict[str, str]:
    """What the page's address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
