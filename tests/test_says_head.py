"""What a page says of itself to others, and what its frame calls its sections and itself, is what stands on it."""

from __future__ import annotations

import html as markup
import json
import re
from urllib.parse import urljoin

import pytest
from mkdocs.utils.meta import get_data
from PIL import Image

from built import ADDRESS, PAGES, ROOT, where
from figures_on import built
from momentum.rendering.style import ROLES
from prose import plain


def _meta(html: str, name: str) -> str:
    match = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', html)
    assert match, name
    return markup.unescape(match[1])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_introduces_itself_to_others_by_its_title_and_description(site_dir, name):
    html = built(site_dir, name)
    text, head = get_data((ROOT / "docs" / name).read_text("utf-8"))
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    site, tagline = (re.search(rf"{key}: (.+)", settings)[1] for key in ("site_name", "tagline"))
    heading = re.search(r"^# (.+)$", text, re.MULTILINE)[1]
    title = f"{site}: {tagline}" if name == "index.md" else head.get("title") or heading
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    for found in (_meta(html, "og:title"), _meta(html, "og:image:alt"), said["headline"], said["name"]):
        assert found == title
    for found in (_meta(html, "og:description"), _meta(html, "description"), said["description"]):
        assert found == head["description"]
    for found in (_meta(html, "og:url"), said["url"]):
        assert found == ADDRESS + where(name)
    card = f"{ADDRESS}assets/cards/{name.removesuffix('.md')}.png"
    assert _meta(html, "og:image") == said["image"] == card
    with Image.open(site_dir / card.removeprefix(ADDRESS)) as picture:
        assert [_meta(html, f"og:image:{side}") for side in ("width", "height")] == [*map(str, picture.size)]
    assert _meta(html, "twitter:card") == "summary_large_image", "a card of that size is shown across a message"
    language = re.search(r'<html lang="(\w+)"', html)[1]
    assert said["inLanguage"].split("-") == _meta(html, "og:locale").split("_") == [language, "GB"]
    tones = re.findall(r'<meta name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)">', html)
    assert dict(map(reversed, tones)) == {"light": ROLES["page"].light, "dark": ROLES["page"].dark}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_licence_for_machines_and_for_people(site_dir, name):
    html = built(site_dir, name)
    (said,) = re.findall(r'"license": ?"([^"]+)"', html)
    (address, shown), *more = re.findall(r'<a href="([^"]+)" rel="license">([^<]+)</a>', html)
    assert (address, more) == (said, [])
    family, version = re.fullmatch(r"https://creativecommons\.org/licenses/([a-z-]+)/([\d.]+)/", said).groups()
    assert shown == f"CC {family.upper()} {version}"
    assert shown in re.search("^copyright: (.+)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)[1]
    assert shown in (ROOT / "README.md").read_text("utf-8").rpartition("## ")[2]


@pytest.mark.parametrize("name", PAGES)
def test_the_frame_calls_a_section_by_its_heading_and_the_page_alone_present(site_dir, name):
    html = built(site_dir, name)
    headings = re.findall(r'<(h[1-6]|dt)\b[^>]*\bid="([^"]+)"[^>]*>(.*?)</\1>', html, re.DOTALL)
    known = {identifier: plain(inside.partition('<a class="headerlink')[0]) for _, identifier, inside in headings}
    named = re.findall(r'<a href="#([^"]+)">(.*?)</a>', "".join(_frames(html)), re.DOTALL)
    for identifier, said in named:
        # What the reference lists is called by its own name, and headed with its module's.
        assert plain(said) == known[identifier] or identifier.endswith(f".{plain(said)}")
    present = re.findall(r'<a href="([^"]*)" aria-current="page"', "".join(_frames(html)))
    assert set(present) <= {"./", "."}
    assert present


NAMES = {
    where(page): name
    for name, page in re.findall(r"^ +- ([^:\n]+): (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
}
LISTS = (
    r'<(?:nav|header)\b[^>]*class="sm-(?:contents__panel|short|turn)".*?</nav>|<nav aria-label="Pages, again">.*?</nav>'
)


@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_every_list_of_pages_calls_a_page_by_its_name(site_dir, name):
    html = (site_dir / name).read_text("utf-8") if name == "404.html" else built(site_dir, name)
    base = "" if name == "404.html" else where(name)
    lists = re.findall(LISTS, html, re.DOTALL)
    lists += re.findall(
        r"<ul>.*?</ul>", html[html.index("<article") if name != "404.html" else html.index("<h1") :], re.DOTALL
    )[: name == "404.html"]
    seen = set()
    for address, inside in re.findall(r'<a href="([^"#]*)"[^>]*>(.*?)</a>', "".join(lists), re.DOTALL):
        target = urljoin(f"{ADDRESS}{base}", address).removeprefix(ADDRESS)
        assert plain(re.sub(r"<span>.*?</span>", "", inside)) == NAMES[target]
        seen.add(target)
    assert seen == set(NAMES)
    short = re.search(r'<nav class="sm-short".*?</nav>', html, re.DOTALL)[0]
    shown = [urljoin(f"{ADDRESS}{base}", one).removeprefix(ADDRESS) for one in re.findall(r'href="([^"]*)"', short)]
    wanted = re.search(r"^  header: \[(.+)\]$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)[1]
    assert shown == [where(page) for page in wanted.split(", ")]
    if name == "404.html":
        beginning = re.search(r'<a href="([^"]*)">Begin at the beginning', html)
        assert urljoin(ADDRESS, beginning[1]) == ADDRESS


def _frames(html: str) -> list[str]:
    return re.findall(r'<nav class="sm-(?:rail|contents__panel|short)".*?</nav>', html, re.DOTALL)
