"""The explorer's page: its address, its state, and how a test opens it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PAGE = "explorer/"
STATE = "document.querySelector('momentum-explorer').state"


def started(page: Page, query: str = "") -> None:
    page.goto(PAGE + query)
    expect(page.locator("momentum-explorer.mx-ready")).to_be_visible()
