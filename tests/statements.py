"""Everything that the site says, statement by statement: what `tests/statements/` keeps, a line each.

A statement of a page is a sentence, a heading, an answer, a row of a table, a line of code, or a line of the page's
head, as it is written: numbers by their names, links with their targets, chips with their methods. Beside the pages
stand the words of the frame, of the scripts and of the explorer. A word that is turned, a name that is exchanged or a
link that leads elsewhere is seen by the test, and then by whoever reads the difference. After a change that is meant,
`make keep` writes the files anew.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from momentum.chapters._presets import presets
from momentum.explorer.words import WORDS
from momentum.site.registries import LISTS, filled

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(__file__).with_name("statements")
ASSETS = ROOT / "docs" / "assets"
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
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
READ = re.compile(r"^[A-Z][a-z]{2,}|[a-z]{2,} [a-z]{2,}|[a-z]{2}[,:]? •|• [a-z]{2}")
WRITTEN = re.compile(r'content: ?"([^"\\]*[A-Za-z][^"\\]*)"')
MARKUP = re.compile(r"^<(?!iframe)|^\.|\bmx-|^charts controls")
SHOWN = re.compile(
    r'>([^<>]*[A-Za-z]{2}[^<>]*)<|\b(?:aria-label|title|content)="([^"]*[A-Za-z ][^"]*)"|\bhref="(https?://[^"]*)"'
)
SETTING = re.compile(r"^(?:site_\w+|copyright|  tagline|  header): .+|^ +- [^:\n]+: \w[\w-]+\.md$", re.MULTILINE)
DECIMAL = re.compile(r"\d+\.\d+")
HOLE, RULE = re.compile(r"\{\{.*?\}\}"), re.compile(r"\{[%#].*?[%#]\}|<(script|svg)\b.*?</\1>", re.DOTALL)


def _line(text: str) -> str:
    return " ".join(text.split())


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


def _scripts() -> Iterator[str]:
    """The words in the site's scripts, which have spaces or begin like a sentence, and those in its style sheets."""
    for path in sorted(ASSETS.rglob("*.js")):
        code = re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        for plain, holed in LITERAL.findall(code):
            text = plain or holed
            if READ.search(re.sub(r"\$\{[^}]*\}", "•", text)) and not MARKUP.search(text):
                yield f"{path.relative_to(ASSETS)}: {_line(text)}"
    for path in sorted(ASSETS.rglob("*.css")):
        yield from (f"{path.name}: {words}" for words in WRITTEN.findall(path.read_text("utf-8")))


def _frame() -> Iterator[str]:
    """The words of the templates, and what the settings call the site and its pages."""
    for path in sorted((ROOT / "overrides").rglob("*.html")):
        text = HOLE.sub("•", RULE.sub("", path.read_text("utf-8")))
        yield from (f"{path.name}: {_line(''.join(found))}" for found in SHOWN.findall(text))
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    yield from (f"mkdocs.yml: {line.strip()}" for line in SETTING.findall(settings))


def _explorer() -> Iterator[str]:
    """The words of the explorer and of its lessons."""

    def inner(name: str, what: object) -> Iterator[str]:
        parts: Iterable[tuple[object, object]] = (
            what.items() if isinstance(what, dict) else enumerate(what) if isinstance(what, list | tuple) else ()
        )
        if isinstance(what, str):
            yield f"{name}: {what}"
        for key, part in parts:
            yield from inner(f"{name} {key}".strip(), part)

    yield from inner("", WORDS)
    for name, one in presets().items():
        yield f"{name}: {one.title}: {one.lesson}"
        yield f"{name}: {DECIMAL.sub(lambda number: f'{float(number[0]):.4g}', json.dumps(one.state))}"


def sources() -> dict[str, list[str]]:
    """Name -> the statements of every page, of the README, and of what is no page."""
    pages = {path.stem: filled(path.read_text("utf-8"), LEFT, path.name) for path in (ROOT / "docs").glob("*.md")}
    found = {name: statements(text) for name, text in sorted(pages.items())}
    found["readme"] = statements((ROOT / "README.md").read_text("utf-8"))
    return found | {"the-frame": [*_frame()], "the-scripts": [*_scripts()], "the-explorer": [*_explorer()]}


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
