"""Hands the colours and fonts of the package to the site, and one style sheet made of those in docs/assets."""

from pathlib import Path

import mkdocs_gen_files

from momentum.site import fonts, gallery, theme, tokens
from momentum.store.remembered import remembered

config = mkdocs_gen_files.config
sheets = Path(config["docs_dir"]) / "assets"
with mkdocs_gen_files.open("assets/style.css", "w") as file:
    file.write(remembered(theme.lean, theme.source(config["theme"].dirs)) + "\n" + tokens.stylesheet())
    file.write(gallery.stylesheet() + "\n")
    for name in ("base", "header", "page", "prose", "home", "media", "figure", "guess", "formulas", "gallery"):
        file.write((sheets / f"{name}.css").read_text("utf-8"))
for path in fonts.FACES:
    with mkdocs_gen_files.open(f"assets/fonts/{path.name}", "wb") as file:
        file.write(path.read_bytes())
