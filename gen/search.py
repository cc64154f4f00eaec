"""MkDocs hook: names what listeners hear of a page's content, and lists what can be found, to be read on demand."""

import json
from pathlib import Path

from momentum.site.names import named, terms
from momentum.site.search import REFERENCE, records

found = []


def on_pre_build(config):
    found.clear()


def on_page_content(html, *, page, config, files):
    html = named(html)
    stated = page.meta.get("search", {})
    page.meta |= {"terms": terms(html), "search": {**stated, "exclude": True}}
    weight = REFERENCE if page.file.src_uri == "reference.md" else None
    address, read = "" if page.is_homepage else page.url, page.parent is None
    listed = records(address, page.title, html, read=read, keywords=stated.get("keywords", ()), weight=weight)
    found.extend(listed[:1] if stated.get("exclude") else listed)
    return html


def on_post_build(config):
    for name, docs in (("search_index", []), ("list", found)):
        text = json.dumps({"config": {}, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
        Path(config.site_dir, "search", f"{name}.json").write_text(text, "utf-8")
