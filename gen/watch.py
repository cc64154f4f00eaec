"""MkDocs hook: a served site is looked at for edits five times a second, not twice, and shows pages first."""

from contextlib import suppress

from watchdog.observers.polling import PollingObserver

from momentum.site import serving

SECONDS = 0.2


def on_serve(server, *, config, builder):
    """Watches again what is watched so far; MkDocs adds the other folders after this."""
    watched = []
    for path in (config.docs_dir, config.config_file_path, *config.theme.dirs):
        with suppress(KeyError):  # the theme is watched only on demand
            server.unwatch(path)
            watched.append(path)
    server.observer = PollingObserver(timeout=SECONDS)
    server.builder = serving.pages_first(server.builder)
    for path in [*watched, serving.signal().parent]:
        server.watch(path)
    return server
