"""What the world outside reads of the site: a card for every page, an icon, and where the list of pages is."""

from pathlib import Path

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from momentum.authoring import records
from momentum.site.card import CardError, cards
from momentum.site.icon import icon
from momentum.store.store import StoreError

config = mkdocs_gen_files.config
try:
    for name, content in cards(Path(config["docs_dir"]), records.lookup_of(config["mdx_configs"])):
        with mkdocs_gen_files.open(f"assets/cards/{name}", "wb") as file:
            file.write(content)
except (CardError, StoreError) as error:
    raise PluginError(str(error)) from None
with mkdocs_gen_files.open("robots.txt", "w") as file:
    file.write(f"User-agent: *\nAllow: /\nSitemap: {(config['site_url'] or '/').rstrip('/')}/sitemap.xml\n")
with mkdocs_gen_files.open("favicon.ico", "wb") as file:
    file.write(icon(Path(config["docs_dir"]) / "assets" / "touch-icon.png"))
