"""Whoever moves by keyboard sees where: each kind of thing that takes the focus shows it, on every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from built import PAGES, where
from explorer_page import READY

# Things of one kind have one name and stand in things of one kind. What shows the focus is a ring, or a shadow, around
# the thing, around what is drawn before or after it, or around what stands in for it; the ground may change too.
FOCUS = """async () => {
  const wanted = "a[href], button, input, select, textarea, summary, iframe, [tabindex='0']";
  const kind = (one) => `${one.localName}.${[one.type, ...one.classList].filter(Boolean).join(".")}`;
  const look = (one) => [one, one.nextElementSibling, one.closest("label")].filter(Boolean).flatMap((part) =>
    ["", "::before", "::after"].map((where) => {
      const style = getComputedStyle(part, where), ring = style.outlineStyle, { outlineColor, boxShadow } = style;
      const seen = ring === "auto" || (ring !== "none" && parseFloat(style.outlineWidth) >= 2);
      return `${seen ? ring + outlineColor : ""} ${boxShadow}`;
    })).join();
  for (const one of document.querySelectorAll("details")) one.open = true;
  const known = new Set(), unseen = [];
  for (const one of document.querySelectorAll(wanted)) {
    const name = `${kind(one.parentElement)} > ${kind(one)}`;
    if (known.has(name) || !one.checkVisibility({ visibilityProperty: true }) || one.disabled || one.inert) continue;
    document.activeElement.blur();
    const before = look(one);
    one.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== one) continue;
    known.add(name);
    if (look(one) === before) unseen.push(name);
  }
  return [known.size, unseen] }"""


@pytest.mark.parametrize("name", PAGES)
def test_whatever_has_the_focus_shows_it(tab: Page, name: str) -> None:
    tab.goto(where(name))
    if name == "explorer.md":
        expect(tab.locator(READY)).to_be_visible()
    tab.keyboard.press("Tab")
    count, unseen = tab.evaluate(FOCUS)
    assert unseen == []
    assert count >= 8


def test_what_shows_no_focus_is_found(tab: Page) -> None:
    tab.goto(where("gallery.md"))
    tab.keyboard.press("Tab")
    tab.evaluate(
        """() => { const sheet = new CSSStyleSheet();
          sheet.replaceSync("a:focus-visible { outline: 0 !important; box-shadow: none !important }");
          document.adoptedStyleSheets = [sheet] }"""
    )
    assert tab.evaluate(FOCUS)[1]
