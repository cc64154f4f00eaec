"""Where pages and figures quote numbers, and the words beside each.

A number is named; the words around it say what it is. For the texts that figures make, `tests/quoted/` keeps both side
by side, a line a number and a file a chapter, so that a number of another name, or other words around it, are seen by
whoever reads the difference; what pages say is kept in `tests/statements/`. After a change that is meant, `make keep`
writes the files anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(__file__).with_name("quoted")
CHAPTERS = ROOT / "src" / "momentum" / "chapters"
NUMBER = re.compile(r"\[\[(?P<name>[a-z][a-z0-9-]*\.\w+)(?::[^\]]*)?\]\]")
GIVEN = re.compile(r"\[\[=\s*([^\]:]+?)(?::[^\]]*)?\]\]")
BREAK = re.compile(r"(?<=[.?!:;])[\"”*)]*\s+(?=[\"“*:$(\[A-Z•])|\n\s*- ")
BEFORE, AFTER = 5, 3


class Quote(NamedTuple):
    """A quoted number: its name, the words around it where # stands for it, and all that its sentence or row says."""

    name: str
    phrase: str
    around: str

    @property
    def line(self) -> str:
        return f"{self.name}\t{self.phrase}"


def readable(text: str) -> str:
    """Markdown as its words, other computed numbers as •."""
    text = GIVEN.sub(r"\1", NUMBER.sub("•", text))
    text = re.sub(r"\]\([^()]*\)", "]", text)
    text = re.sub(r":(?:step|term|gd|momentum|nesterov|adam|lion|rmsprop|adaptive|minimum)\[", "[", text)
    return " ".join(re.sub(r"[*_`\[\]]|\{#[\w-]+\}|&nbsp;", " ", text).split())


def _short(before: str, after: str) -> str:
    return " ".join([*readable(before).split()[-BEFORE:], "#", *readable(after).split()[:AFTER]])


def quotes(page: str) -> list[Quote]:
    """Every computed number of a page, in its order."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    text = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    found: list[Quote] = []
    section = lead = ""
    for block in re.split(r"\n\s*\n", text):
        if heading := re.match(r"\s*#+ (.*)", block):
            section, lead = readable(heading[1]), ""
        if block.lstrip().startswith("|"):
            found += _of_a_table(block, f"{section} {lead}")
            continue
        breaks = [0, *(one.end() for one in BREAK.finditer(block)), len(block)]
        for match in NUMBER.finditer(block):
            first = max(one for one in breaks if one <= match.start())
            last = min(one for one in breaks if one >= match.end())
            before, after = block[first : match.start()], block[match.end() : last]
            around = f"{section} {lead} {readable(block)}"
            found.append(Quote(match["name"], _short(before, after), around))
        lead = readable(block)
    return found


def _of_a_table(block: str, above: str) -> Iterator[Quote]:
    head: list[str] = []
    for line in block.splitlines():
        cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
        head = head or [readable(cell) for cell in cells]
        for place, cell in enumerate(cells):
            row = readable(cells[0])[-60:] if place else ""
            for match in NUMBER.finditer(cell):
                inside = _short(cell[: match.start()], cell[match.end() :])
                phrase = " | ".join(filter(None, [row, head[place][-60:], inside]))
                around = " ".join([above, *head, readable(line)])
                yield Quote(match["name"], phrase, around)


def texts(module: Path) -> Iterator[Quote]:
    """Every value that the f-strings of a chapter's module put into words, in order."""
    tree = ast.parse(module.read_text("utf-8"))
    inner = {part for node in ast.walk(tree) if isinstance(node, ast.FormattedValue) and node.format_spec
             for part in ast.walk(node.format_spec)}  # fmt: skip
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and node not in inner]
    for string in sorted(strings, key=lambda node: (node.lineno, node.col_offset)):
        pieces = [piece.value if isinstance(piece, ast.Constant) else piece for piece in string.values]
        # A text has words; what has none is a name that only the code reads.
        if not any(isinstance(piece, str) and re.search(r"[ βηκ]", piece) for piece in pieces):
            continue
        for place, piece in enumerate(pieces):
            if isinstance(piece, ast.FormattedValue):
                before, after = ("".join(one if isinstance(one, str) else "•" for one in part)
                                 for part in (pieces[:place], pieces[place + 1 :]))  # fmt: skip
                yield Quote(f"{module.stem}: {ast.unparse(piece.value)}", _short(str(before), str(after)), "")


def ledgers() -> dict[str, list[str]]:
    """The lines of every file of `tests/quoted/`, as chapters have them now."""
    found: dict[str, list[str]] = {}
    for chapter in sorted(CHAPTERS.iterdir()):
        modules = sorted(chapter.glob("*.py")) if chapter.is_dir() else [chapter] if chapter.suffix == ".py" else []
        name = chapter.stem.strip("_")
        found[name] = found.get(name, []) + [quote.line for module in modules for quote in texts(module)]
    return {name: lines for name, lines in found.items() if lines}


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    for name, lines in ledgers().items():
        (KEPT / f"{name}.tsv").write_text("".join(f"{line}\n" for line in lines), "utf-8")
