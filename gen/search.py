"""MkDocs hook: names what listeners hear of a page's content, and lists what can be found in it."""

import json
from pathlib import Path

from momentum.site.names import named, terms
from momentum.site.search import REFERENCE, records

found = []


def on_pre_build(config):
    found.clear()


def on_page_content(html, *, page, config, files):
    html = named(html)
    page.meta["terms"] = terms(html)
    stated = page.meta.get("search", {})
    weight = REFERENCE if page.file.src_uri == "reference.md" else None
    address = "" if page.is_homepage else page.url
    read = page.parent is None
    listed = records(address, page.title, html, read=read, keywords=stated.get("keywords", ()), weight=weight)
    found.extend(listed[:1] if stated.get("exclude") else listed)
    return html


def on_post_build(config):
    path = Path(config.site_dir, "search", "search_index.json")
    path.write_text(json.dumps({"config": {}, "docs": found}, ensure_ascii=False, separators=(",", ":")), "utf-8")
