"""A page's content security policy: nothing from elsewhere, and no inline script but those the page was built with.

A script or style sheet inside the page is allowed by its SHA-256 digest, which is taken from the finished HTML
(Content Security Policy Level 3, section 6.7.3). Style attributes stay allowed: the figures' clocks are set by them.
"""

from __future__ import annotations

import base64
import hashlib
import re

PLACE = '<meta http-equiv="Content-Security-Policy" content="">'
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.S | re.I)
_STYLE = re.compile(r"<style[^>]*>(?P<code>.*?)</style>", re.S | re.I)
_DATA = re.compile(r"\btype=[\"']?application/(?:ld\+)?json", re.I)


def digest(code: str) -> str:
    """The source expression that allows exactly this inline code."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def policy(html: str) -> str:
    """The policy under which this page, and nothing more than this page, runs."""
    scripts = {
        digest(match["code"]): None
        for match in _SCRIPT.finditer(html)
        if not re.search(r"\ssrc=", match["attributes"]) and not _DATA.search(match["attributes"])
    }
    styles = {digest(match["code"]): None for match in _STYLE.finditer(html)}
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *scripts],
        "style-src": ["'self'", "'unsafe-inline'"],
        "style-src-elem": ["'self'", *styles],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def with_policy(html: str) -> str:
    """The page with its policy filled in. Raises ValueError for a page without a place for one."""
    if PLACE not in html:
        raise ValueError("A page must have an empty Content-Security-Policy element; the theme's override lost it.")
    return html.replace(PLACE, PLACE.replace('content=""', f'content="{policy(html)}"'), 1)
