"""The built site as tests see it: how it is built and served, and where its pages are."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from functools import cache
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "/seeing-momentum/"
ADDRESS = f"https://reader.example{FOLDER}"
REPOSITORY = "https://github.com/example/example"
PAGES = sorted(path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md"))
COMPRESSED = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"})
packed = cache(gzip.compress)  # a page is asked for many times


def run_mkdocs(config: Path, target: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Builds a site, strictly, from `config` into `target`; the store stays that of the project."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(config), "--site-dir", str(target)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS, "REPO_URL": REPOSITORY, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def where(page: str) -> str:
    """The address of a page below the site's own: `ravine.md` is `ravine/`."""
    return "" if page == "index.md" else page.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"


# What a page's console would say, for an engine whose remote control doesn't tell; it stands before the page's policy.
LISTEN = """window.heard = [];
for (const level of ["log", "info", "warn", "error"]) console[level] = (...said) => heard.push(`${level}: ${said}`);
addEventListener("error", (event) => heard.push(`error: ${event.message ?? event.target.outerHTML}`), true);
addEventListener("unhandledrejection", (event) => heard.push(`error: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => heard.push(`${event.violatedDirective} ${event.blockedURI}`));"""


# A page in a frame, for an engine whose window can't be as narrow as a phone.
FRAME = (
    '<!DOCTYPE html><body style="margin: 0"><iframe src="{}" style="border: 0; width: 400px; height: 800px"></iframe>'
)


class Handler(SimpleHTTPRequestHandler):
    """Serves the site below FOLDER as a host would, and the site's own page for what is missing.

    Text is compressed. To Chromium a connection stays open, and it may keep what is not a page for an hour; WebKit,
    with all at hand, may say of a wheel that is taken that a ResizeObserver's loop was cut. What is asked for below
    /framed comes in a frame.
    """

    protocol_version = "HTTP/1.1"

    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".woff2": "font/woff2",
        ".js": "text/javascript",
    }

    def do_GET(self) -> None:
        inside = self.path.partition("?")[0]
        file = Path(self.directory, inside.removeprefix(FOLDER), "index.html" if inside.endswith("/") else "")
        status = 200 if inside.startswith(FOLDER) and file.is_file() else 404
        file = file if status == 200 else Path(self.directory, "404.html")
        content = file.read_bytes()
        if inside.startswith("/framed"):
            status, file = 200, Path("frame.html")
            content = FRAME.format(self.path.removeprefix("/framed")).encode()
        elif self.path.endswith("?listen") and file.suffix == ".html":
            content = content.replace(b"<head>", b"<head><script>" + LISTEN.encode() + b"</script>", 1)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in COMPRESSED:
            content = packed(content, 6)
            self.send_header("Content-Encoding", "gzip")
        if "Chrome" not in self.headers.get("User-Agent", ""):
            self.send_header("Connection", "close")
        elif status == 200 and file.suffix != ".html":
            self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses belong to one host."""
    return urlsplit(one)[:2] == urlsplit(other)[:2]
