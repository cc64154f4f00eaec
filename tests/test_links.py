"""Every link, anchor, image and fragment of the built site leads somewhere, and the check sees those that do not."""

import json
import os
import re
import subprocess
import threading
import xml.etree.ElementTree as etree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from built import ADDRESS, PAGES, ROOT, where
from momentum.site import dates
from tools import links


def test_every_link_leads_somewhere(site_dir: Path) -> None:
    assert list(links.faults(site_dir, ADDRESS)) == []


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="gone/">', "gone/ leads to no file (gone/index.html)"),
        ('<a href="#gone">', "#gone names no element of index.html"),
        ('<a href="other/#gone">', "other/#gone names no element of other/index.html"),
        ('<img src="gone.png">', "gone.png leads to no file (gone.png)"),
        ('<img srcset="gone.png 2x">', "gone.png leads to no file (gone.png)"),
        ('<a href="/elsewhere/">', "/elsewhere/ leads out of the site"),
        (f'<a href="{ADDRESS}gone/">', f"{ADDRESS}gone/ leads to no file (gone/index.html)"),
        (
            f'<meta property="og:image" content="{ADDRESS}gone.png">',
            f"{ADDRESS}gone.png leads to no file (gone.png)",
        ),
        (f'<meta property="og:url" content="{ADDRESS}a/">', f"{ADDRESS}a/ leads to no file (a/index.html)"),
        ('<video poster="gone.png"></video>', "gone.png leads to no file (gone.png)"),
        ('<svg><use xlink:href="gone.svg"/></svg>', "gone.svg leads to no file (gone.svg)"),
        ('<p aria-labelledby="gone">', "aria-labelledby='gone' names no element"),
        ('<label for="gone">', "for='gone' names no element"),
        ('<p id="twice"><p id="twice">', "the identifier 'twice' is given 2 times"),
    ],
)
def test_a_link_to_nowhere_is_found(tmp_path: Path, html: str, said: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text('<p id="there">')
    (tmp_path / "index.html").write_text(f'<a href="other/#there"><a href="https://elsewhere.example/">{html}')
    assert list(links.faults(tmp_path, ADDRESS)) == [f"index.html: {said}"]


def test_a_style_sheet_s_font_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('a{src:url("gone.woff2")}b{mask:url(data:x)}')
    assert list(links.faults(tmp_path, ADDRESS)) == ["a.css: gone.woff2 leads to no file (gone.woff2)"]


def test_a_folder_without_pages_is_not_called_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(SystemExit, match="2"):
            links.main([str(folder)])
        said = f"error: site must be a folder with the pages of a built site; got {folder}.\n"
        assert capsys.readouterr().err.endswith(said)
    (tmp_path / "index.html").write_text('<a href="#gone">')
    assert links.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == "index.html: #gone names no element of index.html\n"


def test_the_site_map_names_every_page(site_dir: Path) -> None:
    tree = etree.parse(site_dir / "sitemap.xml")
    named = {element.text for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert named == {ADDRESS + where(name) for name in PAGES}
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (site_dir / "robots.txt").read_text()


def git(folder: Path, *arguments: str, day: str = "2026-01-02") -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"]
    when = {"GIT_AUTHOR_DATE": f"{day}T23:30:00Z", "GIT_COMMITTER_DATE": f"{day}T23:30:00Z"}
    subprocess.run(["git", *who, *arguments], cwd=folder, env={**os.environ, **when}, check=True, capture_output=True)


@pytest.mark.parametrize("zone", ["UTC", "EAST-14", "WEST+11"])
def test_a_page_s_date_is_that_of_its_last_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    docs = tmp_path / "docs"
    docs.mkdir()
    git(tmp_path, "init")
    for name, text, day in (("a", "1", "2026-01-02"), ("b", "1", "2026-02-03"), ("a", "2", "2026-03-04")):
        (docs / f"{name}.md").write_text(text)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-m", day, day=day)
    (tmp_path / "c.md").write_text("elsewhere")
    assert dates.changed(docs) == {"a.md": "2026-03-04", "b.md": "2026-02-03"}


def test_without_a_history_no_page_has_a_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert dates.changed(tmp_path) == {}


def test_the_site_map_dates_pages_by_their_history(site_dir: Path) -> None:
    known = dates.changed(ROOT / "docs")
    tree = etree.parse(site_dir / "sitemap.xml")
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    given = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in tree.iter(f"{space}url")}
    assert {ADDRESS + where(page): day for page, day in known.items() if page in PAGES}.items() <= given.items()


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_says_what_it_is(site_dir: Path, page_name: str) -> None:
    html = (site_dir / where(page_name) / "index.html").read_text("utf-8")
    for needed in (
        "<title>",
        '<meta name="description" content="',
        f'<link rel="canonical" href="{ADDRESS}{where(page_name)}">',
        '<meta property="og:title" content="',
        f'<meta property="og:image" content="{ADDRESS}assets/cards/',
        '<meta name="twitter:card" content="summary_large_image">',
        '<html lang="en"',
    ):
        assert html.count(needed) == 1, needed
    data = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert data["url"] == ADDRESS + where(page_name)
    assert "LearningResource" in data["@type"]
    assert data["dateModified"] == dates.changed(ROOT / "docs").get(page_name, data["dateModified"])
    assert data["image"] in re.findall('<meta property="og:image" content="([^"]*)"', html)


def test_no_two_pages_have_the_same_title_or_description(site_dir: Path) -> None:
    for start, end in (("<title>", "</title>"), ('<meta name="description" content="', '"')):
        texts = [
            (site_dir / where(name) / "index.html").read_text("utf-8").partition(start)[2].partition(end)[0]
            for name in PAGES
        ]
        assert len(set(texts)) == len(texts), texts


def test_the_search_index_holds_no_axis_label(site_dir: Path) -> None:
    texts = json.dumps(json.loads((site_dir / "search" / "list.json").read_text("utf-8"))["docs"])
    assert "<svg" not in texts
    assert "Take it away" not in texts
    assert "Pause the animation" not in texts


class Answers(BaseHTTPRequestHandler):
    """Answers with the number that is asked for: /404 with 404."""

    def do_GET(self) -> None:
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_an_address_elsewhere_that_is_gone_is_told_and_one_that_turns_robots_away_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        elsewhere = f"http://127.0.0.1:{server.server_port}/"
        codes = (200, 403, 404, 405, 410, 429, 500)
        named = "".join(f'<a href="{elsewhere}{code}#there">' for code in codes)
        (tmp_path / "index.html").write_text(f'<a href="{ADDRESS}"><p id="a"><a href="#a">{named}')
        assert links.main([str(tmp_path), "--address", ADDRESS, "--outside"]) == 1
        said = capsys.readouterr().out.splitlines()
        assert [line.removeprefix(elsewhere).split()[0] for line in said] == ["404:", "410:", "500:"]
        (tmp_path / "index.html").write_text(f'<a href="{elsewhere}200">')
        assert links.main([str(tmp_path), "--address", ADDRESS, "--outside"]) == 0
        assert capsys.readouterr().out == "Every link leads somewhere.\n"
        server.shutdown()
    assert str(links.answer(elsewhere)).startswith(f"{elsewhere}: "), "nobody is there any more"
