"""MkDocs hook: the site map says when each page last changed. A page that no commit knows keeps the build's day."""

from pathlib import Path

from momentum.site.dates import changed


def on_env(env, *, config, files):
    dates = changed(Path(config.docs_dir))
    for file in files.documentation_pages():
        file.page.update_date = dates.get(file.src_uri, file.page.update_date)
    return env
