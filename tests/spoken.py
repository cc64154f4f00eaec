"""What the site says beside its pages: the words of its frame, scripts, explorer, figures' cards, and reference."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import momentum
from momentum.chapters._presets import presets
from momentum.explorer.words import WORDS

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "docs" / "assets"
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
READ = re.compile(r"^[A-Z][a-z]{2,}|[a-z]{2,} [a-z]{2,}|[a-z]{2}[,:]? •|• [a-z]{2}")
WRITTEN = re.compile(r'content: ?"([^"\\]*[A-Za-z][^"\\]*)"')
MARKUP = re.compile(r"^<(?!iframe)|^\.|\bmx-|^charts controls")
SHOWN = re.compile(
    r'>([^<>]*[A-Za-z]{2}[^<>]*)<|\b(?:aria-label|title|content)="([^"]*[A-Za-z ][^"]*)"|\bhref="(https?://[^"]*)"'
)
SETTING = re.compile(r"^(?:site_\w+|copyright|  tagline|  header): .+|^ +- [^:\n]+: \w[\w-]+\.md$", re.MULTILINE)
DECIMAL = re.compile(r"\d+\.\d+")
BUILDERS = (
    "authoring/figures", "authoring/picture", "authoring/guess", "authoring/tables", "site/card", "site/claims",
    "site/explorer", "site/gallery", "site/names", "site/registries", "build/draft",
)  # fmt: skip
HOLE, RULE = re.compile(r"\{\{.*?\}\}"), re.compile(r"\{[%#].*?[%#]\}|<(script|svg)\b.*?</\1>", re.DOTALL)


def _line(text: str) -> str:
    return " ".join(text.split())


def scripts() -> Iterator[str]:
    """The words in the site's scripts, which have spaces or begin like a sentence, and those in its style sheets."""
    for path in sorted(ASSETS.rglob("*.js")):
        code = re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        for plain, holed in LITERAL.findall(code):
            text = plain or holed
            if READ.search(re.sub(r"\$\{[^}]*\}", "•", text)) and not MARKUP.search(text):
                yield f"{path.relative_to(ASSETS)}: {_line(text)}"
    for path in sorted(ASSETS.rglob("*.css")):
        yield from (f"{path.name}: {words}" for words in WRITTEN.findall(path.read_text("utf-8")))


def frame() -> Iterator[str]:
    """The words of the templates, and what the settings call the site and its pages."""
    for path in sorted((ROOT / "overrides").rglob("*.html")):
        text = HOLE.sub("•", RULE.sub("", path.read_text("utf-8")))
        yield from (f"{path.name}: {_line(''.join(found))}" for found in SHOWN.findall(text))
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    yield from (f"mkdocs.yml: {line.strip()}" for line in SETTING.findall(settings))


def explorer() -> Iterator[str]:
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


def reference() -> Iterator[str]:
    """What the page of the engine says of every class and function: its docstring and those of its parts."""
    for name in re.findall(r"^::: momentum\.(\w+)$", (ROOT / "docs" / "reference.md").read_text("utf-8"), re.MULTILINE):
        thing = getattr(momentum, name)
        names = sorted(vars(thing)) if inspect.isclass(thing) else getattr(thing, "__all__", ())
        parts = {part: getattr(thing, part) for part in names if not part.startswith("_")}
        for part, said in ({"": thing} | parts).items():
            if callable(said) or isinstance(said, property) or inspect.ismodule(said):
                lines = (inspect.getdoc(said) or "").splitlines()
                yield from (f"{f'{name} {part}'.strip()}: {line.strip()}" for line in lines if line.strip())


def builders() -> Iterator[str]:
    """The words with which figures' cards, the gallery and the lists of registries are built."""
    for name in BUILDERS:
        tree = ast.parse((ROOT / "src" / "momentum" / f"{name}.py").read_text("utf-8"))
        told = [node for node in ast.walk(tree) if isinstance(node, ast.Raise)]
        told += [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
        left = {part for node in told for part in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left:
                text = _line(re.sub(r"</?[^<>]*>|<[^<>]*$|^[^<>]*>", " ", re.sub(r"\{\w+\}", "•", node.value)))
                if READ.search(text) and not re.search(r"[\\{}=;]|\(\?", text):
                    yield f"{name}: {text}"


SOURCES: dict[str, Callable[[], Iterator[str]]] = {
    "frame": frame, "scripts": scripts, "explorer": explorer, "reference": reference, "builders": builders,
}  # fmt: skip
