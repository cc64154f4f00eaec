"""The icon that browsers ask for unasked, `favicon.ico`, from the picture that telephones show."""

from __future__ import annotations

import io
from pathlib import Path

SIZES = ((16, 16), (32, 32), (48, 48))


def icon(picture: Path) -> bytes:
    """The picture in small sizes as one file of the kind ICO."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.open(picture).convert("RGBA").save(buffer, "ICO", sizes=SIZES)
    return buffer.getvalue()
