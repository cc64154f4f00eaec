"""The converter of the page on conventions, in a browser: its answers against the engine's, typing, no scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from momentum import CONVENTIONS, convert

NAMES = {
    "sum": "heavy ball", "inside": "rate inside", "average": "moving average", "nesterov": "nesterov",
    "dampened": "undamped start",
}  # fmt: skip


TYPED = [(0.01, 0.9), (0.3, 0.5), (1e-4, 0.999), (0.2, 0.0)]


@pytest.fixture(scope="module")
def converted(window: Page) -> Any:
    """(rule, rate, beta) -> the rates of all rules, as the page's own module has them."""
    cases = [(rule, rate, beta) for rule in NAMES for rate, beta in TYPED]
    window.goto("which-momentum/")
    found = window.evaluate(
        """async (cases) => {
             const m = await import(new URL("../assets/converter.js", location.href));
             return cases.map(([rule, rate, beta]) => m.rates(m.effective(rule, rate, beta, beta), beta, beta));
           }""",
        cases,
    )
    return dict(zip(cases, found, strict=True))


@pytest.mark.parametrize("rule", NAMES)
@pytest.mark.parametrize(("rate", "beta"), TYPED)
def test_the_converter_in_the_browser_agrees_with_the_engine(
    converted: Any, rule: str, rate: float, beta: float
) -> None:
    for other, name in NAMES.items():
        assert converted[rule, rate, beta][other] == pytest.approx(convert(rate, beta, NAMES[rule], name), rel=1e-12)
    assert set(NAMES.values()) == set(CONVENTIONS)


def test_the_converter_answers_as_one_types_and_says_what_is_wrong(tab: Page) -> None:
    tab.goto("which-momentum/")
    form = tab.locator("form.sm-converter")
    expect(form).to_be_visible()
    expect(form.locator('[name="to-average"]')).to_have_text("0.1")
    tab.get_by_label("Momentum β").fill("0.99")
    expect(form.locator('[name="to-average"]')).to_have_text("1")
    form.locator("select").select_option("average")
    expect(form.locator('[name="to-sum"]')).to_have_text("0.0001")
    form.locator('[name="rate"]').fill("0.000123456")
    tab.get_by_label("Momentum β").fill("0.9")
    expect(form.locator('[name="to-sum"]')).to_have_text("0.00001235")
    tab.get_by_label("Momentum β").fill("1")
    expect(form.locator('[name="to-sum"]')).to_have_text("–")
    expect(form.locator('[name="fault"]')).to_have_text("β must be at least 0 and below 1.")


def test_without_scripts_there_is_a_table_and_no_dead_form(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "which-momentum/")
    expect(page.locator("form.sm-converter")).to_be_hidden()
    expect(page.get_by_role("table").filter(has_text="of an average is, as a sum")).to_be_visible()
    context.close()
