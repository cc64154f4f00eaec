"""MkDocs hook: fills in how long the read takes, once the words of all its pages are known."""

from momentum.site.reading import READ, minutes, timed


def on_env(env, *, config, files):
    pages = [file.page for file in files.documentation_pages() if file.page and file.src_uri in READ]
    known = minutes({page.file.src_uri: page.content for page in pages})
    for page in pages:
        page.content = timed(page.content, known)
    return env
