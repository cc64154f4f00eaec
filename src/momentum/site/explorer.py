"""The explorer as readers get it: its scripts without comments, its data, and a page for a frame."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from momentum.site.policy import PLACE, with_policy
from momentum.site.scripts import lean
from momentum.store import pinned
from momentum.store.remembered import remembered

DATA = "model.json"


def files(folder: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of the scripts and the style sheet in `folder`, and of the data."""
    for path in pinned.files(folder.iterdir()):
        content = path.read_bytes()
        yield path.name, remembered(lean, content.decode()).encode() if path.suffix == ".js" else content
    yield DATA, data


def embedded(site: str) -> str:
    """A page with the explorer and its source alone, under the policy of every page."""
    return with_policy(f"""\
<!doctype html>
<html lang="en" class="sm-embedded no-js">
<head>
<meta charset="utf-8">
{PLACE}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Gradient descent and momentum, to try out: {escape(site)}</title>
<link rel="icon" href="../assets/favicon.svg">
<link rel="stylesheet" href="../assets/style.css">
<script type="module" src="../assets/explorer/load.js"></script>
</head>
<body data-md-color-scheme="default">
<main class="md-typeset">
<momentum-explorer address framed>
<p>This picture is computed as you move it, which needs JavaScript.</p>
</momentum-explorer>
<p class="sm-source"><a href="./" target="_top">The explorer of {escape(site)}</a>, CC BY 4.0</p>
</main>
</body>
</html>
""")
