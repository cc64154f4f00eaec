"""MkDocs hook: every page of a built site states what it may load. Live reload, which adds a script, goes without."""

from momentum.site.policy import PLACE, with_policy

serving = False


def on_startup(*, command, dirty):
    global serving
    serving = command == "serve"


def on_config(config):
    """Leaves out the sheet that mkdocstrings asks for on every page; site.css has what the reference needs of it."""
    config.extra_css[:] = [sheet for sheet in config.extra_css if "_mkdocstrings" not in str(sheet)]
    return config


def on_post_page(output, *, page, config):
    return output.replace(PLACE, "") if serving else with_policy(output)


def on_post_template(output, *, template_name, config):
    return on_post_page(output, page=None, config=config) if template_name.endswith(".html") else output
