"""MkDocs hook: names what listeners hear of a page's content, and lists what can be found, to be read on demand."""

import json
from pathlib import Path

found = []


def on_pre_build(config):
    found.clear()


def on_page_content(html, *, page, config, files):
    from momentum.site.names import named, terms  # late, as in faults.py: the functions of today
    from momentum.site.search import WEIGHTS, records
    from momentum.store.remembered import remembered

    html = named(html)
    said = page.meta.get("search", {})
    page.meta |= {"terms": terms(html), "search": {**said, "exclude": True}}
    own = {"read": page.parent is None, "keywords": said.get("keywords", ()), "weight": WEIGHTS.get(page.file.src_uri)}
    address, most = "" if page.is_homepage else page.url, 1 if said.get("exclude") else None
    found.extend(remembered(records, address, page.title, html, **own)[:most])
    return html


def on_post_build(config):
    for name, docs in (("search_index", []), ("list", found)):
        text = json.dumps({"config": {}, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
        Path(config.site_dir, "search", f"{name}.json").write_text(text, "utf-8")
