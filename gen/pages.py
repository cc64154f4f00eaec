"""Writes into pages what comes from registries."""

from pathlib import Path

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from momentum.site import registries

try:
    for page, text in registries.pages(Path(mkdocs_gen_files.config["docs_dir"]), registries.LISTS):
        with mkdocs_gen_files.open(page, "w") as file:
            file.write(text)
except registries.PlaceError as error:
    raise PluginError(str(error)) from error
