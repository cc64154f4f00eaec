"""A small still of every figure, for the gallery: cut from its PNG, kept by content."""

from __future__ import annotations

import io
from functools import partial

from momentum.store import keys, store
from momentum.store.record import Record

WIDTH, HEIGHT = 480, 300
COLOURS = 64
FILE = "thumbnail.png"


def thumbnail(record: Record) -> bytes:
    """The top of a figure's PNG, WIDTH pixels wide and at most HEIGHT high, as a PNG drawn now or out of the store."""
    key = keys.key(__name__, salt=record["key"])
    kept = store.kept(key, f"thumbnail: {record['name']}", partial(_files, record))
    return store.file(kept, FILE)


def _files(record: Record) -> dict[str, bytes]:
    return {FILE: draw(store.file(record, f"{record['name']}.png"))}


def draw(picture: bytes) -> bytes:
    """The thumbnail of a picture."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        whole = opened.convert("RGB")
    small = whole.resize((WIDTH, round(whole.height * WIDTH / whole.width)), Image.Resampling.LANCZOS)
    small = small.crop((0, 0, WIDTH, min(small.height, HEIGHT)))
    buffer = io.BytesIO()
    small.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
