"""Writes into pages what comes from registries: lists of losses and methods, and the gallery with its pictures."""

from pathlib import Path

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from momentum.authoring import records as authoring
from momentum.build import catalogue
from momentum.site import claims, gallery, registries
from momentum.site.rows import pictured
from momentum.site.thumbnails import thumbnail
from momentum.store.store import StoreError

config = mkdocs_gen_files.config
docs, find = Path(config["docs_dir"]), authoring.lookup_of(config["mdx_configs"])
figures = [find(name) for name in catalogue.names("figure")]
lists = registries.LISTS | {
    "gallery": lambda: gallery.gallery(figures, gallery.pages_in(config["nav"]), docs),
    "claims": lambda: claims.listed(find, docs),
}
try:
    for page, text in registries.pages(docs, lists):
        with mkdocs_gen_files.open(page, "w") as file:
            file.write(text)
    for figure in filter(pictured, figures):
        with mkdocs_gen_files.open(f"{gallery.FOLDER}/{figure['name']}.png", "wb") as file:
            file.write(thumbnail(figure))
except (registries.PlaceError, StoreError) as error:
    raise PluginError(str(error)) from None
