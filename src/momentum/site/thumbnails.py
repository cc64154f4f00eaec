"""A small still of every figure, for the gallery: cut from its PNG, kept by content."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial

import numpy as np

from momentum.site.rows import rows, seen
from momentum.store import keys, store
from momentum.store.record import Record

WIDTH, HEIGHT = 480, 300
COLOURS, DOUBLE = 96, 2
FILE = "thumbnail.png"


def thumbnail(record: Record) -> bytes:
    """The first rows of a figure's panels, WIDTH pixels wide and at most HEIGHT high, drawn now or out of the store."""
    key = keys.key(__name__, salt=seen(record))
    kept = store.kept(key, f"thumbnail: {record['name']}", partial(_files, record))
    return store.file(kept, FILE)


def _files(record: Record) -> dict[str, bytes]:
    bottoms = [row.bottom * DOUBLE for row in rows(record)]
    return {FILE: draw(store.file(record, f"{record['name']}.png"), bottoms)}


def draw(picture: bytes, ends: Sequence[float]) -> bytes:
    """The thumbnail of a picture: of as much as there is room for, down to the last of `ends` that is in reach."""
    from PIL import Image

    from momentum.rendering.palette import reduced

    with Image.open(io.BytesIO(picture)) as opened:
        whole = opened.convert("RGB")
    room = HEIGHT * whole.width / WIDTH
    high = max((end for end in ends if end <= room), default=min(ends))
    share = min(WIDTH / whole.width, HEIGHT / high)
    part = whole.crop((0, 0, whole.width, round(high)))
    part = part.resize((round(whole.width * share), round(high * share)), Image.Resampling.LANCZOS)
    small = Image.new("RGB", (WIDTH, part.height), whole.getpixel((0, 0)))
    small.paste(part, ((WIDTH - part.width) // 2, 0))
    buffer = io.BytesIO()
    reduced(np.asarray(small), COLOURS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
