"""A site of three pages that is built in this process: one quotes a number, shows a part of a file and names a term."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page

from built import ROOT
from momentum.authoring import records

HEAD = "---\ndescription: A test.\n---\n"
ONE = f"""{HEAD}# One

## A part

After [[run.steps]] steps it may :term[overshoot], see [another part](two.md#parts).

```python
--8<-- "code.py:rule"
```
"""
TWO = f"{HEAD}# Two\n\n## Parts\n\nNothing is looked up here.\n"
GLOSSARY = f"{HEAD}# Glossary\n\nOvershoot\n:   Going past.\n"
STEPS = b">20</span> steps"
CODE = "# --8<-- [start:rule]\nx = 1\n# --8<-- [end:rule]\n"
# As much of a theme as shows all that is kept of a page: to compile and copy a whole one takes longer than the pages.
TEMPLATE = """{% for one in nav.pages %}<i>{{ one.title }}</i>{% endfor %}<title>{{ page.title }}</title>
{% for one in page.toc recursive %}<a href="{{ one.url }}">{{ one.level }} {{ one.title }}</a>
{{ loop(one.children) }}{% endfor %}{{ page.content }}
"""
SETTINGS = """site_name: A test
theme:
  name: null
  custom_dir: theme
hooks: [{hook}]
plugins: []
markdown_extensions:
  - toc
  - def_list
  - pymdownx.superfences
  - pymdownx.snippets:
      base_path: !relative $config_dir
      check_paths: true
  - momentum.authoring.quantities
  - momentum.authoring.glossary:
      source: !relative $docs_dir/glossary.md
validation:
  links:
    anchors: warn
"""


class Site:
    """A site of three pages, built in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rendered = folder, list[str]()
        self.made = {"run": {"key": "a", "numbers": {"steps": 20}}, "other": {"key": "b", "numbers": {"steps": 7}}}
        for name in ("docs", "theme"):
            (folder / name).mkdir()
        (folder / "theme" / "main.html").write_text(TEMPLATE, "utf-8")
        for name, text in (("index", ONE), ("two", TWO), ("glossary", GLOSSARY)):
            self.page(name).write_text(text, "utf-8")
        (folder / "code.py").write_text(CODE, "utf-8")
        self.settings = folder / "mkdocs.yml"
        self.settings.write_text(SETTINGS.format(hook=ROOT / "gen" / "faults.py"), "utf-8")

    def page(self, name: str) -> Path:
        return self.folder / "docs" / f"{name}.md"

    def build(self) -> list[str]:
        """Builds the site; which of its pages were rendered."""
        self.rendered.clear()
        config = load_config(str(self.settings), site_dir=str(self.folder / "site"))
        config.mdx_configs.setdefault(records.EXTENSIONS[2], {})
        for name in records.EXTENSIONS:
            config.mdx_configs.setdefault(name, {})["lookup"] = self.made.__getitem__
        build(config)
        return sorted(self.rendered)

    def built(self) -> dict[str, bytes]:
        """Every page as it was written."""
        return {path.parent.name: path.read_bytes() for path in (self.folder / "site").rglob("index.html")}


def edited(path: Path, old: str, new: str) -> None:
    """Replaces a text in a file; the time stamp moves even where the clock is coarse."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))


def built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose pages were built once, with a store of its own; it notes which pages are rendered."""
    monkeypatch.setenv("MOMENTUM_CACHE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "project").mkdir()
    found = Site(tmp_path / "project")
    render = Page.render

    def counted(page: Page, *arguments: Any) -> None:
        found.rendered.append(page.file.src_uri)
        render(page, *arguments)

    monkeypatch.setattr(Page, "render", counted)
    assert found.build() == ["glossary.md", "index.md", "two.md"]
    return found
