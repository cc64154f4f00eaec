"""MkDocs hook: a page that is not whole stops the build, with its line.

The package is imported late, after a rebuild has dropped it: a fault is recognised by its class.
"""

from mkdocs.plugins import event_priority


@event_priority(100)
def on_files(files, *, config):
    """Before anything reads a page: each is text, and those that the header names are there."""
    from momentum.site import whole

    pages = {file.src_uri: file.content_bytes for file in files.documentation_pages()}
    for page, content in pages.items():
        whole.decoded(page, content)
    if fault := whole.unknown_pages(config.extra.get("header", []), pages):
        raise fault


def on_pre_page(page, *, config, files):
    """Reads the source before MkDocs does; what turns it into HTML is asked only where the store lacks the page."""
    from momentum.site import kept, whole

    page.render = kept.rendering(page, whole.read(page.file.src_uri, page.file.content_bytes))
    return page
