"""Builds what changed of figures and numbers, and hands the files that readers take away to the site."""

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from momentum.build import build
from momentum.build.make import FigureError
from momentum.store import store

try:
    records = build.build()
except (FigureError, store.StoreError) as error:
    raise PluginError(f"figures: {error}") from error
for record in records.values():
    for filename in record["files"]:
        with mkdocs_gen_files.open(f"figures/{filename}", "wb") as file:
            file.write(store.file(record, filename))
