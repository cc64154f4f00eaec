"""A page that a test has open in the main browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page


def until(page: Page, condition: str) -> None:
    """Waits for a condition; the policy of a page keeps Playwright from doing so inside it."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"It stayed false: {condition}")
