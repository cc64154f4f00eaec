"""What makes axe quick here takes nothing from what it finds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import axe

PALE = ("#bbb", "rgb(190 190 190)", "hsl(0 0% 73%)", "color-mix(in srgb, white 70%, black)", "rgb(0 0 0 / 30%)")
FAULTY = """<!doctype html><title>Faults</title><body style="background: white"><h3>Too deep</h3><img src="a.png">
<input><button></button><a href="#x"></a><ul><p>No item</p></ul><p role="nothing" aria-gone="1">Role</p>
<div style="background: color-mix(in oklab, black 20%, white)"><p style="color: #777">On grey</p></div>"""
SOUND = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1><p>Words.</p></main>'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_fault_that_axe_finds_is_found(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    pale = "".join(f"<p style='color: {tone}'>Pale</p><p style='color: {tone}'><b>Pale again</b></p>" for tone in PALE)
    page.set_content(FAULTY + pale)
    found = axe.faults(page)
    page.set_content(FAULTY + pale)
    usual = Axe().run(page).response["violations"]
    assert found == [f"{fault['id']}: {node['html'][:160]}" for fault in usual for node in fault["nodes"]]
    assert sum(one.startswith("color-contrast:") for one in found) == 2 * len(PALE) + 1
    assert len({one.partition(":")[0] for one in found}) >= 10


def test_nothing_is_found_where_nothing_is_wrong(page: Page) -> None:
    page.set_content(SOUND)
    assert axe.faults(page) == []
