"""A GIF file from pictures that are indices into one palette: the first one whole, then only what changes."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from typing import NamedTuple

import imageio.v3 as iio
import numpy as np
from PIL import Image

# GIF89a, sections 20, 23 and 27: what comes before a picture, the picture itself, and the file's end.
CONTROL, DESCRIPTOR, END = "<3sBHBB", "<sHHHHB", b";"
KEEP = 1 << 2
TRANSPARENT = 1
HUNDREDTH = 10


class Patch(NamedTuple):
    """A rectangle of indices (h, w) uint8 and where its corner lies; the index after the palette is "unchanged"."""

    x: int
    y: int
    pixels: np.ndarray


def written(patches: Sequence[Patch], durations: Sequence[int], palette: Sequence[int]) -> bytes:
    """The bytes of a GIF that plays for ever: every patch is laid over what is there, for so many milliseconds.

    The first patch is the whole picture. `palette` has red, green and blue of each colour in turn, of at most 255.
    """
    stream = io.BytesIO()
    iio.imwrite(
        stream, patches[0].pixels, extension=".gif", plugin="pillow", mode="P", palette=bytes([*palette, 0, 0, 0]),
        duration=durations[0], loop=0, disposal=1, interlace=False,
    )  # fmt: skip
    head = stream.getvalue()
    unchanged = len(palette) // 3
    later = [_block(patch, time, unchanged) for patch, time in zip(patches[1:], durations[1:], strict=True)]
    return b"".join([head.removesuffix(END), *later, END])


def _block(patch: Patch, duration: int, unchanged: int) -> bytes:
    """What a later patch is in the file; its codes begin no longer than its indices need, which saves a tenth."""
    height, width = patch.pixels.shape
    bits = max(2, unchanged.bit_length())
    control = struct.pack(CONTROL, b"!\xf9\x04", KEEP | TRANSPARENT, duration // HUNDREDTH, unchanged, 0)
    place = struct.pack(DESCRIPTOR, b",", patch.x, patch.y, width, height, 0)
    codes = Image.fromarray(patch.pixels).tobytes("gif", ("L", bits, 0))
    return b"".join([control, place, bytes([bits]), codes, b"\0"])
