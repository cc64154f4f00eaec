"""Where the rows of panels lie in a figure's picture: what is cut from it, a small picture or a card, ends with one."""

from __future__ import annotations

import hashlib
import json
import re
from typing import NamedTuple

from momentum.rendering.layout import GAP
from momentum.rendering.scene import SPANS
from momentum.store.record import Record

_VIEW = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')


class Row(NamedTuple):
    """How wide a row of panels is, and where it ends, with the gaps around it, in CSS pixels of the picture."""

    width: float
    bottom: float


def size(svg: str) -> tuple[float, float]:
    """The width and the height of a panel in CSS pixels."""
    view = _VIEW.search(svg)
    assert view is not None
    return float(view["width"]), float(view["height"])


def rows(record: Record) -> list[Row]:
    """The rows of a figure's panels, from above; they fill as in `momentum.rendering.layout.place`."""
    found: list[Row] = []
    used, width, top, bottom = SPANS["full"], float(GAP), 0.0, float(GAP)
    for panel in record["panels"]:
        wide, high = size(panel["svg"])
        if used + SPANS[panel["span"]] > SPANS["full"]:
            used, width, top = 0, float(GAP), bottom
            found.append(Row(width, bottom))
        used += SPANS[panel["span"]]
        width += wide + GAP
        bottom = max(bottom, top + high + GAP)
        found[-1] = Row(width, bottom)
    return found


def pictured(record: Record) -> bool:
    """Whether a figure's picture is there already; while a site is served, it follows its page."""
    return f"{record['name']}.png" in record["files"]


def seen(record: Record) -> str:
    """What small pictures of a figure are made of: the digest of its name, its PNG and its panels, not of its words."""
    panels = json.dumps(record["panels"], sort_keys=True)
    said = "\0".join((record["name"], record["files"][f"{record['name']}.png"], panels))
    return hashlib.sha256(said.encode()).hexdigest()
