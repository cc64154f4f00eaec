"""What the world outside reads of the site: a card for every page, an icon, and where the list of pages is."""

from pathlib import Path

import mkdocs_gen_files

from momentum.authoring import records
from momentum.site.card import cards
from momentum.site.icon import icon

config = mkdocs_gen_files.config
for name, content in cards(Path(config["docs_dir"]), records.lookup_of(config["mdx_configs"])):
    with mkdocs_gen_files.open(f"assets/cards/{name}", "wb") as file:
        file.write(content)
with mkdocs_gen_files.open("robots.txt", "w") as file:
    file.write(f"User-agent: *\nAllow: /\nSitemap: {(config['site_url'] or '/').rstrip('/')}/sitemap.xml\n")
with mkdocs_gen_files.open("favicon.ico", "wb") as file:
    file.write(icon(Path(config["docs_dir"]) / "assets" / "touch-icon.png"))
