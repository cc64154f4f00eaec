"""Builds what changed of figures and numbers, and hands them to the pages, and their files to the site."""

import os

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from momentum.authoring import records as authoring
from momentum.build import build, catalogue, fault
from momentum.site import serving
from momentum.store import store

try:
    records = build.build(drafts=serving.EDITED in os.environ)
except (fault.FigureError, catalogue.CatalogueError, store.StoreError) as error:
    raise PluginError(f"figures: {error}") from None
for extension in authoring.EXTENSIONS:
    mkdocs_gen_files.config["mdx_configs"].setdefault(extension, {})["lookup"] = build.among(records)
for record in records.values():
    for filename in record["files"]:
        with mkdocs_gen_files.open(f"figures/{filename}", "wb") as file:
            file.write(store.file(record, filename))
