"""What helps to read a page: ids of folds, names of permalinks, cards with stills, the icon."""

from __future__ import annotations

import io
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from PIL import Image

from built import PAGES, ROOT, where
from momentum.authoring import AuthoringError
from momentum.authoring.cards import CardsExtension
from momentum.authoring.figures import FigureExtension
from momentum.build import build
from momentum.site.icon import icon
from momentum.site.names import named, terms
from momentum.site.reading import READ

FIGURE = "zigzag"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Named(HTMLParser):
    """Collects the drawings inside links and buttons whose words would be read out as part of the name."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool, bool]] = []  # each with whether it is named by what it holds, or hidden
        self.drawings, self.read = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _, named, hidden = self.open[-1] if self.open else ("", False, False)
        given = dict(attrs)
        named, hidden = named or tag in ("a", "button", "summary"), hidden or given.get("aria-hidden") == "true"
        if tag == "text" and named:
            self.drawings += 1
            self.read += not hidden
        if tag not in VOID:
            self.open.append((tag, named, hidden))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


def test_the_name_of_a_link_has_no_words_of_a_drawing_in_it(site_dir: Path) -> None:
    drawings = 0
    for page in PAGES:
        reader = Named()
        reader.feed((site_dir / where(page) / "index.html").read_text("utf-8"))
        assert reader.read == 0, page
        drawings += reader.drawings
    assert drawings > 10


def folded(text: str) -> str:
    return markdown.markdown(text, extensions=["pymdownx.details", "toc", "momentum.authoring.folds"])


def test_a_fold_is_named_by_its_question() -> None:
    assert '<details class="deeper" id="is-it-fair">' in folded('??? deeper "Is it fair?"\n    Yes.')


def test_folds_of_one_question_and_headings_share_no_id() -> None:
    html = folded('## Fair\n\n??? deeper "Fair"\n    Yes.\n\n??? deeper "Fair"\n    No.')
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(set(ids)) == len(ids) == 3


def test_a_permalink_has_a_name_of_its_own_and_its_heading_goes_without_it() -> None:
    html = named('<h2 id="a"><em>The</em> "rule"<a class="headerlink" href="#a" title="Link">¶</a></h2>')
    assert 'aria-label="The &quot;rule&quot;">' in html
    assert 'href="#a" title="Link to this section" aria-label="Link to: The &quot;rule&quot;">¶</a>' in html


def test_a_header_that_is_a_formula_is_written_in_letters() -> None:
    formula = '<span class="sm-math"><math><mi>β</mi><mo>=</mo><mn>0.5</mn></math></span>'
    assert named(f"<thead><tr><th>{formula}</th></tr></thead><td>{formula}</td>") == (
        f'<thead><tr><th><span class="sm-math"><i>β</i> = 0.5</span></th></tr></thead><td>{formula}</td>'
    )


def test_terms_are_read_from_a_page() -> None:
    assert terms('<dt id="a-b">A <em>b</em> &amp; c</dt><dt>none</dt>') == [("a-b", "A b & c")]


def cards(text: str) -> str:
    return markdown.markdown(text, extensions=[CardsExtension()])


def test_cards_share_no_id_with_one_another_or_with_the_figure_itself() -> None:
    lines = (
        f":card[One](one.md {FIGURE}) Words.\n:card[Two](two.md {FIGURE}/along) More.\n:card[Three](a.md {FIGURE}) So."
    )
    md = markdown.Markdown(extensions=[FigureExtension(), CardsExtension()])
    pages = [md.reset().convert(f"![](figures/{FIGURE}.svg)\n\n{lines}") for _ in range(2)]
    assert pages[0] == pages[1], "a second page begins afresh"
    ids = re.findall(r'\sid="([^"]*)"', pages[0])
    assert len(ids) == len(set(ids)) >= 8
    named = set(re.findall(r"url\(#([^)]*)\)", pages[0]) + re.findall(r'<use href="#([^"]*)"', pages[0]))
    assert named
    assert named <= set(ids)


def test_card_lines_become_one_list_of_links_with_stills() -> None:
    build.build([FIGURE])
    html = cards(f"Before.\n\n:card[One](one.md {FIGURE}) Words.\n:card[Two](two.md {FIGURE}/along) More.\n\nAfter.")
    assert html.count('<ol class="sm-cards">') == 1
    assert re.findall(r'<a href="([^"]*)"', html) == ["one.md", "two.md"]
    assert html.count("<svg") == 2
    assert f"{FIGURE}__" not in html
    assert "<p>After.</p>" in html


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (":card[One](one.md)", "A card must be"),
        (":card[One](one.md zagzig)", "There is no figure"),
        (f":card[One](one.md {FIGURE}/roof)", f"'{FIGURE}' has no panel 'roof'; it has plane"),
    ],
)
def test_a_card_that_leads_nowhere_stops_the_page(line: str, said: str) -> None:
    with pytest.raises(AuthoringError, match=said):
        cards(line)


def test_the_icon_that_browsers_ask_for_holds_small_pictures(site_dir: Path) -> None:
    made = icon(ROOT / "docs" / "assets" / "touch-icon.png")
    assert Image.open(io.BytesIO(made)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert (site_dir / "favicon.ico").read_bytes() == made


def test_every_page_leads_to_the_one_before_and_the_one_after_it_in_the_navigation(site_dir: Path) -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = re.findall(r"^ +- ([^:\n]+): (\S+\.md)$", settings, re.MULTILINE)
    assert len(pages) == len(PAGES)
    for place, (_, page) in enumerate(pages):
        html = (site_dir / where(page) / "index.html").read_text("utf-8")
        found = re.findall(r'<a href="([^"]*)" rel="?(prev|next)"?[^>]*><span>[^<]*</span>([^<]*)</a>', html)
        beside = {"prev": place - 1, "next": place + 1}
        wanted = [(kind, *pages[at]) for kind, at in beside.items() if 0 <= at < len(pages)]
        assert [(kind, unescape(title)) for _, kind, title in found] == [(kind, title) for kind, title, _ in wanted]
        for (target, *_), (_, _, other) in zip(found, wanted, strict=True):
            assert (site_dir / where(page) / target).resolve() == (site_dir / where(other)).resolve()


def test_a_page_of_the_read_says_which_of_them_it_is(site_dir: Path) -> None:
    for page in PAGES:
        html = (site_dir / where(page) / "index.html").read_text("utf-8")
        wanted = [f"Page {READ.index(page) + 1} of {len(READ)}"] if page in READ[1:] else []
        assert re.findall(r'<p class="?sm-place"?>([^<]*)</p>', html) == wanted, page
