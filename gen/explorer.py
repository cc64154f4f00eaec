"""Hands the explorer its data, its scripts without their comments, and the page that other sites may frame."""

from pathlib import Path

import mkdocs_gen_files
from mkdocs.exceptions import PluginError

from momentum.site import explorer
from momentum.store import keys, store

config = mkdocs_gen_files.config
made_by = "momentum.chapters._explorer"


def make():
    from momentum.chapters import _explorer

    return {explorer.DATA: _explorer.model()}


try:
    data = store.file(store.kept(keys.key(made_by, salt="explorer"), "explorer", make), explorer.DATA)
except store.StoreError as error:
    raise PluginError(str(error)) from None
for name, content in explorer.files(Path(config["docs_dir"]) / "assets" / "explorer", data):
    with mkdocs_gen_files.open(f"assets/explorer/{name}", "wb") as file:
        file.write(content)
with mkdocs_gen_files.open("explorer/embed.html", "w") as file:
    file.write(explorer.embedded(config["site_name"]))
