"""The policy of every built page allows what the page holds, and nothing more."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser

from built import PAGES, where


class Inline(HTMLParser):
    """Collects what a browser would run or apply from within the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self.policies: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policies.append(given["content"] or "")
        runs = "src" not in given and "json" not in (given.get("type") or "")
        if tag == "style" or (tag == "script" and runs):
            self.inside = tag
            self.found[tag].append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[self.inside][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


FIXED = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; style-src-elem 'self'{styles}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


def test_the_policy_allows_what_a_page_holds_and_nothing_more(site_dir):
    paths = {path.relative_to(site_dir).as_posix(): path for path in site_dir.rglob("*.html")}
    assert {"404.html", *(f"{where(page)}index.html" for page in PAGES)} <= set(paths)
    for name, path in paths.items():
        reader = Inline()
        reader.feed(path.read_text("utf-8"))
        digests = {
            kind: "".join(
                f" 'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
                for code in dict.fromkeys(codes)
            )
            for kind, codes in reader.found.items()
        }
        assert reader.policies == [FIXED.format(scripts=digests["script"], styles=digests["style"])], name
