"""MkDocs hook: every page states what it may load, and what no page loads is left out. Live reload adds a script."""

from momentum.site.policy import PLACE, with_policy
from momentum.site.theme import unread

serving = False


def on_startup(*, command, dirty):
    global serving
    serving = command == "serve"


def on_config(config):
    """Leaves out the sheet that mkdocstrings asks for on every page; prose.css has what the reference needs of it."""
    config.extra_css[:] = [sheet for sheet in config.extra_css if "_mkdocstrings" not in str(sheet)]
    return config


def on_files(files, *, config):
    for file in filter(lambda file: unread(file.src_uri), list(files)):
        files.remove(file)


def on_post_page(output, *, page, config):
    return output.replace(PLACE, "") if serving else with_policy(output)


def on_post_template(output, *, template_name, config):
    return on_post_page(output, page=None, config=config) if template_name.endswith(".html") else output
