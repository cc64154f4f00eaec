"""What must never reach a reader: TeX and authoring marks left as text in a built page."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from momentum.authoring import directives

_STRAY = re.compile(
    r"\$+"
    r"|\\(?:[A-Za-z]+|[()\[\]{}])"
    r"|\[\[[^\]\n]*\]?\]?"
    r"|\[(?:=[^\[\]\n]*|[a-z][a-z0-9-]*\.\w+(?::[^\[\]\n]+)?)\]\]"
    rf"|(?:{directives.LIKE})[^\]\n]*\]?"
    r"|--8<--"
    r"|^[ \t]*(?:\?\?\?\+?|!!!)[ \t]+[\w-]+"
    r"|`{3,}|~{3,}",
    re.MULTILINE,
)
_CODE = frozenset({"code", "pre", "script", "style", "textarea", "kbd", "samp"})
_READ_ALOUD = frozenset({"alt", "title", "aria-label", "aria-description", "placeholder"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def _look(self, text: str) -> None:
        for match in _STRAY.finditer(text):
            around = text[max(match.start() - 20, 0) : match.end() + 20]
            self.found.append(f"{match.group().strip()} in “{' '.join(around.split())}”")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CODE:
            self.open.append(tag)
        given = dict(attrs)
        for name, value in attrs:
            described = tag == "meta" and name == "content" and "description" in (given.get("name") or "")
            if value and (name in _READ_ALOUD or described):
                self._look(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.open:
            self._look(data)


def stray_tex(page: str) -> list[str]:
    """Each piece of TeX or authoring syntax that a reader of this HTML would meet, with the words around it.

    Dollar signs, backslash commands, `[[...]]`, `:name[...]`, and marks of snippets, boxes and fences count, in text
    and in texts that are read aloud (alt, title, descriptions); code does not.

    >>> stray_tex("<p>so <code>$HOME</code> and $x</p>")
    ['$ in “and $x”']
    """
    if not _STRAY.search(unescape(page)):
        return []
    parser = _Text()
    parser.feed(page)
    parser.close()
    return parser.found
