"""The site in use: its colours, contents and search, on paper, and at an address that it does not know."""

import pytest
from playwright.sync_api import Page, expect

import tabs
from built import PAGES, where

page = tabs.page


def test_an_unknown_address_gets_the_site_s_own_page(page: Page) -> None:
    response = page.goto("no/such/page/")
    assert response is not None
    assert response.status == 404
    page.get_by_role("link", name="Begin at the beginning").click()
    expect(page.locator(".sm-home h1")).to_be_visible()


COLOURS = """[document.body.dataset.mdColorScheme,
  ...[...document.querySelectorAll("meta[name=theme-color]")].map((meta) => meta.content)]"""
LIGHT, DARK = ["default", "#fbfaf7", "#fbfaf7"], ["slate", "#14161b", "#14161b"]


def settles(page: Page, wanted: list[str]) -> bool:
    """Whether the page comes to have these colours: it hears of a change of the system's a moment later."""
    for _ in range(50):
        if page.evaluate(COLOURS) == wanted:
            return True
        page.wait_for_timeout(20)
    return False


def test_colours_follow_the_system_until_one_is_chosen_and_again_after(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("")
    assert settles(page, LIGHT)
    page.emulate_media(color_scheme="dark")
    assert settles(page, DARK)
    page.reload()
    assert settles(page, DARK)
    page.get_by_role("button", name="Colours: automatic").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Colours: light")).to_be_focused()
    assert settles(page, LIGHT)
    page.reload()
    assert settles(page, LIGHT)
    for name in ("light", "dark"):
        page.get_by_role("button", name=f"Colours: {name}").click()
    page.emulate_media(color_scheme="light")
    assert settles(page, LIGHT)
    page.emulate_media(color_scheme="dark")
    assert settles(page, DARK)


def test_a_dark_system_gets_dark_pages_without_scripts(browser, server: str) -> None:
    with tabs.empty(browser, server, look={"color_scheme": "dark"}, java_script_enabled=False) as page:
        page.goto("")
        expect(page.locator("body")).to_have_css("background-color", "rgb(20, 22, 27)")


def test_the_contents_open_from_the_keyboard_and_hold_every_page(page: Page) -> None:
    page.goto("")
    page.get_by_role("button", name="Contents").focus()
    page.keyboard.press("Enter")
    contents = page.get_by_role("navigation", name="All pages")
    expect(contents).to_be_visible()
    targets = contents.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert {page.url + where(name) for name in PAGES} <= set(targets)
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()


def typed(page: Page, words: str) -> None:
    """Types words all but the last letter at once, since the list of hits is made anew after each key."""
    page.keyboard.insert_text(words[:-1])
    page.keyboard.press(words[-1])


@pytest.mark.parametrize("width", [1440, 1000, 390])
def test_search_opens_from_the_keyboard(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("")
    page.keyboard.press("/")
    field = page.get_by_role("textbox", name="Search")
    expect(field).to_be_focused()
    typed(page, "memory")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_timeout(400)  # the field grows
    box = page.locator(".md-search__output").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.keyboard.press("Escape")
    expect(page.locator(".md-search-result__item").first).to_be_hidden()


@pytest.mark.parametrize("words", ["overshoot", "condition number"])
def test_search_finds_what_the_pages_are_about(page: Page, words: str) -> None:
    page.goto("")
    field = page.get_by_role("textbox", name="Search")
    field.click()
    typed(page, words)
    first = page.locator(".md-search-result__item").first
    expect(first).to_contain_text(words.split()[0], ignore_case=True)


def test_search_opens_by_its_button_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()


def test_on_paper_there_is_no_frame_and_links_state_their_targets(page: Page) -> None:
    page.goto(where("how-we-know.md"))
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".sm-header")).to_be_hidden()
    expect(page.locator(".sm-footer")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    said = "links => links.map(link => [getComputedStyle(link, '::after').content, `\" (${link.href})\"`])"
    links = page.locator('article a[href^="http"]').evaluate_all(said)
    assert links
    assert all(after.replace('" "', "").replace('"', "") == target.replace('"', "") for after, target in links), links
    inner = page.locator('.sm-page a[href]:not([href^="http"])').evaluate_all(said)
    assert {after for after, _ in inner} == {"none"}, "and nothing else is written out"


def test_on_paper_every_fold_of_the_text_is_open(page: Page) -> None:
    page.goto(where("momentum.md"))
    seen = """(all) => all.map((one) => [one.open, one.lastElementChild.getBoundingClientRect().bottom
      - one.getBoundingClientRect().bottom, one.lastElementChild.getBoundingClientRect().height])"""
    folds = page.locator(".sm-page > details")
    page.emulate_media(media="print")
    found = folds.evaluate_all(seen)
    assert len(found) >= 2
    assert not any(is_open for is_open, *_ in found), "none was opened by hand"
    assert all(over <= 1 and height > 10 for _, over, height in found), found


# Icons of buttons and links that have the colour of their ground, and how many there are.
ICONS = """() => {
  const ground = (one) => { for (let at = one; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/, 0\\)$/.test(backgroundColor)) return backgroundColor;
  } };
  const every = [...document.querySelectorAll(":is(button, a, summary, label) svg")];
  const icons = every.filter((one) => one.checkVisibility());
  const parts = (one) => [...one.querySelectorAll("path, rect, circle, use")];
  const seen = (one) => parts(one).some((part) => {
    const { fill, stroke } = getComputedStyle(part);
    return [fill, stroke].some((tone) => tone !== "none" && tone !== ground(one)) });
  return [icons.length, icons.filter((one) => !seen(one)).map((one) => one.parentElement.outerHTML.slice(0, 80))] }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_mark_and_the_words(browser, server: str, scheme: str) -> None:
    with tabs.empty(browser, server, look={"forced_colors": "active", "color_scheme": scheme}) as page:
        page.goto("")
        expect(page.get_by_role("link", name="Seeing Momentum")).to_be_visible()
        expect(page.locator("h1")).to_be_visible()
        count, unseen = page.evaluate(ICONS)
        assert count >= 4
        assert unseen == []
