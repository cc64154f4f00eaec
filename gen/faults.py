"""MkDocs hook: a page that is not whole stops the build, with its line.

The package is imported late, after a rebuild has dropped it: a fault is recognised by its class.
"""


def on_files(files, *, config):
    from momentum.site import whole

    fault = whole.unknown_pages(config.extra.get("header", []), [file.src_uri for file in files.documentation_pages()])
    if fault:
        raise fault


def on_pre_page(page, *, config, files):
    """Reads the source before MkDocs does, and guards what turns it into HTML."""
    from momentum.site import whole

    text = whole.read(page.file.src_uri, page.file.content_bytes)
    page.render = whole.guarded(page.file.src_uri, text, page.render, lambda: page.content)
    return page
