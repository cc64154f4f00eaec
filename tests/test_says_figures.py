"""A figure on a page is itself in its downloads, texts, pictures and buttons; a chip has the words of its method."""

from __future__ import annotations

import html as markup
import re

import pytest

from built import PAGES, where
from equations import source
from figures_on import built, figures
from momentum.rendering.style import ROLES
from momentum.store import store
from retold import records


@pytest.mark.parametrize(
    "page", [page for page in PAGES if re.search(r"^!\[[^\]]*\]\(figures/\S+\)\s*$", source(page), re.M)]
)
def test_a_figure_s_downloads_texts_and_pictures_are_its_own(site_dir, page):
    shown = figures(site_dir, page)
    assert shown
    for identifier, name, whole in shown:
        record = records()[name]
        links = [
            (address[1], filename[1])
            for tag in re.findall(r"<a\b[^>]*>", whole)
            if (filename := re.search(r'\bdownload="([^"]*)"', tag))
            and (address := re.search(r'\bhref="([^"]*)"', tag))
        ]
        assert {filename for _, filename in links} == set(record["files"])
        for address, filename in links:
            assert filename.startswith(f"{name}.")
            target = (site_dir / where(page) / address).resolve()
            assert target.name == filename
            assert target.read_bytes() == store.file(record, filename)
        said = {kind: word for word, kind in re.findall(r'\.(svg|gif|png)"[^>]*>(SVG|GIF|PNG)', whole)}
        assert all(kind.lower() == word for kind, word in said.items())
        assert f"<strong>{markup.escape(record['title'], quote=False)}.</strong>" in whole
        assert f"Link to this {'moment' if record['steps'] else 'figure'}</a>" in whole
        labels = {markup.unescape(said) for said in re.findall(r'<summary aria-label="([^"]*)"', whole)}
        assert labels == {f"Take it away: {record['title']}"} | (
            {f"Data: {record['title']}"} if record["table"] else set()
        )
        assert record["command"] in markup.unescape(whole)
        assert record["citation"] in markup.unescape(whole)
        assert re.findall(r'class="sm-here"[^>]*href="#([^"]*)"|href="#([^"]*)"[^>]*class="sm-here"', whole)
        for kept in re.findall(r' id="([^"]+)"', whole[whole.index(">") :]):
            assert kept.startswith(identifier), kept
        classes = set(re.match('<figure class="([^"]+)"', whole)[1].split())
        panels = [set(said.split()) for said in re.findall('<div class="sm-panel ([^"]+)"', whole)]
        # A phone keeps a map in view while its charts pass, which it can do with one map and not with several.
        first, maps = panels[0], sum("sm-map" in panel for panel in panels)
        assert ("sm-lone" in classes) == ("sm-map" in first and maps == 1)
        assert ("sm-led" in classes) == ({"sm-map", "sm-full"} <= first)
        for panel in record["panels"]:
            assert panel["svg"].replace(f"{name}__", f"{identifier}-") in whole


# --- Buttons -------------------------------------------------------------------------------------------------

MOVED = """() => [...document.querySelectorAll("sm-player")].map((player) => {
  const press = (way) => { player.querySelector(`.sm-${way}`).click(); return player.step; };
  player.seek(2);
  return [player.step, press("forward"), press("forward"), press("back"), press("back"), press("back")];
})"""


@pytest.mark.parametrize("page", ["index.md", "ravine.md", "momentum.md", "tuning.md", "other-ways.md"])
def test_the_buttons_move_every_figure_by_one_step(page, site_dir, request):
    browser, server = (request.getfixturevalue(name) for name in ("browser", "server"))
    context = browser.new_context(reduced_motion="reduce")
    try:
        tab = context.new_page()
        tab.goto(server + where(page), wait_until="load")
        found = tab.evaluate(MOVED)
    finally:
        context.close()
    assert len(found) == sum("<sm-player" in whole for _, _, whole in figures(site_dir, page))
    assert all(steps == [2, 3, 4, 3, 2, 1] for steps in found), found


# --- Chips ---------------------------------------------------------------------------------------------------

WORDS = {
    "gradient-descent": r"gradient descent|plain", "momentum": r"momentum|average|heavy ball", "nesterov": "nesterov",
    "rmsprop": "rmsprop", "adam": "adam", "lion": "lion", "minimum": "minimum", "ink": "rmsprop|adam|lion|adaptive",
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_chip_has_the_words_of_its_method(site_dir, page):
    for role, inside in re.findall(r'<span class="sm-chip sm-([\w-]+)">(.*?)</span>', built(site_dir, page)):
        words = re.sub("<[^>]*>", "", inside).lower()
        assert re.search(WORDS[role], words), f"{role}: {words}"
        others = [other for other in WORDS if other not in (role, "ink") and role != "ink"]
        assert not [other for other in others if re.search(WORDS[other], words)], f"{role}: {words}"


def test_a_chip_has_its_role_s_colour_in_both_schemes(site_dir):
    sheets = "".join(path.read_text("utf-8") for path in site_dir.glob("assets/**/*.css"))
    sheets += "".join(re.findall(r"<style[^>]*>(.*?)</style>", built(site_dir, "ravine.md"), re.DOTALL))
    for role in WORDS:
        rules = re.findall(rf"\.sm-{role}\b[^{{}}]*\{{([^}}]*)\}}", sheets)
        assert any(re.search(rf"color:\s*var\(--fig-{role}\b", rule) for rule in rules), role
        tones = set(re.findall(rf"--fig-{role}:\s*(#[0-9a-f]+)", sheets))
        assert tones == {ROLES[role].light, ROLES[role].dark}, role
