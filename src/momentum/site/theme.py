"""The theme's style sheet without its rules for parts that this site does not have: two thirds less to fetch.

A rule goes where each of its selectors names such a part; what is shared stays. A test looks for the parts in the
built pages, so that one that is taken into use is noticed.
"""

from __future__ import annotations

import re
from pathlib import Path

ABSENT = (
    "arithmatex", "critic", "emojione", "filename", "gemoji", "grid", "highlighttable", "keys", "linenodiv",
    "md-annotation", "md-author", "md-banner", "md-button", "md-clipboard", "md-code__", "md-consent",
    "md-content__button", "md-copyright", "md-draft", "md-ellipsis", "md-encrypted", "md-feedback", "md-footer",
    "md-header__source", "md-header__title", "md-header__topic", "md-meta", "md-nav", "md-pagination", "md-path",
    "md-pin", "md-post", "md-profile", "md-progress", "md-select", "md-sidebar", "md-social", "md-source", "md-status",
    "md-tabs", "md-tag", "md-tooltip", "md-top", "md-version", "mermaid", "tabbed-", "task-list", "twemoji",
)  # fmt: skip
USED_ICONS = ("details", "footnotes", "search-result")
# Files of the theme that no page loads: maps of its sources, its search, its sheets (one of ours stands
# in for them) and its mark.
_UNREAD = re.compile(
    r"assets/(?:.*\.map|javascripts/(?:lunr|workers)/.*|stylesheets/(?:main|palette)\..*|images/favicon\.png)"
)
# Our tables have classes. And where a rule asks for an element without one, browsers style all that an element holds
# anew whenever its classes change: with those of the root, the whole page.
_ABSENT = re.compile(rf"\.(?:{'|'.join(ABSENT)})|\[dir=rtl\]|:not\(\[class\]\)")
_ICON = re.compile(rf"--md-(?!{'|'.join(USED_ICONS)})[\w-]*icon[\w-]*:url\((\"|').*?\1\);?")


def unread(path: str) -> bool:
    """Whether no page loads this file of the theme, which is then not published."""
    return _UNREAD.fullmatch(path) is not None


def source(folders: list[str]) -> str:
    """The theme's main sheet, from the first of the theme's folders that has one."""
    for folder in folders:
        for path in sorted((Path(folder) / "assets" / "stylesheets").glob("main.*.min.css")):
            return re.sub(r"/\*.*?\*/|@charset [^;]*;", "", path.read_text("utf-8"), flags=re.S)
    raise FileNotFoundError(f"The theme must have a sheet assets/stylesheets/main.*.min.css; looked in {folders}.")


def blocks(css: str) -> list[tuple[str, str]]:
    """(what stands before the brace, what stands inside) of every rule at the top of a sheet."""
    found, depth, start, head, quote = [], 0, 0, "", ""
    for at, character in enumerate(css):
        if quote:
            quote = "" if character == quote and css[at - 1] != "\\" else quote
        elif character in "\"'":
            quote = character
        elif character == "{":
            if depth == 0:
                head, start = css[start:at], at + 1
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                found.append((head.strip(), css[start:at]))
                start = at + 1
    return found


def _selectors(head: str) -> list[str]:
    """The selectors of a list; commas inside brackets are no separators."""
    return [part for part in re.split(r",(?![^(\[]*[)\]])", head) if part.strip()]


def lean(css: str) -> str:
    """The sheet without the rules, and without the selectors, that name only absent parts."""
    kept = []
    for head, body in blocks(css):
        if head.startswith(("@media", "@supports")):
            if inside := lean(body):
                kept.append(f"{head}{{{inside}}}")
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        elif chosen := [selector for selector in _selectors(head) if not _ABSENT.search(selector)]:
            kept.append(f"{','.join(chosen)}{{{_ICON.sub('', body)}}}")
    return "\n".join(kept)
