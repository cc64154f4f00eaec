"""Hands the colours and fonts of the package to the site, and one style sheet in place of six."""

from pathlib import Path

import mkdocs_gen_files

from momentum.rendering import fonts
from momentum.site import theme, tokens, webfonts

config = mkdocs_gen_files.config
sheets = Path(config["docs_dir"]) / "assets"
cache = Path(config["config_file_path"]).parent / ".cache" / "fonts"
with mkdocs_gen_files.open("assets/style.css", "w") as file:
    file.write(theme.lean(theme.source(config["theme"].dirs)) + "\n" + tokens.stylesheet())
    for name in ("site", "figure", "formulas"):
        file.write((sheets / f"{name}.css").read_text("utf-8"))
for path in sorted(Path(fonts.__file__).parent.glob("*.woff2")):
    with mkdocs_gen_files.open(f"assets/fonts/{path.name}", "wb") as file:
        file.write(webfonts.lean(path, cache))
