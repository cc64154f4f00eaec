"""MkDocs hook: the theme's templates are compiled once, and kept; its hidden files, 10,000 icons, are not looked at."""

from mkdocs.plugins import event_priority

from momentum.site.templates import Kept, Shown


@event_priority(100)
def on_config(config):
    """Before any plugin asks the theme for its templates."""
    made = config.theme.get_env

    def environment():
        env = made()
        env.bytecode_cache, env.loader = Kept(), Shown(env.loader.searchpath)
        return env

    config.theme.get_env = environment
    return config
