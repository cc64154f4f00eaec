"""MkDocs hook: the theme's templates are compiled once, and kept."""

from momentum.site.templates import Kept


def on_env(env, *, config, files):
    env.bytecode_cache = Kept()
    return env
