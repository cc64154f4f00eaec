"""Checks every link, anchor, image and fragment of a built site without a network: `python -m tools.links site`.

With `--outside` it asks instead for each address elsewhere that the pages name, and says which do not answer.
"""

from __future__ import annotations

import argparse
import re
import sys
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

ADDRESSES = frozenset({"href", "src", "poster", "data", "action", "xlink:href"})
IDENTIFIERS = frozenset({"for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list"})
_CSS_URL = re.compile(r"url\(\s*[\"']?(?!data:|#)([^\"')]+)")
_ELSEWHERE = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.I)


class Document(HTMLParser):
    """The identifiers and references of one HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.identifiers: Counter[str] = Counter()
        self.references: list[str] = []
        self.local: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.identifiers[given["id"]] += 1
        for name, value in given.items():
            if name in ADDRESSES:
                self.references.append(value)
            elif name == "srcset":
                self.references += [part.split()[0] for part in value.split(",") if part.strip()]
            elif name in IDENTIFIERS:
                self.local += [(name, identifier) for identifier in value.split()]
        if tag == "meta" and given.get("property") in ("og:image", "og:url"):
            self.references.append(given["content"])


def documents(site: Path) -> dict[str, Document]:
    """Path inside the site -> page, for every HTML file."""
    return {
        path.relative_to(site).as_posix(): Document(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))
    }


def address_of(path: str) -> str:
    """The address, below the site's own, at which readers find a file: `a/index.html` is `a/`."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def faults(site: Path, address: str) -> Iterator[str]:
    """A sentence for every reference that leads nowhere; the site is meant to be served at `address`."""
    pages = documents(site)
    for path, page in pages.items():
        yield from (
            f"{path}: the identifier {name!r} is given {n} times" for name, n in page.identifiers.items() if n > 1
        )
        yield from (f"{path}: {name}={to!r} names no element" for name, to in page.local if to not in page.identifiers)
        for reference in page.references:
            yield from _fault(site, pages, address, path, reference)
    for sheet in sorted(site.rglob("*.css")):
        path = sheet.relative_to(site).as_posix()
        for reference in _CSS_URL.findall(sheet.read_text("utf-8")):
            yield from _fault(site, pages, address, path, reference)


def _fault(site: Path, pages: dict[str, Document], address: str, path: str, reference: str) -> Iterator[str]:
    if _ELSEWHERE.match(reference):
        return
    target, fragment = urldefrag(urljoin(address + address_of(path), reference))
    if not target.startswith(address):
        if reference.startswith("http"):
            return
        yield f"{path}: {reference} leads out of the site"
        return
    inside = unquote(target.removeprefix(address).partition("?")[0])
    file = inside + "index.html" if inside == "" or inside.endswith("/") else inside
    if not (site / file).is_file():
        yield f"{path}: {reference} leads to no file ({file})"
    elif fragment and file in pages and unquote(fragment) not in pages[file].identifiers:
        yield f"{path}: {reference} names no element of {file}"


def outside(site: Path, address: str) -> list[str]:
    """The addresses elsewhere that pages link to, each once."""
    found = {urldefrag(to)[0] for page in documents(site).values() for to in page.references if to.startswith("http")}
    return sorted(to for to in found if not to.startswith(address))


def answer(address: str) -> str | None:
    """What is wrong with an address elsewhere, or None. Refusals of robots (403, 405, 429) count as answers."""
    request = urllib.request.Request(address, headers={"User-Agent": "seeing-momentum link check"})
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError as error:
        return None if error.code in (403, 405, 429) else f"{address}: {error.code} {error.reason}"
    except OSError as error:
        return f"{address}: {error}"
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is wrong; the exit status says whether anything is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    parser.add_argument("--address", default="http://127.0.0.1:8000/", help="where the site was built to be served")
    parser.add_argument("--outside", action="store_true", help="ask for addresses elsewhere instead")
    chosen = parser.parse_args(arguments)
    if not any(chosen.site.rglob("*.html")):
        parser.error(f"site must be a folder with the pages of a built site; got {chosen.site}.")
    if chosen.outside:
        found = [fault for to in outside(chosen.site, chosen.address) if (fault := answer(to))]
    else:
        found = list(faults(chosen.site, chosen.address))
    print("\n".join(found) or "Every link leads somewhere.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
