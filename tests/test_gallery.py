"""The gallery: every figure is in it, with files, sizes and command, and a chapter is chosen without a script."""

import io
import re
from collections import Counter
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

import axe
import tabs
from built import PAGES, ROOT, where
from momentum.build import build, catalogue
from momentum.rendering.style import ROLES
from momentum.site import gallery
from momentum.site.thumbnails import HEIGHT, WIDTH, thumbnail
from momentum.store import store
from prose import plain

FIGURES = catalogue.names("figure")
NAV = [{"Home": "index.md"}, {"Look up": [{"Losses": "losses.md"}, {"Gallery": "gallery.md"}]}, "ravine.md"]


@pytest.fixture(scope="module")
def html(site_dir: Path) -> str:
    return unescape((site_dir / "gallery" / "index.html").read_text("utf-8"))


def cards(html: str) -> dict[str, str]:
    """Figure -> its card."""
    parts = html.split('<div class="sm-shot"')[1:]
    return {re.search(r"momentum render ([\w-]+)", part)[1]: part for part in parts}


def test_every_figure_is_in_the_gallery_once(html: str) -> None:
    assert sorted(cards(html)) == sorted(FIGURES)
    assert html.count('class="sm-shot"') == len(FIGURES)


def test_a_card_has_the_files_with_their_sizes(html: str) -> None:
    records = build.build()
    for name, card in cards(html).items():
        for filename in records[name]["files"]:
            size = store.path(records[name], filename).stat().st_size
            kind = filename.rpartition(".")[2].upper()
            assert re.search(
                rf'href="\.\./figures/{re.escape(filename)}"[^>]*>{kind}, {max(1, round(size / 1000))} kB<', card
            )


def test_a_card_says_what_its_figure_says_below_itself(html: str, site_dir: Path) -> None:
    below: dict[str, str] = {}
    for page in PAGES:
        text = unescape((site_dir / where(page) / "index.html").read_text("utf-8"))
        for name, inside in re.findall(
            r'<figure[^>]*data-figure="([\w-]+)".*?<figcaption>\s*<p>(.*?)</p>', text, re.DOTALL
        ):
            below.setdefault(name, plain(inside))
    for name, card in cards(html).items():
        title, caption = re.search(r"<p><strong>(.*?)</strong>(.*?)</p>", card, re.DOTALL).groups()
        assert name not in below or f"{plain(title)} {plain(caption)}" == below[name], name
        assert f'alt="{plain(title).removesuffix(".")}, ' in _line(card)
    assert len(below) >= 50


def _line(card: str) -> str:
    """A card with its spaces and signs as words have them."""
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", card).replace("−", "-")


def test_a_card_leads_to_its_figure_on_a_page(html: str, site_dir: Path) -> None:
    for name, card in cards(html).items():
        target = re.search(r'<a href="([^"]+)"><img', card)[1]
        page, _, anchor = target.partition("#")
        assert anchor in ("", name)
        found = (site_dir / "gallery" / page).resolve()
        if anchor:
            assert f'id="{name}"' in (found / "index.html").read_text("utf-8")
        else:
            assert found.is_file()


def test_a_thumbnail_is_small_in_size_and_bytes() -> None:
    for record in build.build(FIGURES[:3]).values():
        content = thumbnail(record)
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.width == WIDTH
            assert picture.height <= HEIGHT
        assert len(content) < 20_000


def test_pages_have_the_names_and_the_order_of_the_navigation() -> None:
    assert gallery.pages_in(NAV) == {
        "index.md": "Home",
        "losses.md": "Losses",
        "gallery.md": "Gallery",
        "ravine.md": "",
    }


def test_every_chapter_with_figures_can_be_chosen(html: str) -> None:
    folders = {path.name for path in (ROOT / "src/momentum/chapters").iterdir() if path.is_dir()}
    with_figures = set(catalogue.chapters("figure").values())
    assert with_figures <= folders
    for folder in with_figures:
        assert f'value="{catalogue.slug(folder)}"' in html
        assert f"[value={catalogue.slug(folder)}]:checked" in gallery.stylesheet()


