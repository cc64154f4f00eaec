"""MkDocs hook: fills in how long the read takes, once the words of all its pages are known.

The package is imported late, after a rebuild has dropped it: what a function of it makes is kept under its new key.
"""


def on_env(env, *, config, files):
    from momentum.site.reading import READ, minutes, timed

    pages = [file.page for file in files.documentation_pages() if file.page and file.src_uri in READ]
    known = minutes({page.file.src_uri: page.content for page in pages})
    for page in pages:
        page.content = timed(page.content, known)
    return env
