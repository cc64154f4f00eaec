"""Hands the colours and the fonts of the package to the site."""

from pathlib import Path

import mkdocs_gen_files

from momentum.rendering import fonts
from momentum.site.tokens import stylesheet

with mkdocs_gen_files.open("assets/tokens.css", "w") as file:
    file.write(stylesheet())
for path in sorted(Path(fonts.__file__).parent.glob("*.woff2")):
    with mkdocs_gen_files.open(f"assets/fonts/{path.name}", "wb") as file:
        file.write(path.read_bytes())
