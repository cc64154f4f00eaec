"""MkDocs hook: fills in how long the read takes, once the words of all its pages are known.

The package is imported late, after a rebuild has dropped it: what a function of it makes is kept under its new key.
"""


def on_env(env, *, config, files):
    from momentum.site.reading import READ, minutes, timed
    from momentum.site.whole import decoded, guarded

    pages = [file.page for file in files.documentation_pages() if file.page and file.page.content]
    known = minutes({page.file.src_uri: page.content for page in pages if page.file.src_uri in READ})
    for page in pages:
        name = page.file.src_uri
        text = decoded(name, page.file.content_bytes)
        page.content = guarded(name, text, timed, lambda: "")(page.content, known)
    return env
