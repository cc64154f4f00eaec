"""Folds and links to steps: every fold has an address and opens for whom a link or a hit leads into it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import tabs
from built import PAGES, where

page = tabs.page


def test_a_link_to_a_fold_opens_it_and_one_into_it_too(page: Page) -> None:
    page.goto(where("momentum.md"))
    fold = page.evaluate("document.querySelector('.sm-page > details[id]').id")
    page.goto(where("momentum.md") + f"#{fold}")
    expect(page.locator(f"details[id='{fold}']")).to_have_attribute("open", "")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false })")
    page.evaluate(f"location.hash = '#top'; location.hash = '#{fold}'")
    expect(page.locator(f"details[id='{fold}']")).to_have_attribute("open", "")


def test_an_address_of_a_moment_opens_the_fold_around_its_figure(page: Page) -> None:
    page.goto(where("other-ways.md"))
    inside = "[...document.querySelectorAll('details figure[id] sm-player')].map((one) => one.closest('figure').id)"
    name = page.evaluate(inside)[0]
    for address in (f"#{name}@10", f"#{name}@7"):
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false })")
        page.goto(where("other-ways.md") + address)
        player = page.locator(f"#{name} sm-player")
        expect(player).to_be_in_viewport()
        assert player.evaluate("(one) => one.step") == int(address.partition("@")[2])


@pytest.mark.parametrize("page_name", PAGES)
def test_a_step_link_names_the_number_that_the_player_names(site_dir: Path, page_name: str) -> None:
    html = (site_dir / where(page_name) / "index.html").read_text("utf-8")
    figure = re.compile(r'<figure (?=[^>]* id="([^"]*)")[^>]*>(?:(?!</figure>).)*?data-clock="([^"]*)"', re.S)
    ticks = {name: json.loads(unescape(clock))["tick"] for name, clock in figure.findall(html)}
    for name, step, words in re.findall(
        r'class="sm-step" data-figure="([^"]*)" data-step="(\d+)"[^>]*>(.*?)</a>', html
    ):
        said = re.sub("<[^>]*>", "", words)
        numbers = re.findall(r"\d+", said)
        assert numbers in ([], [step]), f"{said!r} leads to {ticks[name]} {step}"
        assert not numbers or ticks[name] in said, f"{said!r} leads to {ticks[name]} {step}"


@pytest.mark.parametrize("page_name", PAGES)
def test_every_fold_has_an_address(site_dir: Path, page_name: str) -> None:
    html = (site_dir / where(page_name) / "index.html").read_text("utf-8")
    folds = [tag for tag in re.findall(r"<details[^>]*>", html) if 'class="sm-' not in tag]
    ids = [re.search(r' id="([^"]+)"', tag) for tag in folds]
    assert all(ids)
    assert len({found[1] for found in ids if found}) == len(ids)


def test_a_hit_inside_a_fold_opens_it(page: Page) -> None:
    page.goto("")
    field = page.get_by_role("textbox", name="Search")
    field.click()
    field.press_sequentially("Shampoo")
    page.locator(".md-search-result__link[href*='#']").first.click()
    expect(page.locator("details[open]", has_text="Shampoo").first).to_be_visible()
    expect(page.get_by_text("Shampoo").first).to_be_visible()