def test_a_chapter_s_button_says_how_many_figures_it_leaves(html: str) -> None:
    said = dict(re.findall(r'value="([\w-]+)"[^>]*> <span>[^<]* <small>(\d+)</small>', html))
    shown = Counter(re.findall(r'class="sm-shot" data-chapter="([\w-]+)"', html))
    assert said == {"all": str(len(FIGURES))} | {chapter: str(count) for chapter, count in shown.items()}


def test_a_thumbnail_is_of_its_own_figure(site_dir: Path) -> None:
    def small(path: Path) -> np.ndarray:
        with Image.open(path) as picture:
            whole = picture.convert("RGB").reduce(4)
        return np.asarray(whole.resize((48, round(48 * whole.height / whole.width))), dtype=float)

    figures = {name: small(site_dir / "figures" / f"{name}.png") for name in FIGURES}
    for name in FIGURES:
        shown = small(site_dir / gallery.FOLDER / f"{name}.png")
        apart = {
            other: np.abs(shown[:rows] - picture[:rows]).mean()
            for other, picture in figures.items()
            for rows in [min(len(shown), len(picture))]
        }
        # A thumbnail is cut and has margins, so that it differs a little from its own figure, too.
        assert apart[name] <= 1.5 * min(apart.values()), name


@pytest.mark.parametrize("scripts", [True, False])
def test_choosing_a_chapter_leaves_its_figures_alone(browser: Browser, server: str, scripts: bool) -> None:
    with tabs.empty(browser, server, **({} if scripts else {"java_script_enabled": False})) as page:
        page.goto("gallery/")
        chapter_chosen(page)


def chapter_chosen(page: Page) -> None:
    """Chooses a chapter on the gallery's page, looks at what is left, and chooses all again."""
    expect(page.locator(".sm-shot:visible")).to_have_count(len(FIGURES))
    page.get_by_role("radio", name=re.compile("^Losses")).check()
    chosen = [name for name, folder in catalogue.chapters("figure").items() if folder == "losses"]
    expect(page.locator(".sm-shot:visible")).to_have_count(len(chosen))
    expect(page.locator(".sm-shot[data-chapter=losses]").first).to_be_visible()
    tones = page.evaluate(
        "[true, false].map((on) => [...document.querySelectorAll('.sm-choice input')]"
        ".filter((one) => one.checked === on).map((one) => getComputedStyle(one.nextElementSibling).backgroundColor))"
    )
    assert len(set(tones[1])) == 1, "what is not chosen looks alike"
    blue = bytes.fromhex(ROLES["momentum"].light.removeprefix("#"))
    assert tones[0] == [f"rgb({', '.join(map(str, blue))})"] != tones[1][:1], "what is chosen is filled"
    page.get_by_role("radio", name=re.compile("^All")).check()
    expect(page.locator(".sm-shot:visible")).to_have_count(len(FIGURES))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_once_a_chapter_is_chosen(browser: Browser, server: str, scheme: str) -> None:
    with tabs.empty(browser, server, look={"color_scheme": scheme}) as page:
        page.goto("gallery/")
        page.get_by_role("radio", name=re.compile("^Losses")).check()
        assert axe.faults(page) == []


def test_a_chapter_is_chosen_by_keyboard(browser: Browser, server: str) -> None:
    with tabs.empty(browser, server) as page:
        page.goto("gallery/")
        page.get_by_role("radio", name=re.compile("^All")).focus()
        page.keyboard.press("ArrowRight")
        shown = page.locator(".sm-shot:visible")
        expect(shown).not_to_have_count(len(FIGURES))
        assert len(set(shown.evaluate_all("(all) => all.map((one) => one.dataset.chapter)"))) == 1


def test_a_tablet_has_two_pictures_side_by_side(browser: Browser, server: str) -> None:
    with tabs.empty(browser, server, viewport={"width": 768, "height": 1000}) as page:
        page.goto(where("gallery.md"))
        first, second = (page.locator(".sm-shot").nth(place).bounding_box() for place in (0, 1))
    assert first
    assert second
    assert (second["y"], second["x"] > first["x"]) == (first["y"], True)
