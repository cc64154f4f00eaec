"""Everything that the site says, statement by statement: what `tests/statements/` keeps, a line each.

A statement of a page is a sentence, a heading, an answer, a row of a table, a line of code, or a line of the page's
head, as it is written: numbers by their names, links with their targets, chips with their methods; what it shows of a
file stands where it is shown. A word that is turned, a name that is exchanged or a link that leads elsewhere is seen
by the test, and then by whoever reads the difference. After a change that is meant, `make keep` writes the files anew.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import spoken
from momentum.site.registries import LISTS, filled

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(__file__).with_name("statements")
# What stands in these two lists is held elsewhere: numbers by their tests, captions by the parts of their figures.
LEFT = {**LISTS, "claims": str, "gallery": str}
HEAD = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
# What is read line by line: code, formulas on lines of their own, HTML, and rows of tables.
LINES = re.compile(
    r"^ *(?P<fence>```|~~~).*?^ *(?P=fence) *$|^ *\$\$.*?\$\$|^ *<(?P<tag>\w[\w-]*)\b.*?</(?P=tag)> *$|^ *\|[^\n]*$",
    re.DOTALL | re.MULTILINE,
)
ITEM = r" *(?:(?:[->]|:  |\d+\.|!!!|\?\?\?|#+) |:card\[)"
STOP = r"(?:(?<=[.?!])|(?<=[.?!][\"”*)])|(?<=[.?!]\*\*))"
END = re.compile(rf"\n\s*\n|\n(?={ITEM})|{STOP}\s+(?=[^a-z\d(])")
SHOWN = re.compile(r'^ *--8<-- "(?P<file>[^":]+):(?P<section>[\w-]+)"$', re.MULTILINE)


def _line(text: str) -> str:
    return " ".join(text.replace("&nbsp;", " ").split())


def statements(text: str) -> list[str]:
    """The statements of a page's source, in their order."""
    found: list[str] = []
    if head := HEAD.match(text):
        found += head[1].splitlines()
        text = text[head.end() :]
    place = 0
    for block in [*LINES.finditer(text), None]:
        prose = text[place : block.start() if block else len(text)]
        found += map(_line, re.split(END, prose))
        if block:
            found += map(_line, block[0].splitlines())
            place = block.end()
    return [line for line in found if line.strip("`$ ")]


def shown(match: re.Match[str]) -> str:
    """The section of a file that a page shows."""
    text = (ROOT / match["file"]).read_text("utf-8")
    section = re.search(rf"\[start:{match['section']}\]\n(.*?)\n[^\n]*\[end:{match['section']}\]", text, re.DOTALL)
    assert section, match[0]
    return section[1]


def sources() -> dict[str, list[str]]:
    """Name -> the statements of every page, of the README, and of what is no page."""
    pages = {path.stem: filled(path.read_text("utf-8"), LEFT, path.name) for path in (ROOT / "docs").glob("*.md")}
    found = {name: statements(SHOWN.sub(shown, text)) for name, text in sorted(pages.items())}
    found["readme"] = statements((ROOT / "README.md").read_text("utf-8"))
    return found | {f"the-{name}": [*lines()] for name, lines in spoken.SOURCES.items()}


def gone(kept: list[str], found: list[str]) -> list[str]:
    """What is kept and not found, in its order, each with what is most like it now; what is new may stand between."""
    left = iter(found)
    missing = [line for line in kept if line not in left] if not set(kept) - set(found) else []
    missing = missing or [line for line in kept if line not in set(found)]
    new = [line for line in found if line not in set(kept)]
    return [f"kept: {line}\n now: {next(iter(difflib.get_close_matches(line, new, 1, 0.3)), '–')}" for line in missing]


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for name, lines in sources().items():
        (KEPT / f"{name}.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
